import { FaultError } from '../../core/contract/errors.ts';
import { type CodePlace, type PaymentProgress } from '../../core/contract/kiosk-payment.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { instantOf } from '../../core/scheduling/business-day.ts';
import {
  type Credit,
  type NoticeReply,
  type PaymentProvider,
  type QrOrder,
  type QrShown,
  type RawNotice,
} from '../payment-providers/provider.ts';
import { type Database } from '../storage/database.ts';
import { type Billing } from './billing.ts';
import { isContradiction, markContradicted } from './contradictions.ts';
import { createNoticeDesk } from './notice-desk.ts';
import {
  type Attempt,
  attemptsToAskAgain,
  keepVirtualAccount,
  openAttemptOf,
  overdueAttempts,
  readAttempt,
} from './payment-attempts.ts';

/** A code on a screen. */
export interface ShownPayment extends QrShown {
  readonly attemptId: string;
  readonly reference: string;
  /** Whole đồng. */
  readonly amount: number;
  readonly expiresAt: string;
}

export interface CodeWish {
  readonly place: CodePlace;
  /** How long it may be paid. */
  readonly validMs: number;
}

/** Collects payments through a provider: the only place where the hub learns that money came. */
export interface Collection {
  /**
   * Shows a code for what the bill asks for; the attempt before it ends.
   * @throws FaultError of the provider; the attempt has then ended, and another may be opened.
   */
  open(
    attemptId: string,
    billId: string,
    actor: string,
    wish?: Partial<CodeWish>,
  ): Promise<ShownPayment>;
  /** @throws FaultError `not-possible-now` where there is no such attempt. */
  progress(attemptId: string): Promise<PaymentProgress>;
  /** The person does not wait any longer. Money that comes later is booked as ever. */
  end(attemptId: string, actor: string): Promise<PaymentProgress>;
  /** Takes a provider's notice. The reply may be sent: what it promises is durable. */
  notice(providerName: string, notice: RawNotice): Promise<NoticeReply>;
  /** Tells of every notice that was booked here, once it is durable. */
  onMoney(listener: () => void): () => void;
  /** Ends what is over and asks after what ended unpaid. @returns how much money was found. */
  sweep(): Promise<number>;
}

export interface CollectionParts {
  readonly database: Database;
  readonly billing: Billing;
  /** The first one makes the codes; all of them are listened to. */
  readonly providers: readonly [PaymentProvider, ...PaymentProvider[]];
  readonly clock: Clock;
  readonly ids: Ids;
  /** How long a code may be paid. */
  readonly validMs: number;
}

/** A screen asks every three seconds; so does the hub, however many ask it. */
const ASK_EVERY_MS = 3_000;
const SWEEP_SIZE = 50;
const ASK_AGAIN_AFTER_MS = 3_600_000;
const ASK_AGAIN_FOR_MS = 48 * 3_600_000;

/** What was told of one attempt. */
interface Told {
  readonly transfers: number;
  readonly received: number;
  readonly unallocated: number;
  readonly paid_at: string | null;
}

const orderOf = ({ reference, amount, expiresAt }: Attempt): QrOrder => ({
  reference,
  amount,
  expiresAt,
});

