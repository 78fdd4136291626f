import { allocated, moneyReceived } from '../../core/billing/journal-entry.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { readBill } from '../billing/bills.ts';
import { appendEntries, lockJournal, type Recording } from '../billing/journal.ts';
import { endShownCodes } from '../billing/shown-codes.ts';
import { type Queryable } from '../storage/database.ts';
import { cashAccountOf, readOpenShift } from './shifts.ts';

export interface CashPayment {
  readonly paymentId: string;
  readonly shiftId: string;
  readonly billId: string;
  /** Whole đồng, at most what the bill asks for. */
  readonly amount: number;
}

/** What the patient is handed. */
export interface CashReceipt extends CashPayment {
  /** Without gaps, from 1. */
  readonly receiptNo: number;
}

const readReceipt = async (tx: Queryable, paymentId: string): Promise<CashReceipt | undefined> => {
  const { rows } = await tx.query<CashReceipt>(
    `select receipt_no as "receiptNo", payment_id as "paymentId", shift_id as "shiftId",
       bill_id as "billId", amount from cash_receipt where payment_id = $1`,
    [paymentId],
  );
  return rows[0];
};

/**
 * A cashier takes cash for a bill; the same id again is the same receipt. A code that still shows the
 * bill ends once nothing is due.
 * @throws FaultError `not-possible-now` where the shift is closed or so much is not due,
 *   `not-permitted` to everybody but its cashier, `idempotency-conflict` where the id was used for
 *   something else.
 */
export const takeCash = async (
  tx: Queryable,
  payment: CashPayment,
  recording: Recording,
): Promise<CashReceipt> => {
  const head = await lockJournal(tx);
  const { paymentId, shiftId, billId, amount } = payment;
  const known = await readReceipt(tx, paymentId);
  if (known !== undefined) {
    if (known.billId === billId && known.amount === amount) return known;
    throw new FaultError('idempotency-conflict', 'the id was used for another payment');
  }
  const shift = await readOpenShift(tx, shiftId);
  if (shift.cashier !== recording.actor) {
    throw new FaultError('not-permitted', 'the drawer is of another cashier');
  }
  const bill = await readBill(tx, billId);
  if (amount > bill.due) throw new FaultError('not-possible-now', 'so much is not due');
  const { rows } = await tx.query<{ next: number }>(
    'select coalesce(max(receipt_no), 0) + 1 as next from cash_receipt',
  );
  const receiptNo = rows[0]?.next ?? 1;
  await tx.query(
    `insert into payment (payment_id, provider, account, bank_reference, amount, narrative,
       paid_at, received_at, is_late) values ($1, 'cash', $2, $3, $4, '', $5, $5, false)`,
    [paymentId, shift.drawer, String(receiptNo), amount, recording.at],
  );
  await appendEntries(
    tx,
    head,
    [
      moneyReceived(paymentId, cashAccountOf(shiftId), amount),
      allocated(paymentId, billId, amount),
    ],
    recording,
  );
  await tx.query(
    `insert into cash_receipt (receipt_no, payment_id, shift_id, bill_id, amount)
     values ($1, $2, $3, $4, $5)`,
    [receiptNo, paymentId, shiftId, billId, amount],
  );
  if (amount === bill.due) await endShownCodes(tx, billId, recording.at);
  return { ...payment, receiptNo };
};
