import { z } from 'zod';
import { dongSchema } from './primitives.ts';

/** What a patient is asked to pay by scanning a code with a bank's app. */
export const paymentRequestSchema = z.object({
  paymentId: z.uuid(),
  /** Whole đồng. */
  amount: dongSchema.positive(),
  /** The text of the code as the bank gave it (EMVCo merchant-presented mode, VietQR). */
  qr: z.string().min(1).max(512),
  /** After this the code must not be shown any more. */
  expiresInSeconds: z.int().min(10).max(3600),
});
export type PaymentRequest = z.infer<typeof paymentRequestSchema>;

/** What a display is told: show a code until it is paid or expires, say what was paid, go blank. */
export const paymentOrderSchema = z.discriminatedUnion('order', [
  z.object({ order: z.literal('show'), payment: paymentRequestSchema }),
  z.object({ order: z.literal('paid'), paymentId: z.uuid(), amount: dongSchema.positive() }),
  z.object({ order: z.literal('clear') }),
]);
export type PaymentOrder = z.infer<typeof paymentOrderSchema>;
