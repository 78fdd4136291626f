import { createHash } from 'node:crypto';
import { FaultError } from '../../../core/contract/errors.ts';
import { jsonIn } from '../../../core/contract/json-text.ts';
import { isReferenceCode } from '../../../core/payment/reference-code.ts';
import { decodeVietQr } from '../../../core/payment/vietqr.ts';
import { isSameText } from '../constant-time.ts';
import { believedNotice, type NoticeDoubt, refusedNotice } from '../notice-reading.ts';
import { onceMore } from '../once-more.ts';
import {
  type Credit,
  type NoticeReading,
  type PaymentProvider,
  type QrOrder,
  type RawNotice,
} from '../provider.ts';
import { askProvider, type ProviderAnswer } from '../provider-request.ts';
import { type TransferAccount } from '../vietqr-transfer.ts';
import { isTokenGood, issueToken, TOKEN_SECONDS } from './callback-token.ts';
import {
  createdSchema,
  failureSchema,
  noticeSchema,
  paidAtSchema,
  tokenSchema,
  transactionsSchema,
} from './messages.ts';

/** A name and a password, as HTTP Basic carries them (RFC 7617). */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface VietqrVnOptions {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** The short name VietQR.vn has for the bank: `MB`, `VCB`. */
  readonly bankCode: string;
  readonly to: TransferAccount;
  /** What the hub says to VietQR.vn. */
  readonly credentials: Credentials;
  /** What VietQR.vn says to the hub. */
  readonly callback: Credentials;
  readonly timeoutMs: number;
}

const NAME = 'vietqr-vn';
/** Where it asks for a token and where it tells, below the address it was given. */
const PATHS = { token: 'api/token_generate', notice: 'bank/api/transaction-sync' } as const;
/** "Token không hợp lệ", "Không tìm thấy giao dịch tương ứng". */
const FAILURES = { token: 'E74', unknown: 'E96' } as const;
const PAID = 1;

const basicOf = ({ username, password }: Credentials): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

const replyTo = (failure: string | undefined, reference: string | null) => ({
  error: failure !== undefined,
  errorReason: failure ?? '000',
  toastMessage: failure === undefined ? '' : 'not taken',
  object: reference === null ? null : { reftransactionid: reference },
});

const refused = (why: NoticeDoubt): NoticeReading =>
  refusedNotice(why, replyTo(why === 'unreadable' ? 'E46' : FAILURES.token, null));

interface Told {
  readonly bankReference: string;
  readonly account: string;
  readonly amount: number;
  readonly narrative: string;
  readonly orderId: string;
  readonly paidAt: string;
}

const creditOf = ({ orderId, ...told }: Told): Credit =>
  isReferenceCode(orderId) ? { ...told, reference: orderId } : told;

/** Everything that has come for an order, of what the status says. */
const creditsIn = (json: unknown, account: string): readonly Credit[] => {
  const transactions = transactionsSchema.safeParse(json);
  if (!transactions.success) {
    throw new FaultError('payment-refused', 'VietQR.vn answered with something unreadable');
  }
  return transactions.data.flatMap(one => {
    const paidAt = paidAtSchema.safeParse(one.timePaid);
    const isMoney = one.status === PAID && one.transType === 'C' && one.referenceNumber !== '';
    if (!isMoney || !paidAt.success) return [];
    return creditOf({
      bankReference: one.referenceNumber,
      account,
      amount: one.amount,
      narrative: one.content,
      orderId: one.orderId,
      paidAt: paidAt.data,
    });
  });
};

const readTold = (body: Buffer): NoticeReading => {
  const notice = noticeSchema.safeParse(jsonIn(body.toString('utf8')));
  if (!notice.success) return refused('unreadable');
  const told = notice.data;
  const bankReference = told.referencenumber || `vietqr-${told.transactionid}`;
  if (bankReference === 'vietqr-') return refused('unreadable');
  const reply = replyTo(undefined, bankReference);
  if (told.transtype === 'D') return believedNotice([], reply);
  const credit = creditOf({
    bankReference,
    account: told.bankaccount,
    amount: told.amount,
    narrative: told.content,
    orderId: told.orderid,
    paidAt: told.transactiontime,
  });
  return believedNotice([credit], reply);
};

/**
 * VietQR.vn: a code for each order on the hospital's own account, a notice of each transfer to an
 * address that VietQR.vn asks for a token first, and a status that can be asked. The notice is not
 * signed: its token says whose it is.
 */
