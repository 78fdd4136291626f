import { createHmac, randomInt, randomUUID } from 'node:crypto';
import Fastify, { type FastifyReply } from 'fastify';
import { z } from 'zod';
import { vietnamTimeOf } from '../../vietnam-time.ts';

export interface SepaySimulatorOptions {
  readonly token: string;
  /** What it signs its notices with. */
  readonly secret: string;
  readonly bankAccountId: string;
  /** The hospital's own account. */
  readonly account: string;
  readonly accountName: string;
  /** Where notices go; none are sent without it. */
  readonly webhookUrl?: () => string | undefined;
}

/** How it misbehaves; each holds for the next so many requests. */
export interface SepayFaults {
  /** Makes the order and answers 502 all the same. */
  lostAnswers: number;
  /** Answers 502 and does nothing. */
  badGateway: number;
}

interface Order {
  readonly id: string;
  readonly orderCode: string;
  readonly amount: number;
  readonly vaNumber: string;
  status: 'Pending' | 'Paid' | 'Cancelled';
}

interface Line {
  readonly id: number;
  readonly at: string;
  readonly content: string;
  readonly amount: number;
  readonly reference: string;
  readonly vaNumber: string | null;
}

/** A notice as it is sent: the bytes, and the headers that prove them. */
export interface SentNotice {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface SepaySimulator {
  readonly url: string;
  readonly faults: SepayFaults;
  readonly orders: ReadonlyMap<string, Order>;
  /** A transfer to the account itself. @returns the notice of it. */
  transfer(content: string, amount: number): Promise<SentNotice>;
  /** A transfer to the account of an order, whatever it says. */
  pay(orderCode: string, amount: number, content?: string): Promise<SentNotice>;
  close(): Promise<void>;
}

const orderSchema = z.object({
  order_code: z.string().regex(/^[A-Za-z0-9]{6,50}$/),
  amount: z.int().positive(),
  duration: z.int().positive(),
});

const failure = (reply: FastifyReply, status: number, code: string) =>
  reply.code(status).send({ status: 'error', error_code: code, message: code });

/** The other side of SePay (API v2 and notices) over real HTTP, with trouble on purpose. */
export const startSepaySimulator = async (
  options: SepaySimulatorOptions,
): Promise<SepaySimulator> => {
  const orders = new Map<string, Order>();
  const lines: Line[] = [];
  const faults: SepayFaults = { lostAnswers: 0, badGateway: 0 };
  const { account, accountName } = options;
  const app = Fastify({ logger: false, forceCloseConnections: true });

  app.addHook('onRequest', async (request, reply) => {
    if (request.headers.authorization !== `Bearer ${options.token}`) {
      return failure(reply, 401, 'unauthorized');
    }
    if (faults.badGateway > 0) {
      faults.badGateway -= 1;
      return reply.code(502).type('text/html').send('<h1>502 Bad Gateway</h1>');
    }
    return undefined;
  });

  const orderIn = (order: Order) => ({
    id: order.id,
    order_code: order.orderCode,
    amount: order.amount,
    paid_amount: order.status === 'Paid' ? order.amount : 0,
    status: order.status,
    bank_name: 'BIDV',
    account_number: account,
    account_holder_name: accountName,
  });
  const virtualAccountIn = (order: Order) => ({
    va_number: order.vaNumber,
    va_holder_name: accountName,
    amount: order.amount,
    status: order.status === 'Paid' ? 'Paid' : 'Unpaid',
    paid_at: null,
  });

  const path = `/v2/bank-accounts/${options.bankAccountId}/orders`;
  app.post(path, (request, reply) => {
    const read = orderSchema.safeParse(request.body);
    if (!read.success) return failure(reply, 422, 'validation_failed');
    const { order_code: orderCode, amount } = read.data;
    if (orders.has(orderCode)) return failure(reply, 409, 'duplicate_order_code');
    const order: Order = {
      id: randomUUID(),
      orderCode,
      amount,
      vaNumber: `963${randomInt(1_000_000_000).toString().padStart(9, '0')}`,
      status: 'Pending',
    };
    orders.set(orderCode, order);
    if (faults.lostAnswers > 0) {
      faults.lostAnswers -= 1;
      return reply.code(502).type('text/html').send('<h1>502 Bad Gateway</h1>');
    }
    return reply
      .code(201)
      .send({ status: 'success', data: { ...orderIn(order), ...virtualAccountIn(order) } });
  });
  app.get(path, () => ({
    status: 'success',
    data: [...orders.values()].map(orderIn).toReversed(),
  }));
  const byId = (id: string) => [...orders.values()].find(order => order.id === id);
  app.get<{ Params: { id: string } }>(`${path}/:id`, ({ params }, reply) => {
    const order = byId(params.id);
    if (order === undefined) return failure(reply, 404, 'not_found');
    return { status: 'success', data: { ...orderIn(order), va: [virtualAccountIn(order)] } };
  });
  app.delete<{ Params: { id: string } }>(`${path}/:id`, ({ params }, reply) => {
    const order = byId(params.id);
    if (order?.status !== 'Pending') return failure(reply, 422, 'invalid_state');
    order.status = 'Cancelled';
    return { status: 'success' };
  });
  app.get<{ Querystring: { transaction_content?: string } }>('/v2/transactions', ({ query }) => ({
    status: 'success',
    data: lines
      .filter(({ content }) => content.includes(query.transaction_content ?? ''))
      .map(line => ({
        // Not the number its notice has.
        id: randomUUID(),
        transaction_date: line.at,
        account_number: account,
        amount_in: `${line.amount}.00`,
        amount_out: '0.00',
        transaction_content: line.content,
        reference_number: line.reference,
      })),
  }));

  const noticeOf = (line: Line): SentNotice => {
    const body = Buffer.from(
      JSON.stringify({
        id: line.id,
        gateway: 'BIDV',
        transactionDate: line.at,
        accountNumber: account,
        subAccount: line.vaNumber,
        code: null,
        content: line.content,
        transferType: 'in',
        transferAmount: line.amount,
        accumulated: 0,
        referenceCode: line.reference,
      }),
    );
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', options.secret)
      .update(`${timestamp}.`)
      .update(body)
      .digest('hex');
    const headers = { 'x-sepay-timestamp': timestamp, 'x-sepay-signature': `sha256=${signature}` };
    return { headers, body };
  };

  const book = async (told: Pick<Line, 'content' | 'amount' | 'vaNumber'>): Promise<SentNotice> => {
    const line = {
      ...told,
      id: 92_704 + lines.length,
      at: vietnamTimeOf(Date.now()).replace('T', ' '),
      reference: `FT${randomUUID().replaceAll('-', '').slice(0, 14).toUpperCase()}`,
    };
    lines.push(line);
    const notice = noticeOf(line);
    const address = options.webhookUrl?.();
    if (address !== undefined) {
      const headers = { ...notice.headers, 'content-type': 'application/json' };
      await fetch(address, { method: 'POST', headers, body: notice.body });
    }
    return notice;
  };

  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    faults,
    orders,
    transfer: (content, amount) => book({ content, amount, vaNumber: null }),
    pay(orderCode, amount, content = 'chuyen tien') {
      const order = orders.get(orderCode);
      if (order === undefined) throw new RangeError('there is no such order');
      order.status = 'Paid';
      return book({ content, amount, vaNumber: order.vaNumber });
    },
    close: () => app.close(),
  };
};
