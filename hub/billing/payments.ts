import { type ReviewReason } from '../../core/billing/credit-settlement.ts';
import { allocated, allocationReversed } from '../../core/billing/journal-entry.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Queryable } from '../storage/database.ts';
import { type Bill, readBill } from './bills.ts';
import { appendEntries, lockJournal, type Recording } from './journal.ts';
import { endShownCodes } from './shown-codes.ts';

export interface Payment {
  readonly paymentId: string;
  readonly amount: number;
  /** What belongs to no bill and is not refunded. */
  readonly unallocated: number;
  readonly isLate: boolean;
  readonly review: ReviewReason | null;
}

export interface PaymentRow {
  readonly payment_id: string;
  readonly amount: number;
  readonly unallocated: number;
  readonly is_late: boolean;
  readonly review: ReviewReason | null;
}

export const paymentOf = (row: PaymentRow): Payment => ({
  paymentId: row.payment_id,
  amount: row.amount,
  unallocated: row.unallocated,
  isLate: row.is_late,
  review: row.review,
});

/** @throws FaultError `not-possible-now` where there is no such payment. */
export const readPayment = async (tx: Queryable, paymentId: string): Promise<Payment> => {
  const { rows } = await tx.query<PaymentRow>(
    `select payment_id, amount, unallocated, is_late, review
     from payment join payment_balance using (payment_id) where payment_id = $1`,
    [paymentId],
  );
  const [row] = rows;
  if (row === undefined) throw new FaultError('not-possible-now', 'there is no such payment');
  return paymentOf(row);
};

const reviewEnds = (tx: Queryable, paymentId: string) =>
  tx.query(
    `update payment set review = null where payment_id = $1 and review <> 'contradicted' and
       (select unallocated from payment_balance where payment_id = $1) = 0`,
    [paymentId],
  );

/**
 * A person gives money that waits to a bill.
 * @throws FaultError `not-possible-now` where the bill does not ask for so much, or so much is not
 *   there.
 */
export const allocate = async (
  tx: Queryable,
  { paymentId, billId, amount }: Allocation,
  recording: Recording,
): Promise<Bill> => {
  const head = await lockJournal(tx);
  const [payment, bill] = [await readPayment(tx, paymentId), await readBill(tx, billId)];
  if (amount > payment.unallocated || amount > bill.due) {
    throw new FaultError('not-possible-now', 'that much is not there, or not due');
  }
  await appendEntries(tx, head, [allocated(paymentId, billId, amount)], recording);
  await reviewEnds(tx, paymentId);
  if (amount === bill.due) await endShownCodes(tx, billId, recording.at);
  return readBill(tx, billId);
};

export interface Allocation {
  readonly paymentId: string;
  readonly billId: string;
  /** Whole đồng. */
  readonly amount: number;
}

/**
 * A person takes back what a payment gave to a bill; the money waits again, for review.
 * @throws FaultError `not-possible-now` where the payment gave this bill less.
 */
export const reverseAllocation = async (
  tx: Queryable,
  { paymentId, billId, amount }: Allocation,
  recording: Recording,
): Promise<Bill> => {
  const head = await lockJournal(tx);
  const { rows } = await tx.query<{ given: number | null }>(
    `select -sum(amount) as given from journal_posting
     where account = 'receivable' and payment_id = $1 and bill_id = $2`,
    [paymentId, billId],
  );
  if ((rows[0]?.given ?? 0) < amount) {
    throw new FaultError('not-possible-now', 'the payment gave this bill less');
  }
  await appendEntries(tx, head, [allocationReversed(paymentId, billId, amount)], recording);
  await tx.query(
    `update payment set review = 'no-reference'
     where payment_id = $1 and review is distinct from 'contradicted'`,
    [paymentId],
  );
  return readBill(tx, billId);
};
