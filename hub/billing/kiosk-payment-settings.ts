import { z } from 'zod';
import { payWhenSchema } from '../../core/contract/kiosk-payment.ts';
import { dongSchema, idSchema } from '../../core/contract/primitives.ts';

/** How patients pay at the kiosks, where the hospital has a payment provider. */
export const kioskPaymentSettingsSchema = z
  .strictObject({
    /** Before going to the room, or at any time; `never`: nothing is asked for at a kiosk. */
    when: z.enum([...payWhenSchema.options, 'never']).default('after'),
    /** Whole đồng taken beforehand from whoever pays for themselves, beside the examination. */
    prepayment: dongSchema.default(0),
    /** How long a code on the screen may be paid. */
    screenMinutes: z.int().min(1).max(30).default(5),
    /** How long the code on a slip may be paid, by a relative or from home. */
    slipHours: z.int().min(1).max(72).default(12),
    /** Other wishes of single clinics, by the service point's id in the HIS. */
    servicePoints: z
      .record(
        idSchema,
        z.strictObject({
          when: z.enum([...payWhenSchema.options, 'never']).optional(),
          prepayment: dongSchema.optional(),
        }),
      )
      .default({}),
  })
  .prefault({});
export type PaymentSettingsAtKiosks = z.output<typeof kioskPaymentSettingsSchema>;

/** When patients of a place pay; undefined where nothing is asked of them at a kiosk. */
export const payWhenAt = (
  { when, servicePoints }: PaymentSettingsAtKiosks,
  servicePointId: string,
): z.output<typeof payWhenSchema> | undefined => {
  const wish = servicePoints[servicePointId]?.when ?? when;
  return wish === 'never' ? undefined : wish;
};

export const prepaymentAt = (
  { prepayment, servicePoints }: PaymentSettingsAtKiosks,
  servicePointId: string,
): number => servicePoints[servicePointId]?.prepayment ?? prepayment;
