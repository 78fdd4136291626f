import { setImmediate as nextTurn } from 'node:timers/promises';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { instantOf } from '../../core/scheduling/business-day.ts';
import {
  type Credit,
  type NoticeReply,
  type PaymentProvider,
  type RawNotice,
} from '../payment-providers/provider.ts';
import { type Database, type Queryable } from '../storage/database.ts';
import { isContradiction, markContradicted, type ToldAgain } from './contradictions.ts';
import { lockJournal } from './journal.ts';
import { type ReceivedMoney, receiveMoney } from './receipts.ts';

/** Takes what providers send by themselves. */
export interface NoticeDesk {
  /** The reply may be sent: what it promises is durable. */
  take(provider: PaymentProvider, notice: RawNotice): Promise<NoticeReply>;
}

interface Waiting {
  readonly provider: PaymentProvider;
  readonly notice: RawNotice;
  /** `taken`, or why it was refused. */
  readonly outcome: string;
  readonly credits: readonly Credit[];
  /** What of it was booked before and is told otherwise, or not at all. */
  readonly denied: readonly ToldAgain[];
  readonly settle: (failure?: unknown) => void;
}

/** Notices stored by one transaction at most. */
const BATCH = 200;

const KEEP = `
  insert into payment_notice (notice_id, provider, received_at, body, outcome, credits)
  select "noticeId", provider, "receivedAt", body, outcome, credits
  from jsonb_to_recordset($1::jsonb) as told ("noticeId" uuid, provider text,
    "receivedAt" timestamptz, body text, outcome text, credits integer)`;

/**
 * Notices that come while others are being stored are stored together, since each waits for the same
 * disk. One that cannot be booked does not keep the others from it.
 */
export const createNoticeDesk = (parts: {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}): NoticeDesk => {
  const { database, clock, ids } = parts;
  let queue: Waiting[] = [];
  let isBusy = false;

  const keep = (tx: Queryable, batch: readonly Waiting[]) =>
    tx.query(KEEP, [
      JSON.stringify(
        batch.map(({ provider, notice, outcome, credits }) => ({
          noticeId: ids.uuid(),
          provider: provider.name,
          receivedAt: instantOf(notice.receivedAt),
          body: notice.body.toString('base64'),
          outcome,
          credits: credits.length,
        })),
      ),
    ]);

  const moneyOf = ({ provider, credits }: Waiting): readonly ReceivedMoney[] =>
    credits.map(credit => ({
      ...credit,
      paymentId: ids.uuid(),
      provider: provider.name,
      into: provider.into,
    }));

  const book = (batch: readonly Waiting[]): Promise<void> =>
    database.transaction(async tx => {
      await keep(tx, batch);
      const told = batch.flatMap(moneyOf);
      const recording = { actor: 'provider', at: instantOf(clock.now()) };
      if (told.length > 0) await receiveMoney(tx, told, recording);
      await markContradicted(
        tx,
        batch.flatMap(({ denied }) => denied),
      );
    });

  /** Kept for a person; the provider hears that it need not send it again. */
  const keepContradiction = (one: Waiting): Promise<void> =>
    database.transaction(async tx => {
      await keep(tx, [{ ...one, outcome: 'contradicts-earlier', credits: [] }]);
      await lockJournal(tx);
      await markContradicted(tx, moneyOf(one));
    });

  const bookOne = async (one: Waiting): Promise<void> => {
    try {
      await book([one]);
    } catch (error) {
      if (!isContradiction(error)) throw error;
      await keepContradiction(one);
    }
  };

  const bookBatch = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      await book(batch);
    } catch (error) {
      if (batch.length === 1 && !isContradiction(error)) throw error;
      for (const one of batch) await bookOne(one).then(() => one.settle(), one.settle);
      return;
    }
    for (const { settle } of batch) settle();
  };

  const work = async (): Promise<void> => {
    isBusy = true;
    while (queue.length > 0) {
      // Whoever was answered just now, or called in the same moment, comes along.
      await nextTurn();
      const batch = queue.slice(0, BATCH);
      queue = queue.slice(BATCH);
      await bookBatch(batch).catch((error: unknown) => {
        for (const { settle } of batch) settle(error);
      });
    }
    isBusy = false;
  };

  return {
    take: (provider, notice) =>
      new Promise((resolve, reject) => {
        const reading = provider.readNotice(notice);
        if (reading.outcome === 'answered') {
          resolve(reading.reply);
          return;
        }
        const isTaken = reading.outcome === 'credits';
        queue.push({
          provider,
          notice,
          outcome: isTaken ? 'taken' : reading.why,
          credits: isTaken ? reading.credits : [],
          denied: (isTaken ? (reading.denied ?? []) : []).map(({ account, bankReference }) => ({
            provider: provider.name,
            account,
            bankReference,
          })),
          settle: failure => {
            if (failure === undefined) resolve(reading.reply);
            else reject(asError(failure));
          },
        });
        if (!isBusy) void work();
      }),
  };
};

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new FaultError('internal', 'a notice could not be stored');

const DAY_MS = 86_400_000;

/** Notices name payers: they go once nobody asks about them any more. */
export const forgetOldNotices = async (
  database: Queryable,
  now: number,
  days: number,
): Promise<void> => {
  const before = instantOf(now - days * DAY_MS);
  await database.query('delete from payment_notice where received_at < $1', [before]);
};
