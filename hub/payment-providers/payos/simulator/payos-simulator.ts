import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { encodeVietQr } from '../../../../core/payment/vietqr.ts';
import { isSignatureOf, signatureOf } from '../signature.ts';

export interface PayosCredentials {
  readonly clientId: string;
  readonly apiKey: string;
  readonly checksumKey: string;
}

export interface PayosSimulatorOptions extends PayosCredentials {
  /** Where notices go; none are sent without it. */
  readonly webhookUrl?: () => string | undefined;
  /** On 127.0.0.1; any that is free without one. */
  readonly port?: number;
}

/** How it misbehaves; each holds for the next so many requests. */
export interface PayosFaults {
  /** Creates the order and answers 502 all the same. */
  lostAnswers: number;
  /** Answers 502 and does nothing. */
  badGateway: number;
  /** Closes the line without an answer. */
  hangUps: number;
  /** Tells of an order without repeating its code. */
  shortAnswers: boolean;
}

interface Order {
  readonly orderCode: number;
  readonly amount: number;
  readonly description: string;
  readonly paymentLinkId: string;
  readonly qrCode: string;
  status: 'PENDING' | 'PAID' | 'UNDERPAID' | 'CANCELLED';
  readonly transactions: Readonly<Record<string, unknown>>[];
}

export interface PayosSimulator {
  readonly url: string;
  readonly faults: PayosFaults;
  readonly orders: ReadonlyMap<number, Order>;
  /** A customer pays; the notice is sent as often as said. @returns the bodies of the notices. */
  pay(orderCode: number, amount: number, notices?: number): Promise<readonly string[]>;
  /** A well-signed notice of the last transfer for an order, over another amount. */
  tell(orderCode: number, amount: number): string;
  close(): Promise<void>;
}

const BANK = {
  bin: '970436',
  accountNumber: '1017595600',
  accountName: 'BENH VIEN MINH AN',
} as const;

const createSchema = z.object({
  orderCode: z.int().positive(),
  amount: z.int().positive(),
  description: z.string().max(25),
  cancelUrl: z.string(),
  returnUrl: z.string(),
  expiredAt: z.int().optional(),
  signature: z.string(),
});

/** Where whoever shows the simulation pays as a customer would; it needs no key. */
const CUSTOMER = '/control/pay';

/** The code shown last, over what it asks for, where nothing else is said. */
const customerSchema = z.strictObject({
  amount: z.int().positive().optional(),
  orderCode: z.int().positive().optional(),
  way: z.enum(['exact', 'part', 'over', 'twice']).default('exact'),
});

type Way = z.infer<typeof customerSchema>['way'];

/** What somebody gives too much by mistake. */
const TOO_MUCH = 50_000;

/** The transfers of a customer, in whole đồng: half of it in whole thousands, or a note too much. */
const transfersOf = (amount: number, way: Way): readonly number[] => {
  if (way === 'part') return [Math.max(1, Math.floor(amount / 2_000) * 1_000)];
  if (way === 'over') return [amount + TOO_MUCH];
  return way === 'twice' ? [amount, amount] : [amount];
};

/** The clock of the provider, as it writes it: local time without saying so. */
const localTime = (): string =>
  new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

const orderIn = (order: Order, isShort: boolean) => ({
  id: order.paymentLinkId,
  orderCode: order.orderCode,
  amount: order.amount,
  amountPaid: order.transactions.reduce((sum, { amount }) => sum + Number(amount), 0),
  status: order.status,
  transactions: order.transactions,
  ...(isShort ? {} : { ...BANK, qrCode: order.qrCode }),
});

