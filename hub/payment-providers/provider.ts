import { type IncomingHttpHeaders } from 'node:http';
import type { MoneyAccount } from '../../core/billing/account.ts';

/** One code to be shown: what an attempt asks for. */
export interface QrOrder {
  /** The hospital's own reference, `KC…`: it names the order at the provider too. */
  readonly reference: string;
  /** Whole đồng. */
  readonly amount: number;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/** What a patient scans, and sees beside it. */
export interface QrShown {
  /** Text of the code (VietQR). */
  readonly qr: string;
  /** Six digits of the bank, and the account, where the code names one. */
  readonly bankBin?: string;
  readonly account?: string;
  /** Who is paid, as the banking app will show it. */
  readonly accountName: string;
  /** The account was made for this order: whatever comes to it is for it. */
  readonly isOwn?: boolean;
}

/** Money that came, as the provider tells it. */
export interface Credit {
  /** The bank's or provider's own number of it: the same money has the same one for ever. */
  readonly bankReference: string;
  readonly account: string;
  /** Whole đồng. */
  readonly amount: number;
  readonly narrative: string;
  /** Where the provider says which order it was for. */
  readonly reference?: string;
  /** The account made for one order that it came to. */
  readonly virtualAccount?: string;
  /** ISO 8601 in UTC. */
  readonly paidAt: string;
}

/** A request to the hub's address for notices, untouched. */
export interface RawNotice {
  /** What follows the provider's name in the address, without a slash in front. */
  readonly path?: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

export interface NoticeReply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a notice says; only a signed one says anything. */
export type NoticeReading =
  /** To be answered only once the credits are durable. */
  | {
      readonly outcome: 'credits';
      readonly credits: readonly Credit[];
      /** Money of which it says that it did not come. */
      readonly denied?: readonly Pick<Credit, 'account' | 'bankReference'>[];
      readonly reply: NoticeReply;
    }
  /** Says nothing of money: a provider that asks for a token before it tells. */
  | { readonly outcome: 'answered'; readonly reply: NoticeReply }
  | {
      readonly outcome: 'refused';
      readonly why: 'not-signed' | 'wrong-signature' | 'too-old' | 'unreadable';
      readonly reply: NoticeReply;
    };

/**
 * Who makes payment codes and says that they were paid.
 * @throws FaultError from every method that asks the provider: `payment-unreachable` where nothing
 *   happened, `payment-timeout` where it may have, `payment-refused` where repeating cannot help.
 */
export interface PaymentProvider {
  readonly name: string;
  /** Where its money stands until a bank statement shows it. */
  readonly into: MoneyAccount;
  /** Makes the code. The same order again is the same code, also where the first answer was lost. */
  open(order: QrOrder): Promise<QrShown>;
  /** What came for an order so far; undefined where this provider cannot be asked. */
  look(order: QrOrder): Promise<readonly Credit[] | undefined>;
  /** Nobody should pay it any more. Money that comes all the same is told as ever. */
  close(order: QrOrder): Promise<void>;
  /** Verifies the bytes as they came. Any bytes get an answer. */
  readNotice(notice: RawNotice): NoticeReading;
}
