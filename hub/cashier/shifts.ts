import { type CashCount, sumOfCash } from '../../core/cash/cash-count.ts';
import type { CashAccount } from '../../core/billing/account.ts';
import {
  cashHandedOver,
  cashOver,
  cashShort,
  floatTaken,
} from '../../core/billing/journal-entry.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { BusinessDay } from '../../core/contract/primitives.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { appendEntries, lockJournal, type Recording } from '../billing/journal.ts';
import { type Queryable } from '../storage/database.ts';

export interface NewShift {
  readonly shiftId: string;
  /** Which drawer, by its name. */
  readonly drawer: string;
  readonly counted: CashCount;
}

export interface Shift {
  readonly shiftId: string;
  /** Without gaps, from 1. */
  readonly shiftNo: number;
  readonly drawer: string;
  readonly cashier: string;
  readonly day: BusinessDay;
  readonly openedAt: string;
  readonly countedOpen: CashCount;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  readonly countedClose: CashCount | null;
  /** Whole đồng counted above what should have been there. */
  readonly difference: number | null;
  readonly reason: string | null;
}

const COLUMNS = `shift_id as "shiftId", shift_no as "shiftNo", drawer, cashier, day,
  opened_at as "openedAt", counted_open as "countedOpen", closed_at as "closedAt",
  closed_by as "closedBy", counted_close as "countedClose", difference, reason`;

export const cashAccountOf = (shiftId: string): CashAccount => `cash:${shiftId}`;

/** @throws FaultError `not-possible-now` where there is no such shift. */
export const readShift = async (tx: Queryable, shiftId: string): Promise<Shift> => {
  const { rows } = await tx.query<Shift>(`select ${COLUMNS} from cash_shift where shift_id = $1`, [
    shiftId,
  ]);
  const [shift] = rows;
  if (shift === undefined) throw new FaultError('not-possible-now', 'there is no such shift');
  return shift;
};

/** @throws FaultError `not-possible-now` where it is closed. */
export const readOpenShift = async (tx: Queryable, shiftId: string): Promise<Shift> => {
  const shift = await readShift(tx, shiftId);
  if (shift.closedAt !== null) throw new FaultError('not-possible-now', 'the shift is closed');
  return shift;
};

/** The latest first. */
export const listShifts = async (tx: Queryable, limit: number): Promise<readonly Shift[]> => {
  const { rows } = await tx.query<Shift>(
    `select ${COLUMNS} from cash_shift order by shift_no desc limit $1`,
    [limit],
  );
  return rows;
};

/** Whole đồng that should be in the drawer. */
export const expectedCash = async (tx: Queryable, shiftId: string): Promise<number> => {
  const { rows } = await tx.query<{ balance: number | null }>(
    'select sum(amount) as balance from journal_posting where account = $1',
    [cashAccountOf(shiftId)],
  );
  return rows[0]?.balance ?? 0;
};

/**
 * Opens a shift with what was counted into the drawer; the same id again is the same shift.
 * @throws FaultError `not-possible-now` where drawer or cashier have an open shift.
 */
export const openShift = async (
  tx: Queryable,
  { shiftId, drawer, counted }: NewShift,
  recording: Recording,
): Promise<Shift> => {
  const head = await lockJournal(tx);
  const { actor, at } = recording;
  const { rows } = await tx.query<{ shift_id: string }>(
    `select shift_id from cash_shift where shift_id = $1
       or (closed_at is null and (drawer = $2 or cashier = $3))`,
    [shiftId, drawer, actor],
  );
  if (rows.some(row => row.shift_id === shiftId)) return readShift(tx, shiftId);
  if (rows.length > 0) {
    throw new FaultError('not-possible-now', 'the drawer or its cashier has an open shift');
  }
  await tx.query(
    `insert into cash_shift (shift_id, shift_no, drawer, cashier, opened_at, day, counted_open)
     select $1, coalesce(max(shift_no), 0) + 1, $2, $3, $4, $5, $6::jsonb from cash_shift`,
    [shiftId, drawer, actor, at, businessDayOf(at), JSON.stringify(counted)],
  );
  const float = sumOfCash(counted);
  if (float > 0) {
    await appendEntries(tx, head, [floatTaken(cashAccountOf(shiftId), float)], recording);
  }
  return readShift(tx, shiftId);
};

export interface ShiftCount {
  readonly shiftId: string;
  readonly counted: CashCount;
  /** Needed where what was counted is not what should be there. */
  readonly reason?: string;
  /** What the drawer should hold, as it was shown: the reason was given for that difference. */
  readonly expected?: number;
}

/**
 * Books what was counted and hands it over; the drawer is empty afterwards.
 * @throws FaultError `not-possible-now` where it is closed or holds another amount than was shown,
 *   `bad-request` where a difference has no reason.
 */
export const closeDrawer = async (
  tx: Queryable,
  { shiftId, counted, reason = '', expected: shown }: ShiftCount,
  recording: Recording,
): Promise<Shift> => {
  const head = await lockJournal(tx);
  await readOpenShift(tx, shiftId);
  const account = cashAccountOf(shiftId);
  const sum = sumOfCash(counted);
  const expected = await expectedCash(tx, shiftId);
  if (shown !== undefined && shown !== expected) {
    throw new FaultError('not-possible-now', 'the drawer should hold another amount by now');
  }
  const difference = sum - expected;
  if (difference !== 0 && reason.trim() === '') {
    throw new FaultError('bad-request', 'a difference needs a reason');
  }
  const entries = [
    ...(difference > 0 ? [cashOver(account, difference)] : []),
    ...(difference < 0 ? [cashShort(account, -difference)] : []),
    ...(sum > 0 ? [cashHandedOver(account, sum)] : []),
  ];
  if (entries.length > 0) await appendEntries(tx, head, entries, recording);
  await tx.query(
    `update cash_shift set closed_at = $2, closed_by = $3, counted_close = $4::jsonb,
       difference = $5, reason = $6 where shift_id = $1`,
    [
      shiftId,
      recording.at,
      recording.actor,
      JSON.stringify(counted),
      difference,
      difference === 0 ? null : reason.trim(),
    ],
  );
  return readShift(tx, shiftId);
};
