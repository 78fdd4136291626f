import { FaultError } from '../../../core/contract/errors.ts';
import { jsonIn } from '../../../core/contract/json-text.ts';
import { readPayload } from '../../../core/payment/emvco-payload.ts';
import { isReferenceCode } from '../../../core/payment/reference-code.ts';
import { parseDongAmount } from '../../../core/statement/dong-amount.ts';
import { believedNotice, deniedNotice, refusedNotice } from '../notice-reading.ts';
import { onceMore } from '../once-more.ts';
import {
  type Credit,
  type NoticeReading,
  type PaymentProvider,
  type QrOrder,
  type QrShown,
  type RawNotice,
} from '../provider.ts';
import { askProvider } from '../provider-request.ts';
import { instantOfVietnamTime, vietnamTimeOf } from '../vietnam-time.ts';
import { checksumOf, isChecksumOf } from './checksum.ts';
import {
  coveredOfCreated,
  coveredOfNotice,
  coveredOfOrder,
  coveredOfPayment,
  coveredOfQuestion,
  createdSchema,
  noticeSchema,
  type OrderFields,
  paymentSchema,
  statusSchema,
} from './messages.ts';

export interface VnpayQrOptions {
  /** Addresses of `createQrcode` and `CheckTrans`, as VNPAY gives them with the contract. */
  readonly createUrl: string;
  readonly checkUrl: string;
  readonly appId: string;
  readonly merchantName: string;
  /** ISO 18245. */
  readonly merchantType: string;
  readonly merchantCode: string;
  readonly terminalId: string;
  /** VNPAY gives a key for each direction. */
  readonly createKey: string;
  readonly checkKey: string;
  readonly noticeKey: string;
  readonly timeoutMs: number;
}

const NAME = 'vnpay-qr';
const SUCCESS = '00';
/** The notice is about money; `2` is about an order that was placed. */
const PAYMENT = '1';
/** Values VNPAY fixes for a code over one bill in đồng. */
const FIXED = {
  serviceCode: '03',
  countryCode: 'VN',
  masterMerCode: 'A000000775',
  payType: '03',
  productId: '',
  tipAndFee: '',
  ccy: '704',
} as const;
const DAY_MS = 86_400_000;

const digitsOf = (localTime: string): string => localTime.replaceAll(/\D/g, '');

/** `dd/MM/yyyy`. */
const dateOf = (at: number): string =>
  vietnamTimeOf(at).slice(0, 10).split('-').toReversed().join('/');

/** What VNPAY expects to hear: `00`, `02` where it was not understood, `06` where it is not its own. */
const replyTo = (code: '00' | '02' | '06', txnId?: string) => ({
  code,
  message: { '00': 'success', '02': 'invalid data', '06': 'invalid checksum' }[code],
  ...(txnId === undefined ? {} : { data: { txnId } }),
});

interface Told {
  readonly txnId: string;
  readonly qrTrace: string;
  readonly bankCode: string;
  readonly merchantCode: string;
  readonly payDate: string;
}

const creditOf = (told: Told, amount: string): Credit | undefined => {
  const paidAt = instantOfVietnamTime(told.payDate);
  const dong = parseDongAmount(amount) ?? 0;
  if (paidAt === undefined || dong <= 0) return undefined;
  return {
    bankReference: told.qrTrace,
    account: told.merchantCode,
    amount: dong,
    narrative: `VNPAYQR ${told.bankCode} ${told.txnId}`,
    ...(isReferenceCode(told.txnId) ? { reference: told.txnId } : {}),
    paidAt,
  };
};

/** The code of the answer, once it is VNPAY's own and over what was asked for. */
const codeIn = (json: unknown, order: QrOrder, key: string): string => {
  const answer = createdSchema.safeParse(json);
  if (!answer.success) {
    throw new FaultError('payment-refused', 'VNPAY answered with something unreadable');
  }
  const { code, data, checksum } = answer.data;
  if (code !== SUCCESS || data === null) {
    throw new FaultError('payment-refused', `VNPAY refused the order (${code})`);
  }
  if (!isChecksumOf(checksum, coveredOfCreated(answer.data), key)) {
    throw new FaultError('payment-refused', 'the answer is not signed with the key of VNPAY');
  }
  const reading = readPayload(data);
  if (
    reading.outcome === 'refused' ||
    parseDongAmount(reading.fields.get('54') ?? '') !== order.amount
  ) {
    throw new FaultError('payment-refused', 'VNPAY made a code over something else');
  }
  return data;
};

