import { z } from 'zod';
import { defineContract } from './contract.ts';
import { addressedPageOrderSchema, pageReportSchema } from './page-device.ts';
import { localisedSchema } from './primitives.ts';

/**
 * The window for whoever pays, on a panel of its own: it shows what the payment display is told and
 * knows nothing of the visit.
 */
export const paymentWindowContract = defineContract({
  /** Whose window it is; absent while the kiosk has never heard of its hospital. */
  paymentWindow: {
    role: 'payment',
    input: z.object({}),
    output: z.object({ hospital: localisedSchema.optional() }),
  },
  deviceReport: { role: 'payment', input: pageReportSchema, output: z.object({}) },
});
export type PaymentWindowContract = typeof paymentWindowContract;

export const paymentWindowPushSchema = z.object({
  type: z.literal('device-order'),
  ...addressedPageOrderSchema.shape,
});
export type PaymentWindowPush = z.infer<typeof paymentWindowPushSchema>;