export const createCollection = (parts: CollectionParts): Collection => {
  const { database, billing, providers, clock, ids } = parts;
  const byName = new Map(providers.map(provider => [provider.name, provider]));
  const noticeDesk = createNoticeDesk({ database, clock, ids });
  const askedAt = new Map<string, number>();
  const listeners = new Set<() => void>();

  const attemptOf = async (attemptId: string): Promise<Attempt> => {
    const attempt = await readAttempt(database, attemptId);
    if (attempt === undefined) throw new FaultError('not-possible-now', 'there is no such attempt');
    return attempt;
  };

  /** @returns how many of them were new. */
  const book = async (provider: PaymentProvider, credits: readonly Credit[]): Promise<number> => {
    if (credits.length === 0) return 0;
    const told = credits.map(credit => ({
      ...credit,
      paymentId: ids.uuid(),
      provider: provider.name,
      into: provider.into,
    }));
    let found = 0;
    for (const money of told) {
      try {
        const [receipt] = await billing.receive([money], `provider:${provider.name}`);
        if (receipt?.isNew === true) found += 1;
      } catch (error) {
        if (!isContradiction(error)) throw error;
        await markContradicted(database, [money]);
      }
    }
    return found;
  };

  const ask = async (attempt: Attempt): Promise<number> => {
    const provider = byName.get(attempt.provider);
    const credits = await provider?.look(orderOf(attempt));
    return provider === undefined || credits === undefined ? 0 : book(provider, credits);
  };

  /** A provider that is away must not keep the screen from what is known here. */
  const askQuietly = (attempt: Attempt): Promise<number> => ask(attempt).catch(() => 0);

  const closeQuietly = async (attempt: Attempt): Promise<void> => {
    await byName
      .get(attempt.provider)
      ?.close(orderOf(attempt))
      .catch(() => undefined);
  };

  const progressOf = async (attemptId: string): Promise<PaymentProgress> => {
    const attempt = await attemptOf(attemptId);
    const bill = await billing.bill(attempt.billId);
    const { rows } = await database.query<Told>(
      `select count(*)::int as transfers, coalesce(sum(payment.amount), 0) as received,
         coalesce(sum(unallocated), 0) as unallocated, max(paid_at) as paid_at
       from payment join payment_balance using (payment_id) where attempt_id = $1`,
      [attemptId],
    );
    const { transfers = 0, received = 0, unallocated = 0, paid_at = null } = rows[0] ?? {};
    return {
      attempt: attempt.state,
      bill: bill.state,
      due: bill.due,
      received,
      transfers,
      unallocated,
      ...(paid_at === null ? {} : { paidAt: paid_at }),
    };
  };

  const mayAsk = (attempt: Attempt): boolean => {
    const now = clock.now();
    if (attempt.state === 'paid') return false;
    if (now - (askedAt.get(attempt.attemptId) ?? Number.NEGATIVE_INFINITY) < ASK_EVERY_MS) {
      return false;
    }
    askedAt.set(attempt.attemptId, now);
    return true;
  };

  const endOverdue = async (): Promise<number> => {
    const now = instantOf(clock.now());
    let found = 0;
    for (const attempt of await overdueAttempts(database, now, SWEEP_SIZE)) {
      found += await askQuietly(attempt);
      await billing.endAttempt(attempt.attemptId, 'time-over', 'hub');
      await closeQuietly(attempt);
      askedAt.delete(attempt.attemptId);
    }
    return found;
  };

  return {
    async open(attemptId, billId, actor, { place, validMs = parts.validMs } = {}) {
      const [provider] = providers;
      const expiresAt = instantOf(clock.now() + validMs);
      const before = await openAttemptOf(database, billId);
      const attempt = await billing.openAttempt(
        { attemptId, billId, provider: provider.name, expiresAt, place },
        actor,
      );
      // Nobody should pay the code that was shown before this one.
      if (before !== undefined && before.attemptId !== attemptId) await closeQuietly(before);
      try {
        const shown = await provider.open(orderOf(attempt));
        if (shown.isOwn === true && shown.account !== undefined) {
          await keepVirtualAccount(database, attemptId, shown.account);
        }
        const { reference, amount } = attempt;
        return { ...shown, attemptId, reference, amount, expiresAt: attempt.expiresAt };
      } catch (error) {
        await billing.endAttempt(attemptId, 'cancelled-by-person', 'hub');
        throw error;
      }
    },
    async progress(attemptId) {
      const attempt = await attemptOf(attemptId);
      if (mayAsk(attempt)) await askQuietly(attempt);
      return progressOf(attemptId);
    },
    async end(attemptId, actor) {
      const attempt = await attemptOf(attemptId);
      await askQuietly(attempt);
      await billing.endAttempt(attemptId, 'cancelled-by-person', actor);
      await closeQuietly(attempt);
      askedAt.delete(attemptId);
      return progressOf(attemptId);
    },
    async notice(providerName, notice) {
      const provider = byName.get(providerName);
      if (provider === undefined) return { status: 404, body: { success: false } };
      const reply = await noticeDesk.take(provider, notice);
      for (const listener of [...listeners]) listener();
      return reply;
    },
    onMoney(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async sweep() {
      const now = clock.now();
      let found = await endOverdue();
      const again = await attemptsToAskAgain(
        database,
        {
          since: instantOf(now - ASK_AGAIN_FOR_MS),
          askedBefore: instantOf(now - ASK_AGAIN_AFTER_MS),
          now: instantOf(now),
        },
        SWEEP_SIZE,
      );
      for (const attempt of again) found += await askQuietly(attempt);
      return found;
    },
  };
};