/** The other side of payOS over real HTTP: orders, payments, signed notices, and trouble on purpose. */
export const startPayosSimulator = async (
  options: PayosSimulatorOptions,
): Promise<PayosSimulator> => {
  const orders = new Map<number, Order>();
  const faults: PayosFaults = { lostAnswers: 0, badGateway: 0, hangUps: 0, shortAnswers: false };
  const app = Fastify({ logger: false, forceCloseConnections: true });

  const success = (data: object) => ({ code: '00', desc: 'success', data });
  const failure = (code: string, desc: string) => ({ code, desc, data: null });

  app.addHook('onRequest', async (request, reply) => {
    if (request.url === CUSTOMER) return undefined;
    if (
      request.headers['x-client-id'] !== options.clientId ||
      request.headers['x-api-key'] !== options.apiKey
    ) {
      return reply.code(401).send(failure('401', 'Unauthorized'));
    }
    if (faults.hangUps > 0) {
      faults.hangUps -= 1;
      request.raw.socket.destroy();
      return reply.hijack();
    }
    if (faults.badGateway > 0) {
      faults.badGateway -= 1;
      return reply.code(502).type('text/html').send('<h1>502 Bad Gateway</h1>');
    }
    return undefined;
  });

  const create = (request: FastifyRequest, reply: FastifyReply) => {
    const read = createSchema.safeParse(request.body);
    if (!read.success) return failure('20', 'Thông tin truyền lên không đúng.');
    const { orderCode, amount, description, cancelUrl, returnUrl, signature } = read.data;
    const signed = { amount, cancelUrl, description, orderCode, returnUrl };
    if (!isSignatureOf(signature, signed, options.checksumKey)) {
      return failure('201', 'Mã kiểm tra(signature) không hợp lệ.');
    }
    if (orders.has(orderCode)) return failure('231', 'Đơn thanh toán đã tồn tại');
    const narrative = `CS${randomUUID().slice(0, 8).toUpperCase()} ${description}`;
    const qrCode = encodeVietQr({
      use: 'dynamic',
      bankBin: BANK.bin,
      account: BANK.accountNumber,
      service: 'account',
      amount,
      purpose: narrative.slice(0, 25),
    });
    const order: Order = {
      orderCode,
      amount,
      description: narrative,
      paymentLinkId: randomUUID().replaceAll('-', ''),
      qrCode,
      status: 'PENDING',
      transactions: [],
    };
    orders.set(orderCode, order);
    if (faults.lostAnswers > 0) {
      faults.lostAnswers -= 1;
      return reply.code(502).type('text/html').send('<h1>502 Bad Gateway</h1>');
    }
    return success({ ...orderIn(order, false), paymentLinkId: order.paymentLinkId });
  };

  app.post('/v2/payment-requests', create);
  app.get<{ Params: { id: string } }>('/v2/payment-requests/:id', ({ params }) => {
    const order = orders.get(Number(params.id));
    return order === undefined
      ? failure('101', 'Không tìm thấy đơn thanh toán')
      : success(orderIn(order, faults.shortAnswers));
  });
  app.post<{ Params: { id: string } }>('/v2/payment-requests/:id/cancel', ({ params }) => {
    const order = orders.get(Number(params.id));
    if (order === undefined) return failure('101', 'Không tìm thấy đơn thanh toán');
    if (order.status === 'PENDING') order.status = 'CANCELLED';
    return success(orderIn(order, faults.shortAnswers));
  });

  const noticeOf = (data: Readonly<Record<string, unknown>>): string =>
    JSON.stringify({
      code: '00',
      desc: 'success',
      success: true,
      data,
      signature: signatureOf(data, options.checksumKey),
    });

  const dataOf = (order: Order, transaction: Readonly<Record<string, unknown>>) => ({
    ...transaction,
    orderCode: order.orderCode,
    currency: 'VND',
    paymentLinkId: order.paymentLinkId,
    code: '00',
    desc: 'Thành công',
  });

  const pay: PayosSimulator['pay'] = async (orderCode, amount, notices = 1) => {
    const order = orders.get(orderCode);
    if (order === undefined) throw new RangeError('there is no such order');
    const transaction = {
      reference: `FT${randomUUID().replaceAll('-', '').slice(0, 14).toUpperCase()}`,
      amount,
      accountNumber: BANK.accountNumber,
      description: order.description,
      transactionDateTime: localTime(),
      counterAccountName: null,
      virtualAccountNumber: '',
    };
    order.transactions.push(transaction);
    const paid = order.transactions.reduce((sum, one) => sum + Number(one['amount']), 0);
    order.status = paid >= order.amount ? 'PAID' : 'UNDERPAID';
    const body = noticeOf(dataOf(order, transaction));
    const webhook = options.webhookUrl?.();
    for (let sent = 0; webhook !== undefined && sent < notices; sent += 1) {
      await fetch(webhook, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
    }
    return Array.from({ length: notices }, () => body);
  };

  app.post(CUSTOMER, async (request, reply) => {
    const read = customerSchema.safeParse(request.body ?? {});
    if (!read.success) return reply.code(400).send({ paid: null });
    const shown = [...orders.values()].findLast(({ status }) => status !== 'CANCELLED');
    const orderCode = read.data.orderCode ?? shown?.orderCode;
    const order = orderCode === undefined ? undefined : orders.get(orderCode);
    if (order === undefined) return reply.code(404).send({ paid: null });
    const transfers = transfersOf(read.data.amount ?? order.amount, read.data.way);
    for (const amount of transfers) await pay(order.orderCode, amount);
    const paid = transfers.reduce((sum, amount) => sum + amount, 0);
    return { paid, orderCode: order.orderCode };
  });

  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  return {
    url,
    faults,
    orders,
    pay,
    tell(orderCode, amount) {
      const order = orders.get(orderCode);
      const last = order?.transactions.at(-1);
      if (order === undefined || last === undefined) throw new RangeError('nothing was paid');
      return noticeOf(dataOf(order, { ...last, amount }));
    },
    close: () => app.close(),
  };
};
