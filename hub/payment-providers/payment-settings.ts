import { z } from 'zod';

/** The hospital's own account, as its bank has it. */
const accountSchema = z.strictObject({
  bankBin: z.string().regex(/^\d{6}$/, 'must be six digits'),
  number: z.string().regex(/^[0-9A-Z]{1,19}$/, 'must be 1 to 19 digits or capital letters'),
  name: z.string().regex(/^[A-Z0-9 .-]{1,50}$/, 'must be capital letters without diacritics'),
});

/** Secrets are not here: `SEPAY_SECRET` or `SEPAY_API_KEY`, `PAYOS_API_KEY`, `PAYOS_CHECKSUM_KEY`. */
export const paymentSettingsSchema = z
  .discriminatedUnion('provider', [
    z.strictObject({ provider: z.literal('none') }),
    z.strictObject({ provider: z.literal('vietqr-transfer'), account: accountSchema }),
    z.strictObject({
      provider: z.literal('sepay'),
      account: accountSchema,
      /** How SePay proves that a notice is its own; the weaker one is a key in a header. */
      proof: z.enum(['signature', 'api-key']).default('signature'),
    }),
    z.strictObject({
      provider: z.literal('payos'),
      clientId: z.string().min(1),
      baseUrl: z
        .url({ protocol: /^https?$/ })
        .default('https://api-merchant.payos.vn')
        .transform(url => url.replace(/\/+$/, '')),
    }),
  ])
  .prefault({ provider: 'none' });
export type PaymentSettings = z.output<typeof paymentSettingsSchema>;
