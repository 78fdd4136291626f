import { type AttemptEvent } from '../../core/billing/attempt-state.ts';
import type { CashAccount } from '../../core/billing/account.ts';
import { type EInvoiceWish } from '../../core/contract/e-invoice.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type Database, type Queryable } from '../storage/database.ts';
import { type Bill, cancelBill, type NewBill, raiseBill, readBill } from './bills.ts';
import { wishInvoice } from './his-receipts.ts';
import { lockJournal, type Recording } from './journal.ts';
import { type Attempt, endAttempt, type NewAttempt, openAttempt } from './payment-attempts.ts';
import {
  allocate,
  type Allocation,
  type Payment,
  readPayment,
  reverseAllocation,
} from './payments.ts';
import { type Receipt, receiveMoney, type ReceivedMoney } from './receipts.ts';
import { decideRefund, type NewRefund, payRefund, type Refund, requestRefund } from './refunds.ts';

/**
 * The hospital's money. Each method is one transaction, may be repeated under the same ids, and may be
 * called by several hubs on one database at once. `actor` is who does it: an id, never a name.
 * @throws FaultError `not-possible-now` where the journal forbids it, `idempotency-conflict` where an id
 *   was used for something else, `not-permitted` where another person is needed.
 */
export interface Billing {
  raiseBill(bill: NewBill, actor: string): Promise<Bill>;
  cancelBill(billId: string, actor: string): Promise<Bill>;
  bill(billId: string): Promise<Bill>;
  /** To whom an electronic invoice is to be made out; possible until something is paid. */
  wishInvoice(billId: string, wish: EInvoiceWish | null, actor: string): Promise<void>;
  openAttempt(attempt: NewAttempt, actor: string): Promise<Attempt>;
  endAttempt(
    attemptId: string,
    event: Exclude<AttemptEvent, 'money-came'>,
    actor: string,
  ): Promise<Attempt | undefined>;
  /** All of them or none; a receipt for each, in the same order. */
  receive(money: readonly ReceivedMoney[], actor: string): Promise<readonly Receipt[]>;
  payment(paymentId: string): Promise<Payment>;
  allocate(allocation: Allocation, actor: string): Promise<Bill>;
  reverseAllocation(allocation: Allocation, actor: string): Promise<Bill>;
  requestRefund(refund: NewRefund, actor: string): Promise<Refund>;
  decideRefund(refundId: string, decision: 'approve' | 'reject', actor: string): Promise<Refund>;
  payRefund(refundId: string, from: CashAccount, actor: string): Promise<Refund>;
}

/** @param draw random whole numbers below REFERENCE_CODES, for references. */
export const createBilling = (database: Database, clock: Clock, draw: () => number): Billing => {
  const record = <T>(
    actor: string,
    work: (tx: Queryable, recording: Recording) => Promise<T>,
  ): Promise<T> => {
    const recording = { actor, at: new Date(clock.now()).toISOString() };
    return database.transaction(tx => work(tx, recording));
  };
  return {
    raiseBill: (bill, actor) => record(actor, (tx, by) => raiseBill(tx, bill, by)),
    cancelBill: (billId, actor) => record(actor, (tx, by) => cancelBill(tx, billId, by)),
    bill: billId => readBill(database, billId),
    wishInvoice: (billId, wish, actor) =>
      record(actor, async tx => {
        await lockJournal(tx);
        await wishInvoice(tx, billId, wish);
      }),
    openAttempt: (attempt, actor) => record(actor, (tx, by) => openAttempt(tx, attempt, draw, by)),
    endAttempt: (attemptId, event, actor) =>
      record(actor, (tx, by) => endAttempt(tx, attemptId, event, by)),
    receive: (money, actor) => record(actor, (tx, by) => receiveMoney(tx, money, by)),
    payment: paymentId => readPayment(database, paymentId),
    allocate: (allocation, actor) => record(actor, (tx, by) => allocate(tx, allocation, by)),
    reverseAllocation: (allocation, actor) =>
      record(actor, (tx, by) => reverseAllocation(tx, allocation, by)),
    requestRefund: (refund, actor) => record(actor, (tx, by) => requestRefund(tx, refund, by)),
    decideRefund: (refundId, decision, actor) =>
      record(actor, (tx, by) => decideRefund(tx, refundId, decision, by)),
    payRefund: (refundId, from, actor) =>
      record(actor, (tx, by) => payRefund(tx, refundId, from, by)),
  };
};