/** VNPAY-QR: a code for each order, a signed notice once it is paid, and a status that can be asked. */
export const vnpayQr = (options: VnpayQrOptions): PaymentProvider => {
  const { appId, merchantName, merchantType, merchantCode, terminalId } = options;

  const post = async (url: string, type: string, body: object): Promise<unknown> => {
    const { json } = await askProvider({
      method: 'POST',
      url,
      headers: { 'content-type': type },
      body: JSON.stringify(body),
      timeoutMs: options.timeoutMs,
    });
    return json;
  };

  const create = async (order: QrOrder): Promise<QrShown> => {
    const fields: OrderFields = {
      appId,
      merchantName,
      merchantType,
      merchantCode,
      terminalId,
      ...FIXED,
      txnId: order.reference,
      amount: String(order.amount),
      expDate: digitsOf(vietnamTimeOf(Date.parse(order.expiresAt))).slice(2, 12),
    };
    const json = await post(options.createUrl, 'text/plain', {
      ...fields,
      billNumber: order.reference,
      desc: order.reference,
      checksum: checksumOf(coveredOfOrder(fields), options.createKey),
    });
    return { qr: codeIn(json, order, options.createKey), accountName: merchantName };
  };

  /** VNPAY looks on one day only. */
  const paidOn = async (order: QrOrder, payDate: string): Promise<Credit | undefined> => {
    const asked = { payDate, txnId: order.reference, merchantCode, terminalID: terminalId };
    const json = await post(options.checkUrl, 'application/json', {
      ...asked,
      checkSum: checksumOf(coveredOfQuestion(asked), options.checkKey),
    });
    const status = statusSchema.safeParse(json);
    if (!status.success) {
      throw new FaultError('payment-refused', 'VNPAY answered with something unreadable');
    }
    if (status.data.code !== SUCCESS) return undefined;
    const payment = paymentSchema.safeParse(json);
    if (
      !payment.success ||
      payment.data.txnId !== order.reference ||
      !isChecksumOf(payment.data.checkSum, coveredOfPayment(payment.data), options.checkKey)
    ) {
      throw new FaultError('payment-refused', 'the answer is not signed with the key of VNPAY');
    }
    return creditOf(payment.data, payment.data.debitAmount);
  };

  return {
    name: NAME,
    into: `clearing:${NAME}`,
    // A second code names the same order: whichever is paid, the money finds its bill.
    open: order => onceMore(() => create(order)),
    async look(order) {
      const last = Date.parse(order.expiresAt);
      for (const day of new Set([dateOf(last), dateOf(last - DAY_MS)])) {
        const credit = await paidOn(order, day);
        if (credit !== undefined) return [credit];
      }
      return [];
    },
    close: () => Promise.resolve(),
    readNotice({ body }: RawNotice): NoticeReading {
      const notice = noticeSchema.safeParse(jsonIn(body.toString('utf8')));
      if (!notice.success) return refusedNotice('unreadable', replyTo('02'));
      const { data: told } = notice;
      if (!isChecksumOf(told.checksum, coveredOfNotice(told), options.noticeKey)) {
        return refusedNotice('wrong-signature', replyTo('06'));
      }
      if (told.msgType !== PAYMENT) return believedNotice([], replyTo('00', told.txnId));
      if (told.code !== SUCCESS) {
        const denied = { account: told.merchantCode, bankReference: told.qrTrace };
        return deniedNotice(denied, replyTo('00', told.txnId));
      }
      const credit = creditOf(told, told.amount);
      return credit === undefined
        ? refusedNotice('unreadable', replyTo('02'))
        : believedNotice([credit], replyTo('00', told.txnId));
    },
  };
};
