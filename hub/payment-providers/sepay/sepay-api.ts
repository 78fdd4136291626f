import { z } from 'zod';
import { FaultError } from '../../../core/contract/errors.ts';
import { parseDongAmount } from '../../../core/statement/dong-amount.ts';
import { type Credit } from '../provider.ts';
import { askProvider, type ProviderAnswer } from '../provider-request.ts';
import { instantOfVietnamTime } from '../vietnam-time.ts';

/** SePay's API v2 (`userapi.sepay.vn`): lines of the account, and orders with accounts of their own. */
export interface SepayApiOptions {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly token: string;
  /** What SePay calls the hospital's account (`ba_xid`). */
  readonly bankAccountId: string;
  readonly timeoutMs: number;
}

/** What a new order is made from; which of the last two is asked for depends on the bank. */
export interface NewOrder {
  readonly order_code: string;
  readonly amount: number;
  /** Seconds. */
  readonly duration: number;
  readonly tid?: string;
  readonly va_prefix?: string;
}

/** An account for one order. */
export interface VirtualAccount {
  readonly number: string;
  readonly holder: string;
  /** Whole đồng. */
  readonly amount: number;
}

export interface SepayApi {
  /** Money that came with this text in what the transfer says. */
  transactionsWith(text: string): Promise<readonly Credit[]>;
  /** @returns undefined where SePay does not make it: there may be one of this code. */
  createOrder(order: NewOrder): Promise<VirtualAccount | undefined>;
  /** @returns undefined where there is none of this code. */
  findOrder(orderCode: string): Promise<VirtualAccount | undefined>;
  cancelOrder(orderCode: string): Promise<void>;
}

const MOST = 100;

const numberOrText = z.union([z.number(), z.string()]).transform(String);

const transactionsSchema = z.object({
  data: z.array(
    z.object({
      transaction_date: z.string(),
      account_number: z.string().min(1).max(50),
      amount_in: numberOrText,
      transaction_content: z.string().max(2000).nullish(),
      reference_number: z.string().max(200).nullish(),
    }),
  ),
});

const createdSchema = z.object({
  data: z.object({
    order_code: z.string(),
    amount: z.int().positive(),
    va_number: z.string().min(1),
    va_holder_name: z.string().nullish(),
    account_holder_name: z.string(),
  }),
});

const ordersSchema = z.object({
  data: z.array(z.object({ id: z.string().min(1), order_code: z.string() })),
});

const orderSchema = z.object({
  data: z.object({
    amount: z.int().positive(),
    account_holder_name: z.string(),
    va: z.array(z.object({ va_number: z.string().min(1), va_holder_name: z.string().nullish() })),
  }),
});

/** A line without the bank's reference is left to the notice, which alone has the number it is known by. */
const creditOf = (line: z.infer<typeof transactionsSchema>['data'][number]): readonly Credit[] => {
  const paidAt = instantOfVietnamTime(line.transaction_date);
  const amount = parseDongAmount(line.amount_in) ?? 0;
  const bankReference = line.reference_number ?? '';
  if (paidAt === undefined || amount <= 0 || bankReference === '') return [];
  return [
    {
      bankReference,
      account: line.account_number,
      amount,
      narrative: line.transaction_content ?? '',
      paidAt,
    },
  ];
};

const read = <T>(schema: z.ZodType<T>, { json }: ProviderAnswer): T => {
  const answer = schema.safeParse(json);
  if (answer.success) return answer.data;
  throw new FaultError('payment-refused', 'SePay answered with something unreadable');
};

/** @throws FaultError from each call, as every provider. */
export const sepayApi = (options: SepayApiOptions): SepayApi => {
  const ordersPath = `/v2/bank-accounts/${options.bankAccountId}/orders`;

  const ask = (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<ProviderAnswer> =>
    askProvider({
      method,
      url: `${options.baseUrl}${path}`,
      headers: {
        authorization: `Bearer ${options.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      timeoutMs: options.timeoutMs,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  /** The list has no question for a code; the latest orders come first. */
  const orderIdOf = async (orderCode: string): Promise<string | undefined> => {
    const { data } = read(ordersSchema, await ask('GET', `${ordersPath}?per_page=${MOST}`));
    return data.find(order => order.order_code === orderCode)?.id;
  };

  return {
    async transactionsWith(text) {
      const query = new URLSearchParams({
        bank_account_id: options.bankAccountId,
        transaction_content: text,
        transfer_type: 'in',
        per_page: String(MOST),
      });
      const { data } = read(
        transactionsSchema,
        await ask('GET', `/v2/transactions?${query.toString()}`),
      );
      return data.flatMap(creditOf);
    },
    async createOrder(order) {
      const answer = await ask('POST', ordersPath, { ...order, with_qrcode: '0' });
      if (answer.status >= 400) return undefined;
      const { data } = read(createdSchema, answer);
      const holder = data.va_holder_name ?? data.account_holder_name;
      return { number: data.va_number, holder, amount: data.amount };
    },
    async findOrder(orderCode) {
      const id = await orderIdOf(orderCode);
      if (id === undefined) return undefined;
      const { data } = read(orderSchema, await ask('GET', `${ordersPath}/${id}`));
      const [account] = data.va;
      if (account === undefined) return undefined;
      const holder = account.va_holder_name ?? data.account_holder_name;
      return { number: account.va_number, holder, amount: data.amount };
    },
    async cancelOrder(orderCode) {
      const id = await orderIdOf(orderCode);
      if (id !== undefined) await ask('DELETE', `${ordersPath}/${id}`);
    },
  };
};
