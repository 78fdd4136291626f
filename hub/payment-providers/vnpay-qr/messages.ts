import { z } from 'zod';

/**
 * Messages of VNPAY's QR service for merchants (VNPAY QR MMS), as far as the hub reads them. Each has a
 * list of what its checksum covers, in this order.
 */

/** Checksums join values with bars: a value with one could be two others. */
const text = z
  .string()
  .max(200)
  .regex(/^[^|]*$/);

export interface OrderFields {
  readonly appId: string;
  readonly merchantName: string;
  readonly serviceCode: string;
  readonly countryCode: string;
  readonly masterMerCode: string;
  readonly merchantType: string;
  readonly merchantCode: string;
  readonly terminalId: string;
  readonly payType: string;
  readonly productId: string;
  readonly txnId: string;
  readonly amount: string;
  readonly tipAndFee: string;
  readonly ccy: string;
  /** `yyMMddHHmm`, local. */
  readonly expDate: string;
}

export const coveredOfOrder = (order: OrderFields): readonly string[] => [
  order.appId,
  order.merchantName,
  order.serviceCode,
  order.countryCode,
  order.masterMerCode,
  order.merchantType,
  order.merchantCode,
  order.terminalId,
  order.payType,
  order.productId,
  order.txnId,
  order.amount,
  order.tipAndFee,
  order.ccy,
  order.expDate,
];

export const createdSchema = z.object({
  code: z.string(),
  message: z.string(),
  data: z.string().max(512).nullable(),
  url: z.string().nullable(),
  checksum: z.string(),
});

export const coveredOfCreated = ({
  code,
  message,
  data,
  url,
}: z.infer<typeof createdSchema>): readonly (string | null)[] => [code, message, data, url];

export interface Question {
  /** `dd/MM/yyyy`, local. */
  readonly payDate: string;
  readonly txnId: string;
  readonly merchantCode: string;
  readonly terminalID: string;
}

export const coveredOfQuestion = (asked: Question): readonly string[] => [
  asked.payDate,
  asked.txnId,
  asked.merchantCode,
  asked.terminalID,
];

export const statusSchema = z.object({ code: z.string() });

/** Only a transaction that was paid says so much. */
export const paymentSchema = z.object({
  masterMerchantCode: text,
  merchantCode: text,
  terminalID: text,
  txnId: text,
  payDate: text,
  bankCode: text,
  qrTrace: text.min(1),
  debitAmount: text,
  realAmount: text,
  checkSum: z.string(),
});

export const coveredOfPayment = (answer: z.infer<typeof paymentSchema>): readonly string[] => [
  answer.masterMerchantCode,
  answer.merchantCode,
  answer.terminalID,
  answer.txnId,
  answer.payDate,
  answer.bankCode,
  answer.qrTrace,
  answer.debitAmount,
  answer.realAmount,
];

export const noticeSchema = z.object({
  code: text,
  msgType: text,
  txnId: text,
  qrTrace: text.min(1),
  bankCode: text,
  mobile: text.nullish().transform(value => value ?? ''),
  accountNo: text.nullish().transform(value => value ?? ''),
  amount: text,
  payDate: text,
  merchantCode: text,
  checksum: z.string(),
});
type Notice = z.infer<typeof noticeSchema>;

export const coveredOfNotice = (notice: Notice): readonly string[] => [
  notice.code,
  notice.msgType,
  notice.txnId,
  notice.qrTrace,
  notice.bankCode,
  notice.mobile,
  notice.accountNo,
  notice.amount,
  notice.payDate,
  notice.merchantCode,
];
