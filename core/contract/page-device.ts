import { z } from 'zod';
import { paymentOrderSchema } from './payment-display.ts';
import { idSchema } from './primitives.ts';
import { soundNameSchema } from './sound.ts';

/**
 * Devices that are part of the page: its loudspeaker, and the place on it where a payment code
 * stands. Their drivers speak to it as to any other device.
 */

/** About a minute of speech. */
const LARGEST_RECORDING = 1_400_000;

export const pageOrderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('payment'), payment: paymentOrderSchema }),
  z.object({
    kind: z.literal('sound'),
    name: soundNameSchema,
    /** An audio file, base64; absent: tones made by the page. */
    recording: z.base64().max(LARGEST_RECORDING).optional(),
    /** 0 to 1. */
    volume: z.number().min(0).max(1),
  }),
]);
export type PageOrder = z.infer<typeof pageOrderSchema>;

/** `orderId` names an order in the answer of the page, and is never used twice. */
export const addressedPageOrderSchema = z.object({
  deviceId: idSchema,
  orderId: z.int().nonnegative(),
  order: pageOrderSchema,
});
export type AddressedPageOrder = z.infer<typeof addressedPageOrderSchema>;

/** `done`: it is shown, or was heard to its end; `failed`: the browser cannot, or may not. */
export const pageReportSchema = z.object({
  deviceId: idSchema,
  orderId: z.int().nonnegative(),
  result: z.enum(['done', 'failed']),
});
export type PageReport = z.infer<typeof pageReportSchema>;
