import {
  attemptAfter,
  type AttemptEvent,
  type AttemptState,
} from '../../core/billing/attempt-state.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type CodePlace } from '../../core/contract/kiosk-payment.ts';
import { referenceCode } from '../../core/payment/reference-code.ts';
import { type Queryable } from '../storage/database.ts';
import { readBill } from './bills.ts';
import { lockJournal, type Recording } from './journal.ts';
import { endShownCodes } from './shown-codes.ts';

export interface NewAttempt {
  readonly attemptId: string;
  readonly billId: string;
  readonly provider: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
  /** Where its code is seen; absent where it was made for no kiosk. */
  readonly place?: CodePlace | undefined;
}

export interface Attempt {
  readonly attemptId: string;
  readonly billId: string;
  readonly provider: string;
  readonly reference: string;
  /** Whole đồng: what was due when it was opened. */
  readonly amount: number;
  readonly state: AttemptState;
  readonly expiresAt: string;
  /** The account that was made for it alone. */
  readonly virtualAccount?: string;
}

interface AttemptRow {
  readonly attempt_id: string;
  readonly bill_id: string;
  readonly provider: string;
  readonly reference: string;
  readonly amount: number;
  readonly state: AttemptState;
  readonly expires_at: string;
  readonly virtual_account: string | null;
}

const COLUMNS =
  'attempt_id, bill_id, provider, reference, amount, state, expires_at, virtual_account';

const attemptOf = (row: AttemptRow): Attempt => ({
  attemptId: row.attempt_id,
  billId: row.bill_id,
  provider: row.provider,
  reference: row.reference,
  amount: row.amount,
  state: row.state,
  expiresAt: row.expires_at,
  ...(row.virtual_account === null ? {} : { virtualAccount: row.virtual_account }),
});

/** Undefined where there is none of this id. */
export const readAttempt = async (
  tx: Queryable,
  attemptId: string,
): Promise<Attempt | undefined> => {
  const { rows } = await tx.query<AttemptRow>(
    `select ${COLUMNS} from payment_attempt where attempt_id = $1`,
    [attemptId],
  );
  return rows.map(attemptOf)[0];
};

const DRAWS = 5;

/** A code drawn twice is drawn again: there are 17 thousand million of them. */
const insertUnderFreshReference = async (
  tx: Queryable,
  attempt: NewAttempt,
  amount: number,
  draw: () => number,
  { actor, at }: Recording,
): Promise<void> => {
  for (let tries = 0; tries < DRAWS; tries += 1) {
    const { affected } = await tx.query(
      `insert into payment_attempt
         (attempt_id, bill_id, provider, amount, reference, state, opened_at, expires_at, opened_by,
          place)
       values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9) on conflict (reference) do nothing`,
      [
        attempt.attemptId,
        attempt.billId,
        attempt.provider,
        amount,
        referenceCode(draw()),
        at,
        attempt.expiresAt,
        actor,
        attempt.place ?? null,
      ],
    );
    if (affected > 0) return;
  }
  throw new FaultError('internal', 'no free payment reference was drawn');
};

/**
 * Opens an attempt over what the bill still asks for; the one before it ends.
 * @param draw random whole numbers below REFERENCE_CODES.
 * @throws FaultError `not-possible-now` where nothing is due.
 */
export const openAttempt = async (
  tx: Queryable,
  attempt: NewAttempt,
  draw: () => number,
  recording: Recording,
): Promise<Attempt> => {
  await lockJournal(tx);
  const known = await readAttempt(tx, attempt.attemptId);
  if (known !== undefined) return known;
  const bill = await readBill(tx, attempt.billId);
  if (bill.due <= 0) throw new FaultError('not-possible-now', 'nothing is due on this bill');
  await endShownCodes(tx, attempt.billId, recording.at, 'replaced');
  await insertUnderFreshReference(tx, attempt, bill.due, draw, recording);
  const opened = await readAttempt(tx, attempt.attemptId);
  if (opened === undefined) throw new FaultError('internal', 'the attempt was not stored');
  return opened;
};