export const vietqrVn = (options: VietqrVnOptions): PaymentProvider => {
  const { to, credentials, callback } = options;
  let token: string | undefined;

  const post = (path: string, authorization: string, body?: object): Promise<ProviderAnswer> =>
    askProvider({
      method: 'POST',
      url: `${options.baseUrl}/vqr/api/${path}`,
      headers: { authorization, 'content-type': 'application/json' },
      timeoutMs: options.timeoutMs,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  const newToken = async (): Promise<string> => {
    const answer = tokenSchema.safeParse((await post('token_generate', basicOf(credentials))).json);
    if (!answer.success) {
      throw new FaultError('payment-refused', 'VietQR.vn gives no token for this name');
    }
    token = answer.data.access_token;
    return token;
  };

  /** Undefined where the token is over, which VietQR.vn says in two ways. */
  const askWith = async (bearer: string, path: string, body: object): Promise<unknown> => {
    try {
      const { json } = await post(path, `Bearer ${bearer}`, body);
      return failureSchema.safeParse(json).data?.message === FAILURES.token ? undefined : json;
    } catch (error) {
      if (error instanceof FaultError && error.code === 'payment-refused') return undefined;
      throw error;
    }
  };

  const ask = async (path: string, body: object): Promise<unknown> => {
    const known = token;
    const answer = known === undefined ? undefined : await askWith(known, path, body);
    if (answer !== undefined) return answer;
    const again = await askWith(await newToken(), path, body);
    if (again === undefined) {
      throw new FaultError('payment-refused', 'VietQR.vn refuses its own token');
    }
    return again;
  };

  const create = async ({ reference, amount }: QrOrder) => {
    const json = await ask('qr/generate-customer', {
      bankCode: options.bankCode,
      bankAccount: to.account,
      userBankName: to.accountName,
      content: reference,
      qrType: 0,
      amount,
      orderId: reference,
      transType: 'C',
      terminalCode: '',
      urlLink: '',
      sign: '',
    });
    const created = createdSchema.safeParse(json);
    const reading = decodeVietQr(created.data?.qrCode ?? '');
    if (!created.success || reading.outcome === 'refused' || reading.code.amount !== amount) {
      const failure = failureSchema.safeParse(json).data?.message ?? 'no code over this amount';
      throw new FaultError('payment-refused', `VietQR.vn made no code (${failure.slice(0, 40)})`);
    }
    const { bankBin, account } = reading.code;
    return {
      qr: created.data.qrCode,
      bankBin,
      account,
      accountName: created.data.userBankName ?? to.accountName,
    };
  };

  const doubtOf = ({ headers, receivedAt }: RawNotice): NoticeDoubt | undefined => {
    const [kind, bearer = ''] = headers.authorization?.split(' ') ?? [];
    if (kind !== 'Bearer') return 'not-signed';
    return isTokenGood(bearer, callback.password, receivedAt) ? undefined : 'wrong-signature';
  };

  const giveToken = ({ headers, receivedAt }: RawNotice): NoticeReading => {
    const given = headers.authorization;
    if (given === undefined) return refused('not-signed');
    if (!isSameText(given, basicOf(callback))) return refused('wrong-signature');
    const body = {
      access_token: issueToken(callback.password, receivedAt),
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
    };
    return { outcome: 'answered', reply: { status: 200, body } };
  };

  return {
    name: NAME,
    into: `clearing:${NAME}`,
    // A second code names the same order: whichever is paid, the money finds its bill.
    open: order => onceMore(() => create(order)),
    async look({ reference }) {
      const json = await ask('transactions/check-order', {
        bankAccount: to.account,
        type: 0,
        value: reference,
        checkSum: createHash('md5')
          .update(to.account + credentials.username)
          .digest('hex'),
      });
      const failure = failureSchema.safeParse(json).data?.message;
      if (failure === FAILURES.unknown) return [];
      if (failure !== undefined) {
        throw new FaultError(
          'payment-refused',
          `VietQR.vn does not answer (${failure.slice(0, 40)})`,
        );
      }
      return creditsIn(json, to.account);
    },
    close: () => Promise.resolve(),
    readNotice(notice) {
      if (notice.path === PATHS.token) return giveToken(notice);
      if (notice.path !== PATHS.notice) return refused('unreadable');
      const doubt = doubtOf(notice);
      return doubt === undefined ? readTold(notice.body) : refused(doubt);
    },
  };
};
