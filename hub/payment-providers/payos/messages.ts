import { z } from 'zod';

/** Answers and notices of payOS's API v2, as far as the hub reads them. */

export const answerSchema = z.object({
  code: z.string(),
  desc: z.string().optional(),
  data: z.unknown(),
});

const amount = z.int().nonnegative();

export const createdSchema = z.object({
  bin: z.string().regex(/^\d{6}$/),
  accountNumber: z.string().min(1),
  accountName: z.string(),
  amount,
  paymentLinkId: z.string().min(1),
  qrCode: z.string().min(1).max(512),
});

const transactionSchema = z.object({
  reference: z.string().min(1).max(200),
  amount: amount.positive(),
  accountNumber: z.string().min(1).max(50),
  description: z.string().max(2000),
  transactionDateTime: z.string(),
});

/** Of an order that is there already; only some answers repeat what was made at first. */
export const orderSchema = z.object({
  id: z.string(),
  amount,
  status: z.string(),
  transactions: z.array(transactionSchema).default([]),
  ...createdSchema
    .pick({ bin: true, accountNumber: true, accountName: true, qrCode: true })
    .partial().shape,
});

/** The outer `code` and `success` are not signed and therefore not read. */
export const noticeSchema = z.object({
  data: z.record(z.string(), z.unknown()),
  signature: z.string(),
});

export const noticeDataSchema = transactionSchema.extend({
  orderCode: z.int().nonnegative(),
  code: z.string(),
});
export type Transaction = z.infer<typeof transactionSchema>;
