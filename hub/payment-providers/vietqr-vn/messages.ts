import { z } from 'zod';

/** Messages of VietQR.vn (Host to Host), as far as the hub reads them. */

const optionalText = (longest: number) =>
  z
    .union([z.string(), z.number()])
    .nullish()
    .transform(value => String(value ?? ''))
    .pipe(z.string().max(longest));

/** Whole đồng; some of its services write numbers as texts. */
const amount = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .pipe(z.int().positive());

/** Since 1970, in seconds from some services and in milliseconds from others; told apart until 5138. */
const instant = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .transform(value => (value < 100_000_000_000 ? value * 1000 : value))
  .pipe(z.int().positive().max(8_000_000_000_000))
  .transform(ms => new Date(ms).toISOString());

export const tokenSchema = z.object({ access_token: z.string().min(1) });

export const createdSchema = z.object({
  qrCode: z.string().min(1).max(512),
  userBankName: z.string().nullish(),
});

/** `E…`: why something was not done. */
export const failureSchema = z.object({ status: z.literal('FAILED'), message: z.string() });

export const transactionsSchema = z.array(
  z.object({
    amount,
    transType: z.string(),
    orderId: optionalText(50),
    referenceNumber: optionalText(200),
    timePaid: z.unknown(),
    status: z.number(),
    content: optionalText(2000),
  }),
);

export const paidAtSchema = instant;

/** Names of fields are written `bankaccount`, `bankAccount` … by one service or another. */
const anyCase = z
  .record(z.string(), z.unknown())
  .transform(fields =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value])),
  );

export const noticeSchema = anyCase.pipe(
  z.object({
    bankaccount: z.string().min(1).max(50),
    amount,
    transtype: z.enum(['C', 'D']),
    content: optionalText(2000),
    transactionid: optionalText(200),
    transactiontime: instant,
    referencenumber: optionalText(200),
    orderid: optionalText(50),
  }),
);
