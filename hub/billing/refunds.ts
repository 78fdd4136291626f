import type { CashAccount } from '../../core/billing/account.ts';
import {
  refundApproved,
  refundPaid,
  refundShown,
  refundShownReversed,
} from '../../core/billing/journal-entry.ts';
import {
  refundAfter,
  type RefundEvent,
  type RefundState,
} from '../../core/billing/refund-state.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Queryable } from '../storage/database.ts';
import { appendEntries, type DatedEntry, lockJournal, type Recording } from './journal.ts';
import { readPayment } from './payments.ts';

export interface NewRefund {
  readonly refundId: string;
  readonly paymentId: string;
  /** Whole đồng, at most what of the payment belongs to no bill. */
  readonly amount: number;
  readonly reason: string;
}

export interface Refund {
  readonly refundId: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly state: RefundState;
  readonly requestedBy: string;
}

interface RefundRow {
  readonly refund_id: string;
  readonly payment_id: string;
  readonly amount: number;
  readonly state: RefundState;
  readonly requested_by: string;
}

const readRefund = async (tx: Queryable, refundId: string): Promise<Refund | undefined> => {
  const { rows } = await tx.query<RefundRow>(
    'select refund_id, payment_id, amount, state, requested_by from refund where refund_id = $1',
    [refundId],
  );
  const [row] = rows;
  return row === undefined
    ? undefined
    : {
        refundId: row.refund_id,
        paymentId: row.payment_id,
        amount: row.amount,
        state: row.state,
        requestedBy: row.requested_by,
      };
};

const stateAfter = (refund: Refund | undefined, event: RefundEvent): RefundState => {
  const next = refund === undefined ? undefined : refundAfter(refund.state, event);
  if (next === undefined)
    throw new FaultError('not-possible-now', 'the refund is not at this step');
  return next;
};

/** @throws FaultError `not-possible-now` where so much does not wait in suspense. */
export const requestRefund = async (
  tx: Queryable,
  { refundId, paymentId, amount, reason }: NewRefund,
  { actor, at }: Recording,
): Promise<Refund> => {
  await lockJournal(tx);
  const known = await readRefund(tx, refundId);
  if (known !== undefined) return known;
  const payment = await readPayment(tx, paymentId);
  if (amount > payment.unallocated) {
    throw new FaultError('not-possible-now', 'so much of the payment does not wait for a bill');
  }
  await tx.query(
    `insert into refund (refund_id, payment_id, amount, state, reason, requested_by, requested_at)
     values ($1, $2, $3, 'requested', $4, $5, $6)`,
    [refundId, paymentId, amount, reason, actor, at],
  );
  return { refundId, paymentId, amount, state: 'requested', requestedBy: actor };
};

/**
 * The second person decides.
 * @throws FaultError `not-permitted` to who asked for it, `not-possible-now` where it was decided or
 *   the money has found a bill meanwhile.
 */
export const decideRefund = async (
  tx: Queryable,
  refundId: string,
  decision: 'approve' | 'reject',
  recording: Recording,
): Promise<Refund> => {
  const head = await lockJournal(tx);
  const refund = await readRefund(tx, refundId);
  const state = stateAfter(refund, decision);
  if (refund === undefined || refund.requestedBy === recording.actor) {
    throw new FaultError('not-permitted', 'a refund takes two people');
  }
  if (decision === 'approve') {
    const { paymentId, amount } = refund;
    const payment = await readPayment(tx, paymentId);
    if (amount > payment.unallocated) {
      throw new FaultError('not-possible-now', 'the money has found a bill meanwhile');
    }
    await appendEntries(tx, head, [refundApproved(refundId, paymentId, amount)], recording);
    if (amount === payment.unallocated) {
      await tx.query(
        `update payment set review = null where payment_id = $1 and review <> 'contradicted'`,
        [paymentId],
      );
    }
  }
  await tx.query(
    'update refund set state = $2, decided_by = $3, decided_at = $4 where refund_id = $1',
    [refundId, state, recording.actor, recording.at],
  );
  return { ...refund, state };
};

/** A step of an approved refund: what it writes into the journal, and the state after it. */
const bookRefund = async (
  tx: Queryable,
  refundId: string,
  event: Extract<RefundEvent, 'pay' | 'take-back-payment'>,
  entryOf: (refund: Refund) => DatedEntry,
  recording: Recording,
): Promise<Refund> => {
  const head = await lockJournal(tx);
  const refund = await readRefund(tx, refundId);
  const state = stateAfter(refund, event);
  if (refund === undefined) throw new FaultError('not-possible-now', 'there is no such refund');
  await appendEntries(tx, head, [entryOf(refund)], recording);
  await tx.query('update refund set state = $2 where refund_id = $1', [refundId, state]);
  return { ...refund, state };
};

const IN_DRAWER = `
  select coalesce((select sum(amount) from journal_posting where account = $1), 0) as holds
  from cash_shift where 'cash:' || shift_id = $1 and closed_at is null`;

/**
 * The money was handed out of a drawer. One that goes through a bank is paid when a statement shows it
 * ({@link showRefund}).
 * @throws FaultError `not-possible-now` unless it was approved and not paid, and the drawer is of an
 *   open shift and holds so much.
 */
export const payRefund = async (
  tx: Queryable,
  refundId: string,
  from: CashAccount,
  recording: Recording,
): Promise<Refund> => {
  await lockJournal(tx);
  const { rows } = await tx.query<{ holds: number }>(IN_DRAWER, [from]);
  const entryOf = ({ amount }: Refund): DatedEntry => {
    if (amount > (rows[0]?.holds ?? 0)) {
      throw new FaultError('not-possible-now', 'no open drawer of this name holds so much');
    }
    return refundPaid(refundId, from, amount);
  };
  return bookRefund(tx, refundId, 'pay', entryOf, recording);
};

/**
 * A statement shows that the money has left the bank.
 * @throws FaultError `not-possible-now` unless it was approved and not paid.
 */
export const showRefund = (
  tx: Queryable,
  refundId: string,
  recording: Recording,
): Promise<Refund> =>
  bookRefund(tx, refundId, 'pay', ({ amount }) => refundShown(refundId, amount), recording);

/** What a statement showed was something else: the refund waits to be paid again. */
export const unshowRefund = (
  tx: Queryable,
  refundId: string,
  recording: Recording,
): Promise<Refund> =>
  bookRefund(
    tx,
    refundId,
    'take-back-payment',
    ({ amount }) => refundShownReversed(refundId, amount),
    recording,
  );
