import { createHash, randomUUID } from 'node:crypto';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { encodeVietQr } from '../../../../core/payment/vietqr.ts';
import { type Credentials } from '../vietqr-vn.ts';

export interface VietqrVnSimulatorOptions {
  /** What the hospital says to it. */
  readonly credentials: Credentials;
  /** What it says to the hospital. */
  readonly callback: Credentials;
  readonly bankBin: string;
  /** The address the hospital gave, without a slash at the end; nothing is told without it. */
  readonly callbackUrl?: () => string | undefined;
}

/** How it misbehaves; each number holds for the next so many requests. */
export interface VietqrVnFaults {
  /** Makes the code and answers 502 all the same. */
  lostAnswers: number;
  /** Does not know its own token any more. */
  tokensOver: number;
  /** Makes a code over another amount. */
  wrongAmount: boolean;
}

interface Order {
  readonly orderId: string;
  readonly bankAccount: string;
  readonly amount: number;
  readonly content: string;
}

interface Payment {
  readonly order: Order;
  readonly referenceNumber: string;
  readonly amount: number;
  /** Seconds since 1970. */
  readonly at: number;
}

export interface VietqrVnSimulator {
  readonly url: string;
  readonly faults: VietqrVnFaults;
  /** How often each order was asked for. */
  readonly orders: ReadonlyMap<string, readonly Order[]>;
  /** How many tokens it gave. */
  readonly tokens: number;
  /** A customer pays; the hospital is told. @returns the body of the notice. */
  pay(orderId: string, amount: number): Promise<string>;
  close(): Promise<void>;
}

const orderSchema = z.object({
  bankCode: z.string().min(1),
  bankAccount: z.string().min(1),
  userBankName: z.string().min(1),
  content: z.string().regex(/^[A-Za-z0-9 ]{1,19}$/),
  qrType: z.literal(0),
  amount: z.int().positive(),
  orderId: z.string().min(1).max(13),
  transType: z.literal('C'),
});
const questionSchema = z.object({
  bankAccount: z.string(),
  type: z.union([z.literal(0), z.literal(1)]),
  value: z.string(),
  checkSum: z.string(),
});

const failure = (reply: FastifyReply, message: string) =>
  reply.code(400).send({ status: 'FAILED', message });

const basicOf = ({ username, password }: Credentials): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** The other side of VietQR.vn over real HTTP: tokens both ways, codes, notices, trouble on purpose. */
export const startVietqrVnSimulator = async (
  options: VietqrVnSimulatorOptions,
): Promise<VietqrVnSimulator> => {
  const orders = new Map<string, Order[]>();
  const payments: Payment[] = [];
  const given = new Set<string>();
  const faults: VietqrVnFaults = { lostAnswers: 0, tokensOver: 0, wrongAmount: false };
  const app = Fastify({ logger: false, forceCloseConnections: true });
  // A token is asked for with a type and no body.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body === '' ? {} : (JSON.parse(String(body)) as unknown));
  });

  app.post('/vqr/api/token_generate', (request, reply) => {
    if (request.headers.authorization !== basicOf(options.credentials)) {
      return reply.code(401).send({ status: 'FAILED', message: 'E68' });
    }
    const token = randomUUID();
    given.add(token);
    return { access_token: token, token_type: 'Bearer', expires_in: 300 };
  });

  const isKnown = (request: FastifyRequest): boolean => {
    if (faults.tokensOver > 0) {
      faults.tokensOver -= 1;
      return false;
    }
    return given.has(request.headers.authorization?.replace('Bearer ', '') ?? '');
  };

  app.post('/vqr/api/qr/generate-customer', (request, reply) => {
    if (!isKnown(request)) return failure(reply, 'E74');
    const read = orderSchema.safeParse(request.body);
    if (!read.success) return failure(reply, 'E46');
    const { orderId, bankAccount, amount, userBankName, bankCode } = read.data;
    // Each code gets a trace of its own in front of what was asked for.
    const content = `VQR${randomUUID().slice(0, 8)} ${read.data.content}`.toUpperCase();
    const order = { orderId, bankAccount, amount, content };
    orders.set(orderId, [...(orders.get(orderId) ?? []), order]);
    if (faults.lostAnswers > 0) {
      faults.lostAnswers -= 1;
      return reply.code(502).type('text/html').send('<h1>502 Bad Gateway</h1>');
    }
    const qrCode = encodeVietQr({
      use: 'dynamic',
      bankBin: options.bankBin,
      account: bankAccount,
      service: 'account',
      amount: faults.wrongAmount ? amount * 10 : amount,
      purpose: content,
    });
    return {
      bankCode,
      bankAccount,
      userBankName,
      amount: String(amount),
      content,
      qrCode,
      orderId,
    };
  });

  app.post('/vqr/api/transactions/check-order', (request, reply) => {
    if (!isKnown(request)) return failure(reply, 'E74');
    const read = questionSchema.safeParse(request.body);
    if (!read.success) return failure(reply, 'E46');
    const { bankAccount, type, value, checkSum } = read.data;
    const right = createHash('md5')
      .update(bankAccount + options.credentials.username)
      .digest('hex');
    if (checkSum !== right) return failure(reply, 'E39');
    const found = payments.filter(({ order, referenceNumber }) =>
      type === 0 ? order.orderId === value : referenceNumber === value,
    );
    if (found.length > 0) return reply.send(found.map(statusOf));
    const [waiting] = orders.get(value) ?? [];
    if (waiting === undefined) return failure(reply, 'E96');
    return [
      {
        ...waiting,
        referenceNumber: '',
        transType: 'C',
        timeCreated: 0,
        timePaid: 0,
        status: 0,
        type: 0,
      },
    ];
  });

  const statusOf = ({ order, referenceNumber, amount, at }: Payment) => ({
    referenceNumber,
    orderId: order.orderId,
    amount,
    content: order.content,
    transType: 'C',
    timeCreated: at,
    timePaid: at,
    status: 1,
    type: 0,
  });

  const tell = async (address: string, body: string): Promise<void> => {
    const asked = await fetch(`${address}/api/token_generate`, {
      method: 'POST',
      headers: { authorization: basicOf(options.callback) },
    });
    const { access_token } = z.object({ access_token: z.string() }).parse(await asked.json());
    await fetch(`${address}/bank/api/transaction-sync`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body,
    });
  };

  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    faults,
    orders,
    get tokens() {
      return given.size;
    },
    async pay(orderId, amount) {
      const [order] = orders.get(orderId) ?? [];
      if (order === undefined) throw new RangeError('there is no such order');
      const at = Math.floor(Date.now() / 1000);
      const referenceNumber = `FT${randomUUID().replaceAll('-', '').slice(0, 14).toUpperCase()}`;
      payments.push({ order, referenceNumber, amount, at });
      const body = JSON.stringify({
        bankaccount: order.bankAccount,
        amount,
        transType: 'C',
        content: order.content,
        transactionid: randomUUID(),
        transactiontime: at * 1000,
        referencenumber: referenceNumber,
        orderId,
        sign: '',
      });
      const address = options.callbackUrl?.();
      if (address !== undefined) await tell(address, body);
      return body;
    },
    close: () => app.close(),
  };
};
