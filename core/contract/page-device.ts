import { z } from 'zod';
import { faultCodeSchema } from './errors.ts';
import { paymentOrderSchema } from './payment-display.ts';
import { idSchema } from './primitives.ts';
import { soundNameSchema } from './sound.ts';

/**
 * Devices that are part of the page: its loudspeaker, the place on it where a payment code stands,
 * a scanner that types, and the camera. Their drivers speak to it as to any other device.
 */

/** Which page: the patient's screen, or the window for whoever pays. */
export const pagePlaceSchema = z.enum(['screen', 'payment']);
export type PagePlace = z.infer<typeof pagePlaceSchema>;

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
  /** Listens to a scanner that types, from now on. */
  z.object({
    kind: z.literal('scan-keyboard'),
    /** What the scanner types before every code. */
    prefix: z.string().max(8),
    /** The longest pause between two keys of one code. */
    betweenKeysMs: z.int().positive(),
  }),
  /** Looks for codes with the camera while the page for identifying oneself shows, from now on. */
  z.object({
    kind: z.literal('scan-camera'),
    /** Only a camera whose name contains this, whatever the case; absent: the system's choice. */
    camera: z.string().optional(),
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

const answers = { deviceId: idSchema, orderId: z.int().nonnegative() };

/**
 * `done`: it is shown, or was heard to its end, or is listened to from now on; `failed`: the browser
 * cannot, or may not, also later while it listened; `code`: one code, U+FFFD for each letter that
 * cannot be known.
 */
export const pageReportSchema = z.discriminatedUnion('result', [
  z.object({ ...answers, result: z.literal('done') }),
  z.object({ ...answers, result: z.literal('failed'), fault: faultCodeSchema.optional() }),
  z.object({ ...answers, result: z.literal('code'), text: z.string().min(1).max(8192) }),
]);
export type PageReport = z.infer<typeof pageReportSchema>;
