import { FaultError } from '../../../core/contract/errors.ts';
import { jsonIn } from '../../../core/contract/json-text.ts';
import {
  referenceCode,
  referenceDraw,
  REFERENCE_CODES,
} from '../../../core/payment/reference-code.ts';
import { believedNotice, deniedNotice, refusedNotice } from '../notice-reading.ts';
import {
  type Credit,
  type NoticeReading,
  type PaymentProvider,
  type QrOrder,
  type QrShown,
  type RawNotice,
} from '../provider.ts';
import { askProvider, type ProviderAnswer } from '../provider-request.ts';
import { instantOfVietnamTime } from '../vietnam-time.ts';
import {
  answerSchema,
  createdSchema,
  noticeDataSchema,
  noticeSchema,
  orderSchema,
  type Transaction,
} from './messages.ts';
import { isSignatureOf, signatureOf } from './signature.ts';

export interface PayosOptions {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly apiKey: string;
  readonly checksumKey: string;
  readonly timeoutMs: number;
}

const SUCCESS = '00';
/** "Đơn thanh toán đã tồn tại": an order with this number is there. */
const EXISTS = '231';
/** payOS asks for addresses of pages that a kiosk does not have. */
const NO_PAGE = 'https://localhost/';

const NAME = 'payos';

const orderCodeOf = (reference: string): number => {
  const draw = referenceDraw(reference);
  if (draw === undefined) throw new FaultError('bad-request', 'not a payment reference');
  return draw;
};

const creditOf = (transaction: Transaction, orderCode: number): Credit | undefined => {
  const paidAt = instantOfVietnamTime(transaction.transactionDateTime);
  if (paidAt === undefined) return undefined;
  return {
    bankReference: transaction.reference,
    account: transaction.accountNumber,
    amount: transaction.amount,
    narrative: transaction.description,
    ...(orderCode < REFERENCE_CODES ? { reference: referenceCode(orderCode) } : {}),
    paidAt,
  };
};

/** payOS: an order for each code, a signed notice for each transfer, and a status that can be asked. */
export const payos = (options: PayosOptions): PaymentProvider => {
  const ask = (method: 'GET' | 'POST', path: string, body?: object): Promise<ProviderAnswer> =>
    askProvider({
      method,
      url: `${options.baseUrl}/v2/payment-requests${path}`,
      headers: {
        'x-client-id': options.clientId,
        'x-api-key': options.apiKey,
        'content-type': 'application/json',
      },
      timeoutMs: options.timeoutMs,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  const dataOf = ({
    status,
    json,
  }: ProviderAnswer): { readonly code: string; readonly data: unknown } => {
    const answer = answerSchema.safeParse(json);
    if (!answer.success) {
      throw new FaultError('payment-refused', `payOS answered ${status} with something unreadable`);
    }
    return answer.data;
  };

  /** An order that a lost answer left behind is taken over, where it is the same and says enough. */
  const adopt = async (order: QrOrder): Promise<QrShown> => {
    const { code, data } = dataOf(await ask('GET', `/${orderCodeOf(order.reference)}`));
    const known = orderSchema.safeParse(data);
    if (code !== SUCCESS || !known.success) {
      throw new FaultError('payment-timeout', 'payOS does not tell of the order it may have made');
    }
    const { amount, bin, accountNumber, accountName, qrCode } = known.data;
    if (amount !== order.amount) {
      throw new FaultError('payment-refused', 'payOS has this order over another amount');
    }
    if (bin === undefined || accountNumber === undefined || qrCode === undefined) {
      throw new FaultError('payment-refused', 'payOS has the order and does not repeat its code');
    }
    return { qr: qrCode, bankBin: bin, account: accountNumber, accountName: accountName ?? '' };
  };

  const create = async (order: QrOrder): Promise<QrShown | 'exists'> => {
    const signed = {
      amount: order.amount,
      cancelUrl: NO_PAGE,
      description: order.reference,
      orderCode: orderCodeOf(order.reference),
      returnUrl: NO_PAGE,
    };
    const { code, data } = dataOf(
      await ask('POST', '', {
        ...signed,
        expiredAt: Math.floor(Date.parse(order.expiresAt) / 1000),
        signature: signatureOf(signed, options.checksumKey),
      }),
    );
    if (code === EXISTS) return 'exists';
    const created = createdSchema.safeParse(data);
    if (code !== SUCCESS || !created.success || created.data.amount !== order.amount) {
      throw new FaultError('payment-refused', `payOS refused the order (${code})`);
    }
    const { qrCode, bin, accountNumber, accountName } = created.data;
    return { qr: qrCode, bankBin: bin, account: accountNumber, accountName };
  };

  return {
    name: NAME,
    into: `clearing:${NAME}`,
    async open(order) {
      let made: QrShown | 'exists';
      try {
        made = await create(order);
      } catch (error) {
        if (!(error instanceof FaultError) || error.family !== 'ambiguous') throw error;
        return adopt(order);
      }
      return made === 'exists' ? adopt(order) : made;
    },
    async look({ reference }) {
      const orderCode = orderCodeOf(reference);
      const { code, data } = dataOf(await ask('GET', `/${orderCode}`));
      const order = orderSchema.safeParse(data);
      if (code !== SUCCESS || !order.success) {
        throw new FaultError('payment-refused', `payOS does not know the order (${code})`);
      }
      return order.data.transactions.flatMap(one => creditOf(one, orderCode) ?? []);
    },
    async close({ reference }) {
      await ask('POST', `/${orderCodeOf(reference)}/cancel`, { cancellationReason: 'closed' });
    },
    readNotice({ body }: RawNotice): NoticeReading {
      const notice = noticeSchema.safeParse(jsonIn(body.toString('utf8')));
      if (!notice.success) return refusedNotice('unreadable');
      if (!isSignatureOf(notice.data.signature, notice.data.data, options.checksumKey)) {
        return refusedNotice('wrong-signature');
      }
      const data = noticeDataSchema.safeParse(notice.data.data);
      if (!data.success) return refusedNotice('unreadable');
      const credit = creditOf(data.data, data.data.orderCode);
      if (credit === undefined) return refusedNotice('unreadable');
      return data.data.code === SUCCESS ? believedNotice([credit]) : deniedNotice(credit);
    },
  };
};
