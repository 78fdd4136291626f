import Fastify, { type FastifyReply } from 'fastify';
import { z } from 'zod';
import { jsonIn } from '../../../../core/contract/json-text.ts';
import { field } from '../../../../core/payment/emvco-fields.ts';
import { payloadOf } from '../../../../core/payment/emvco-payload.ts';
import { vietnamTimeOf } from '../../vietnam-time.ts';
import { checksumOf, isChecksumOf } from '../checksum.ts';
import {
  coveredOfCreated,
  coveredOfNotice,
  coveredOfOrder,
  coveredOfPayment,
  coveredOfQuestion,
} from '../messages.ts';

export interface VnpayQrKeys {
  readonly createKey: string;
  readonly checkKey: string;
  readonly noticeKey: string;
}

export interface VnpayQrSimulatorOptions extends VnpayQrKeys {
  readonly merchantCode: string;
  /** Where notices go; none are sent without it. */
  readonly noticeUrl?: () => string | undefined;
}

/** How it misbehaves; each holds for the next so many requests, or until it is taken back. */
export interface VnpayQrFaults {
  /** Makes the code and answers 502 all the same. */
  lostAnswers: number;
  /** Makes a code over another amount. */
  wrongAmount: boolean;
  /** Signs with another key. */
  wrongKey: boolean;
}

interface Payment {
  readonly qrTrace: string;
  readonly amount: string;
  readonly at: string;
}

export interface VnpayQrSimulator {
  readonly createUrl: string;
  readonly checkUrl: string;
  readonly faults: VnpayQrFaults;
  /** Texts of the codes by order. */
  readonly codes: ReadonlyMap<string, readonly string[]>;
  /** A customer pays; the notice is sent. @returns its body. */
  pay(txnId: string, amount: number): Promise<string>;
  close(): Promise<void>;
}

const text = z.string();
const orderSchema = z.object({
  appId: text,
  merchantName: text.max(25),
  serviceCode: text,
  countryCode: text,
  masterMerCode: text,
  merchantType: text,
  merchantCode: text,
  terminalId: text.max(8),
  payType: text,
  productId: text,
  txnId: text.max(15),
  billNumber: text.max(20),
  amount: text.regex(/^\d{1,13}$/),
  tipAndFee: text,
  ccy: text,
  expDate: text.regex(/^\d{10}$/),
  desc: text.max(19),
  checksum: text,
});
const questionSchema = z.object({
  payDate: text.regex(/^\d{2}\/\d{2}\/\d{4}$/),
  txnId: text,
  merchantCode: text,
  terminalID: text,
  checkSum: text,
});

type Order = z.infer<typeof orderSchema>;

/** A merchant's code of VNPAY: identity 26, not a VietQR; VNPAY's own banks read it. */
const codeOf = (order: Order, amount: string): string =>
  payloadOf(
    field('01', '12') +
      field('26', field('00', order.masterMerCode) + field('01', order.merchantCode)) +
      field('52', order.merchantType) +
      field('53', order.ccy) +
      field('54', amount) +
      field('58', order.countryCode) +
      field('59', order.merchantName) +
      field('60', 'HANOI') +
      field('62', field('01', order.billNumber) + field('07', order.terminalId)),
  );

/** `dd/MM/yyyy HH:mm:ss`. */
const spelledTime = (localTime: string): string => {
  const [date = '', time = ''] = localTime.split('T');
  return `${date.split('-').toReversed().join('/')} ${time}`;
};

