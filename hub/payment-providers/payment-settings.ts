import { z } from 'zod';

/** The hospital's own account, as its bank has it. */
const accountSchema = z.strictObject({
  bankBin: z.string().regex(/^\d{6}$/, 'must be six digits'),
  number: z.string().regex(/^[0-9A-Z]{1,19}$/, 'must be 1 to 19 digits or capital letters'),
  name: z.string().regex(/^[A-Z0-9 .-]{1,50}$/, 'must be capital letters without diacritics'),
});

const addressSchema = z.url({ protocol: /^https?$/ }).transform(url => url.replace(/\/+$/, ''));

const capitals = (longest: number) =>
  z
    .string()
    .regex(/^[A-Z0-9 .-]+$/)
    .max(longest);

/** Secrets are not here: `open-provider.ts` has their names in the environment. */
export const paymentSettingsSchema = z
  .discriminatedUnion('provider', [
    z.strictObject({ provider: z.literal('none') }),
    z.strictObject({ provider: z.literal('vietqr-transfer'), account: accountSchema }),
    z.strictObject({
      provider: z.literal('sepay'),
      account: accountSchema,
      /** How SePay proves that a notice is its own; the weaker one is a key in a header. */
      proof: z.enum(['signature', 'api-key']).default('signature'),
      /** Asks SePay too, and has it make an account for each order. */
      api: z
        .strictObject({
          bankAccountId: z.uuid(),
          virtualAccounts: z.boolean().default(false),
          /** Vietcombank asks for a terminal, Sacombank for a prefix, BIDV for neither. */
          terminalId: z.string().min(1).optional(),
          prefix: z.string().min(1).optional(),
          baseUrl: addressSchema.default('https://userapi.sepay.vn'),
        })
        .optional(),
    }),
    z.strictObject({
      provider: z.literal('payos'),
      clientId: z.string().min(1),
      baseUrl: addressSchema.default('https://api-merchant.payos.vn'),
    }),
    z.strictObject({
      provider: z.literal('vietqr-vn'),
      account: accountSchema,
      /** The short name of the bank at VietQR.vn. */
      bankCode: z.string().regex(/^[A-Z0-9]{2,12}$/),
      username: z.string().min(1),
      callbackUsername: z.string().min(1),
      baseUrl: addressSchema.default('https://api.vietqr.org'),
    }),
    z.strictObject({
      provider: z.literal('vnpay-qr'),
      createUrl: addressSchema,
      checkUrl: addressSchema,
      appId: z.string().min(1).max(100).default('MERCHANT'),
      merchantName: capitals(25),
      /** ISO 18245: hospitals are 8062. */
      merchantType: z
        .string()
        .regex(/^\d{4}$/)
        .default('8062'),
      merchantCode: z.string().min(1).max(20),
      terminalId: z.string().min(1).max(8),
    }),
  ])
  .prefault({ provider: 'none' });
export type PaymentSettings = z.output<typeof paymentSettingsSchema>;
