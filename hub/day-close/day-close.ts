import {
  type DayDifference,
  type DayDifferenceKind,
  unexplainedOf,
} from '../../core/billing/day-difference.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { BusinessDay } from '../../core/contract/primitives.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { lockJournal, type Recording } from '../billing/journal.ts';
import { brokenSeal, FIRST_HASH, sealOf } from '../billing/sealed-text.ts';
import { type Queryable } from '../storage/database.ts';
import { accountsOfDay, type DayAccount, type DaySides, sidesOfDay } from './day-books.ts';
import { differencesOfDay } from './day-differences.ts';

/** What is signed at the end of a day. */
export interface DayBooks {
  readonly day: BusinessDay;
  readonly sides: DaySides;
  readonly accounts: readonly DayAccount[];
  readonly differences: readonly DayDifference[];
}

/** The end of the journal at that moment: it proves all that is before. */
interface SignedBooks extends DayBooks {
  readonly journal: { readonly entryNo: number; readonly hash: string };
}

export interface DaySignature {
  /** Without gaps, from 1. */
  readonly closeNo: number;
  readonly by: string;
  readonly at: string;
  readonly hash: string;
}

export interface DayStatus extends DayBooks {
  /** Null while the books are open. */
  readonly signature: DaySignature | null;
  readonly isLocked: boolean;
  /** A later day was signed without this one: its books went with that day's. */
  readonly lockedWith: BusinessDay | null;
}

interface CloseRow {
  readonly day: BusinessDay;
  readonly close_no: number;
  readonly signed_by: string;
  readonly signed_at: string;
  readonly content: string;
  readonly previous_hash: string;
  readonly hash: string;
}

const CLOSES =
  'select day, close_no, signed_by, signed_at, content, previous_hash, hash from day_close';

const booksOf = async (tx: Queryable, day: BusinessDay): Promise<DayBooks> => ({
  day,
  sides: await sidesOfDay(tx, day),
  accounts: await accountsOfDay(tx, day),
  differences: await differencesOfDay(tx, day),
});

/** As it was signed, or as the books are now. */
export const dayStatus = async (tx: Queryable, day: BusinessDay): Promise<DayStatus> => {
  const { rows } = await tx.query<CloseRow>(`${CLOSES} where day >= $1 order by day limit 1`, [
    day,
  ]);
  const [close] = rows;
  if (close?.day !== day) {
    const lockedWith = close?.day ?? null;
    return {
      ...(await booksOf(tx, day)),
      signature: null,
      isLocked: lockedWith !== null,
      lockedWith,
    };
  }
  const { sides, accounts, differences } = JSON.parse(close.content) as SignedBooks;
  return {
    day,
    sides,
    accounts,
    differences,
    signature: {
      closeNo: close.close_no,
      by: close.signed_by,
      at: close.signed_at,
      hash: close.hash,
    },
    isLocked: true,
    lockedWith: null,
  };
};

export interface NewExplanation {
  readonly explanationId: string;
  readonly day: BusinessDay;
  readonly kind: DayDifferenceKind;
  readonly subject: string;
  /** Whole đồng, as it was shown: what changes meanwhile is not explained by it. */
  readonly amount: number;
  readonly reason: string;
}

const DAY_CLOSED = 'the books of this day are closed';

/** Everything that differs while the books are open. @throws FaultError `not-possible-now` */
const openDifferences = async (
  tx: Queryable,
  day: BusinessDay,
): Promise<readonly DayDifference[]> => {
  const { openFrom } = await lockJournal(tx);
  if (openFrom !== undefined && day < openFrom) {
    throw new FaultError('not-possible-now', DAY_CLOSED);
  }
  return differencesOfDay(tx, day);
};

/**
 * A person says why something differs. The same id again is the same word.
 * @throws FaultError `not-possible-now` where it does not differ so, or the day is closed.
 */