/** The other side of VNPAY-QR over real HTTP: codes, payments, signed notices, and trouble on purpose. */
export const startVnpayQrSimulator = async (
  options: VnpayQrSimulatorOptions,
): Promise<VnpayQrSimulator> => {
  const orders = new Map<string, Order>();
  const codes = new Map<string, string[]>();
  const payments = new Map<string, Payment[]>();
  const faults: VnpayQrFaults = { lostAnswers: 0, wrongAmount: false, wrongKey: false };
  let trace = 244_395_000;
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => {
    done(null, jsonIn(String(body)));
  });

  const keyOf = (key: string): string => (faults.wrongKey ? `not ${key}` : key);

  const created = (code: string, message: string, data: string | null) => {
    const answer = { code, message, data, url: null, checksum: '' };
    return { ...answer, checksum: checksumOf(coveredOfCreated(answer), keyOf(options.createKey)) };
  };

  app.post('/createQrcode', (request, reply: FastifyReply) => {
    const read = orderSchema.safeParse(request.body);
    if (!read.success) return created('02', 'invalid data', null);
    const order = read.data;
    if (!isChecksumOf(order.checksum, coveredOfOrder(order), options.createKey)) {
      return created('06', 'invalid checksum', null);
    }
    const code = codeOf(order, faults.wrongAmount ? `${order.amount}0` : order.amount);
    orders.set(order.txnId, order);
    codes.set(order.txnId, [...(codes.get(order.txnId) ?? []), code]);
    if (faults.lostAnswers > 0) {
      faults.lostAnswers -= 1;
      return reply.code(502).type('text/html').send('<h1>502 Bad Gateway</h1>');
    }
    return created('00', 'Success', code);
  });

  const answerOf = (order: Order, { qrTrace, amount, at }: Payment) => {
    const answer = {
      masterMerchantCode: order.masterMerCode,
      merchantCode: order.merchantCode,
      terminalID: order.terminalId,
      txnId: order.txnId,
      payDate: spelledTime(at),
      bankCode: 'VIETCOMBANK',
      qrTrace,
      debitAmount: amount,
      realAmount: amount,
      checkSum: '',
    };
    const checkSum = checksumOf(coveredOfPayment(answer), keyOf(options.checkKey));
    return {
      code: '00',
      message: 'Giao dich thanh cong.',
      billNumber: order.txnId,
      ...answer,
      checkSum,
    };
  };

  app.post('/CheckTrans', request => {
    const read = questionSchema.safeParse(request.body);
    if (!read.success) return { code: '02', message: 'invalid data' };
    const asked = read.data;
    if (!isChecksumOf(asked.checkSum, coveredOfQuestion(asked), options.checkKey)) {
      return { code: '06', message: 'invalid checksum' };
    }
    const order = orders.get(asked.txnId);
    const payment = payments
      .get(asked.txnId)
      ?.find(({ at }) => spelledTime(at).startsWith(asked.payDate));
    return order === undefined || payment === undefined
      ? { code: '04', message: 'transaction not found' }
      : answerOf(order, payment);
  });

  const noticeOf = (order: Order, { qrTrace, amount, at }: Payment): string => {
    const notice = {
      code: '00',
      message: `Tru tien thanh cong, so trace ${qrTrace}`,
      msgType: '1',
      txnId: order.txnId,
      qrTrace,
      bankCode: 'VIETCOMBANK',
      mobile: '',
      accountNo: '',
      amount,
      payDate: at.replaceAll(/\D/g, ''),
      masterMerCode: order.masterMerCode,
      merchantCode: order.merchantCode,
      terminalId: order.terminalId,
      ccy: order.ccy,
      checksum: '',
    };
    const checksum = checksumOf(coveredOfNotice(notice), keyOf(options.noticeKey));
    return JSON.stringify({ ...notice, checksum });
  };

  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    createUrl: `${url}/createQrcode`,
    checkUrl: `${url}/CheckTrans`,
    faults,
    codes,
    async pay(txnId, amount) {
      const order = orders.get(txnId);
      if (order === undefined) throw new RangeError('there is no such order');
      trace += 1;
      const payment = {
        qrTrace: String(trace),
        amount: String(amount),
        at: vietnamTimeOf(Date.now()),
      };
      payments.set(txnId, [...(payments.get(txnId) ?? []), payment]);
      const body = noticeOf(order, payment);
      const noticeUrl = options.noticeUrl?.();
      if (noticeUrl !== undefined) {
        const headers = { 'content-type': 'application/json' };
        await fetch(noticeUrl, { method: 'POST', headers, body });
      }
      return body;
    },
    close: () => app.close(),
  };
};