/** Ends an attempt, or leaves it as it is where it has ended. The bill is not touched. */
export const endAttempt = async (
  tx: Queryable,
  attemptId: string,
  event: Exclude<AttemptEvent, 'money-came'>,
  { at }: Recording,
): Promise<Attempt | undefined> => {
  await lockJournal(tx);
  const attempt = await readAttempt(tx, attemptId);
  if (attempt === undefined) return undefined;
  return settleAttempt(tx, attempt, event, at);
};

/** Writes the state that follows from an event. */
const settleAttempt = async (
  tx: Queryable,
  attempt: Attempt,
  event: AttemptEvent,
  at: string,
): Promise<Attempt> => {
  const state = attemptAfter(attempt.state, event);
  if (state === attempt.state) return attempt;
  await tx.query(
    `update payment_attempt set state = $2, ended_at = coalesce(ended_at, $3) where attempt_id = $1`,
    [attempt.attemptId, state, at],
  );
  return { ...attempt, state };
};

/** The attempts behind references, as far as this hospital gave them out. */
export const attemptsOfReferences = async (
  tx: Queryable,
  references: readonly string[],
): Promise<readonly Attempt[]> => {
  if (references.length === 0) return [];
  const { rows } = await tx.query<AttemptRow>(
    `select ${COLUMNS} from payment_attempt
     where reference = any (array(select value from jsonb_array_elements_text($1::jsonb)))`,
    [JSON.stringify(references)],
  );
  return rows.map(attemptOf);
};

/** The attempt of a bill whose code may be on a screen or a slip. */
export const openAttemptOf = async (
  tx: Queryable,
  billId: string,
): Promise<Attempt | undefined> => {
  const { rows } = await tx.query<AttemptRow>(
    `select ${COLUMNS} from payment_attempt where bill_id = $1 and state = 'open'`,
    [billId],
  );
  return rows.map(attemptOf)[0];
};

/** Attempts that an account was made for, of the accounts that money came to. */
export const attemptsOfAccounts = async (
  tx: Queryable,
  accounts: readonly Pick<Attempt, 'provider' | 'virtualAccount'>[],
): Promise<readonly Attempt[]> => {
  const own = accounts.filter(({ virtualAccount }) => virtualAccount !== undefined);
  if (own.length === 0) return [];
  const { rows } = await tx.query<AttemptRow>(
    `select ${COLUMNS} from payment_attempt where (provider, virtual_account) in (
       select provider, "virtualAccount" from jsonb_to_recordset($1::jsonb)
         as told (provider text, "virtualAccount" text))`,
    [JSON.stringify(own.map(({ provider, virtualAccount }) => ({ provider, virtualAccount })))],
  );
  return rows.map(attemptOf);
};

/** Keeps the account that was made for an attempt. */
export const keepVirtualAccount = async (
  tx: Queryable,
  attemptId: string,
  account: string,
): Promise<void> => {
  await tx.query('update payment_attempt set virtual_account = $2 where attempt_id = $1', [
    attemptId,
    account,
  ]);
};

/** Open attempts whose time is over. */
export const overdueAttempts = async (
  tx: Queryable,
  now: string,
  limit: number,
): Promise<readonly Attempt[]> => {
  const { rows } = await tx.query<AttemptRow>(
    `select ${COLUMNS} from payment_attempt where state = 'open' and expires_at <= $1
     order by expires_at limit $2`,
    [now, limit],
  );
  return rows.map(attemptOf);
};

/**
 * Attempts that ended unpaid after `since` and were not asked about after `askedBefore`: their
 * provider may know of money that no notice told. They count as asked from now on.
 */
export const attemptsToAskAgain = async (
  tx: Queryable,
  { since, askedBefore, now }: Readonly<Record<'since' | 'askedBefore' | 'now', string>>,
  limit: number,
): Promise<readonly Attempt[]> => {
  const { rows } = await tx.query<AttemptRow>(
    `update payment_attempt set looked_at = $3 where attempt_id in (
       select attempt_id from payment_attempt
       where state in ('expired', 'cancelled', 'replaced') and ended_at > $1
         and coalesce(looked_at, ended_at) <= $2
       order by ended_at limit $4 for update skip locked)
     returning ${COLUMNS}`,
    [since, askedBefore, now, limit],
  );
  return rows.map(attemptOf);
};