export const explainDifference = async (
  tx: Queryable,
  { explanationId, day, kind, subject, amount, reason }: NewExplanation,
  { actor, at }: Recording,
): Promise<void> => {
  const isThere = (await openDifferences(tx, day)).some(
    one => one.kind === kind && one.subject === subject && one.amount === amount,
  );
  if (!isThere || kind === 'shift-open') {
    throw new FaultError('not-possible-now', 'there is no such difference to explain');
  }
  await tx.query(
    `insert into day_explanation (explanation_id, day, kind, subject, amount, reason,
       explained_by, explained_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (explanation_id) do nothing`,
    [explanationId, day, kind, subject, amount, reason, actor, at],
  );
};

/** One word for all that nobody has explained. */
export interface CommonExplanation {
  readonly day: BusinessDay;
  readonly kind: DayDifferenceKind;
  /** As many and as much as was shown: what came since is not explained by it. */
  readonly number: number;
  readonly amount: number;
  readonly reason: string;
}

/**
 * Says the same of every difference of a kind that is not explained, each for its own amount.
 * @throws FaultError `not-possible-now` where they are others by now, or the day is closed.
 */
export const explainDifferences = async (
  tx: Queryable,
  { day, kind, number, amount, reason }: CommonExplanation,
  { actor, at }: Recording,
): Promise<void> => {
  const open = unexplainedOf(await openDifferences(tx, day)).filter(one => one.kind === kind);
  const sum = open.reduce((all, one) => all + one.amount, 0);
  if (kind === 'shift-open' || open.length !== number || sum !== amount) {
    throw new FaultError('not-possible-now', 'other differences are to explain by now');
  }
  await tx.query(
    `insert into day_explanation (explanation_id, day, kind, subject, amount, reason,
       explained_by, explained_at)
     select gen_random_uuid(), $1, $2, subject, amount, $3, $4, $5
     from jsonb_to_recordset($6::jsonb) as each (subject text, amount bigint)`,
    [day, kind, reason, actor, at, JSON.stringify(open)],
  );
};

/**
 * Signs a day: from now on nothing is booked into it or before it. Signing it again changes nothing.
 * @throws FaultError `not-possible-now` where something is not explained, the day is still to come, or
 *   a later one is signed.
 */
export const signDay = async (
  tx: Queryable,
  day: BusinessDay,
  { actor, at }: Recording,
): Promise<DayStatus> => {
  const head = await lockJournal(tx);
  const status = await dayStatus(tx, day);
  if (status.signature !== null) return status;
  if (status.isLocked) throw new FaultError('not-possible-now', 'a later day is signed');
  if (day > businessDayOf(at)) throw new FaultError('not-possible-now', 'the day is to come');
  const open = unexplainedOf(status.differences);
  if (open.length > 0) {
    throw new FaultError('not-possible-now', `${open.length} differences are not explained`);
  }
  const { sides, accounts, differences } = status;
  const journal = { entryNo: head.entryNo, hash: head.hash };
  const signed: SignedBooks = { day, sides, accounts, differences, journal };
  const { rows } = await tx.query<CloseRow>(`${CLOSES} order by close_no desc limit 1`);
  const closeNo = (rows[0]?.close_no ?? 0) + 1;
  const previousHash = rows[0]?.hash ?? FIRST_HASH;
  const content = JSON.stringify(signed);
  await tx.query(
    `insert into day_close (day, close_no, signed_by, signed_at, content, previous_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      day,
      closeNo,
      actor,
      at,
      content,
      previousHash,
      sealOf({ kind: 'day', number: closeNo, content, previousHash }),
    ],
  );
  return dayStatus(tx, day);
};

/** @returns the number of the first signed day that is not as it was signed, or undefined. */
export const brokenDay = async (tx: Queryable): Promise<number | undefined> => {
  const { rows } = await tx.query<CloseRow>(`${CLOSES} order by close_no`);
  return brokenSeal(
    rows.map(row => ({
      kind: 'day',
      number: row.close_no,
      content: row.content,
      previousHash: row.previous_hash,
      hash: row.hash,
    })),
  );
};
