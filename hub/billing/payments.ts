import type { MoneyAccount } from '../../core/billing/account.ts';
import { type ReviewReason, settleCredit } from '../../core/billing/credit-settlement.ts';
import {
  allocated,
  allocationReversed,
  type JournalEntry,
  moneyBanked,
  moneyReceived,
} from '../../core/billing/journal-entry.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { extractReferences } from '../../core/payment/reference-extraction.ts';
import { type Queryable } from '../storage/database.ts';
import { type Bill, readBill, readBills } from './bills.ts';
import { appendEntries, lockJournal, type Recording } from './journal.ts';
import { attemptsOfReferences, settleAttempt } from './payment-attempts.ts';

/** Money that came, as a provider, a bank or a cashier tells it. */
export interface ReceivedMoney {
  readonly paymentId: string;
  /** Who says so, and together with the two below the key by which it is known again. */
  readonly provider: string;
  readonly account: string;
  readonly bankReference: string;
  readonly into: MoneyAccount;
  /** Whole đồng. */
  readonly amount: number;
  /** What the transfer says. */
  readonly narrative: string;
  /** A reference the provider itself gives back, beside the narrative. */
  readonly reference?: string;
  readonly paidAt: string;
}

export interface Payment {
  readonly paymentId: string;
  readonly amount: number;
  /** What belongs to no bill and is not refunded. */
  readonly unallocated: number;
  readonly isLate: boolean;
  readonly review: ReviewReason | null;
}

export interface Receipt {
  readonly payment: Payment;
  /** False where the same money was told before: nothing happened then. */
  readonly isNew: boolean;
  /** The bill it went to, as it stands now. */
  readonly bill?: Bill;
}

interface PaymentRow {
  readonly payment_id: string;
  readonly amount: number;
  readonly unallocated: number;
  readonly is_late: boolean;
  readonly review: ReviewReason | null;
}

const SELECT = `select payment_id, amount, unallocated, is_late, review
  from payment join payment_balance using (payment_id)`;

const paymentOf = (row: PaymentRow): Payment => ({
  paymentId: row.payment_id,
  amount: row.amount,
  unallocated: row.unallocated,
  isLate: row.is_late,
  review: row.review,
});

/** @throws FaultError `not-possible-now` where there is no such payment. */
export const readPayment = async (tx: Queryable, paymentId: string): Promise<Payment> => {
  const { rows } = await tx.query<PaymentRow>(`${SELECT} where payment_id = $1`, [paymentId]);
  const [row] = rows;
  if (row === undefined) throw new FaultError('not-possible-now', 'there is no such payment');
  return paymentOf(row);
};

const knownPayment = async (tx: Queryable, money: ReceivedMoney): Promise<Payment | undefined> => {
  const { rows } = await tx.query<PaymentRow>(
    `${SELECT} where provider = $1 and account = $2 and bank_reference = $3`,
    [money.provider, money.account, money.bankReference],
  );
  const [known] = rows.map(paymentOf);
  if (known !== undefined && known.amount !== money.amount) {
    throw new FaultError(
      'idempotency-conflict',
      'the same bank reference came with another amount',
    );
  }
  return known;
};

/**
 * Books money that came, and what it pays by itself: one bill that its reference names, never more
 * than that asks for. The rest waits in suspense for a person.
 * @throws FaultError `idempotency-conflict` where the same money was told with another amount.
 */
export const receiveMoney = async (
  tx: Queryable,
  money: ReceivedMoney,
  recording: Recording,
): Promise<Receipt> => {
  const head = await lockJournal(tx);
  const known = await knownPayment(tx, money);
  if (known !== undefined) return { payment: known, isNew: false };
  const { paymentId, amount, into, narrative, reference } = money;
  const attempts = await attemptsOfReferences(tx, [
    ...extractReferences(narrative),
    ...(reference === undefined ? [] : [reference]),
  ]);
  const bills = await readBills(tx, [...new Set(attempts.map(({ billId }) => billId))]);
  const { allocation, review = null } = settleCredit(amount, bills);
  const named = bills.length === 1 ? attempts : [];
  const isLate = named.length > 0 && named.every(({ state }) => state !== 'open');
  await tx.query(
    `insert into payment (payment_id, provider, account, bank_reference, amount, narrative, paid_at,
       received_at, is_late, review, attempt_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      paymentId,
      money.provider,
      money.account,
      money.bankReference,
      amount,
      narrative,
      money.paidAt,
      recording.at,
      isLate,
      review,
      named[0]?.attemptId ?? null,
    ],
  );
  const entries: JournalEntry[] = [moneyReceived(paymentId, into, amount)];
  if (allocation !== undefined) {
    entries.push(allocated(paymentId, allocation.billId, allocation.amount));
    for (const attempt of named) await settleAttempt(tx, attempt, 'money-came', recording.at);
  }
  await appendEntries(tx, head, entries, recording);
  const payment = {
    paymentId,
    amount,
    unallocated: amount - (allocation?.amount ?? 0),
    isLate,
    review,
  };
  return allocation === undefined
    ? { payment, isNew: true }
    : { payment, isNew: true, bill: await readBill(tx, allocation.billId) };
};

/** A statement shows money that a provider had announced. Harmless where it was shown before. */
export const bankMoney = async (
  tx: Queryable,
  paymentId: string,
  from: `clearing:${string}`,
  into: `bank:${string}`,
  recording: Recording,
): Promise<void> => {
  const head = await lockJournal(tx);
  const { rows } = await tx.query<{ balance: number | null }>(
    'select sum(amount) as balance from journal_posting where account = $1 and payment_id = $2',
    [from, paymentId],
  );
  const inClearing = rows[0]?.balance ?? 0;
  if (inClearing > 0) {
    await appendEntries(tx, head, [moneyBanked(paymentId, from, into, inClearing)], recording);
  }
};

const reviewEnds = (tx: Queryable, paymentId: string) =>
  tx.query(
    `update payment set review = null where payment_id = $1 and
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
  await tx.query(`update payment set review = 'no-reference' where payment_id = $1`, [paymentId]);
  return readBill(tx, billId);
};
