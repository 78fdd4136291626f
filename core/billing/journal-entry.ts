import type { Account, CashAccount, MoneyAccount } from './account.ts';

/** One side of an entry. */
export interface Posting {
  readonly account: Account;
  /** Whole đồng: a debit is positive, a credit negative. */
  readonly amount: number;
  readonly billId?: string;
  readonly paymentId?: string;
  readonly refundId?: string;
}

export const ENTRY_KINDS = [
  'bill-raised',
  'bill-cancelled',
  'money-received',
  'money-banked',
  'money-left',
  'allocated',
  'allocation-reversed',
  'refund-approved',
  'refund-paid',
  'refund-shown',
  'refund-shown-reversed',
  'charge-booked',
  'charge-reversed',
  'float-taken',
  'cash-handed-over',
  'cash-over',
  'cash-short',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What happened to money, as double-entry bookkeeping says it: the postings add up to nothing. */
export interface JournalEntry {
  readonly kind: EntryKind;
  readonly postings: readonly Posting[];
}

type Side = Omit<Posting, 'amount'>;

/** @throws RangeError for anything but whole đồng from 1. */
const entry = (kind: EntryKind, amount: number, debit: Side, credit: Side): JournalEntry => {
  if (!Number.isSafeInteger(amount) || amount <= 0) {
    throw new RangeError('an entry moves whole đồng, at least one');
  }
  return {
    kind,
    postings: [
      { ...debit, amount },
      { ...credit, amount: -amount },
    ],
  };
};

const receivable = (billId: string): Side => ({ account: 'receivable', billId });
const charges = (billId: string): Side => ({ account: 'charges', billId });
const suspense = (paymentId: string): Side => ({ account: 'suspense', paymentId });

/** The hospital asks for money. */
export const billRaised = (billId: string, amount: number): JournalEntry =>
  entry('bill-raised', amount, receivable(billId), charges(billId));

/** Nothing was paid, and nothing is asked for any more. */
export const billCancelled = (billId: string, amount: number): JournalEntry =>
  entry('bill-cancelled', amount, charges(billId), receivable(billId));

/** Money has come, whatever it is for. */
export const moneyReceived = (
  paymentId: string,
  into: MoneyAccount,
  amount: number,
): JournalEntry =>
  entry('money-received', amount, { account: into, paymentId }, suspense(paymentId));

/** A statement shows what a provider had announced. */
export const moneyBanked = (
  paymentId: string,
  from: `clearing:${string}`,
  into: `bank:${string}`,
  amount: number,
): JournalEntry =>
  entry('money-banked', amount, { account: into, paymentId }, { account: from, paymentId });

/** A statement shows money that went; a person explains it later. */
export const moneyLeft = (from: `bank:${string}`, amount: number): JournalEntry =>
  entry('money-left', amount, { account: 'outgoing' }, { account: from });

/** Money that has come pays a bill. */
export const allocated = (paymentId: string, billId: string, amount: number): JournalEntry =>
  entry(
    'allocated',
    amount,
    { ...suspense(paymentId), billId },
    { ...receivable(billId), paymentId },
  );

/** A person takes an allocation back. */
export const allocationReversed = (
  paymentId: string,
  billId: string,
  amount: number,
): JournalEntry =>
  entry(
    'allocation-reversed',
    amount,
    { ...receivable(billId), paymentId },
    { ...suspense(paymentId), billId },
  );

/** The second person has agreed: the money no longer waits for a bill. */
export const refundApproved = (refundId: string, paymentId: string, amount: number): JournalEntry =>
  entry(
    'refund-approved',
    amount,
    { ...suspense(paymentId), refundId },
    { account: 'refunds-payable', refundId },
  );

/** The money has left. */
export const refundPaid = (refundId: string, from: MoneyAccount, amount: number): JournalEntry =>
  entry(
    'refund-paid',
    amount,
    { account: 'refunds-payable', refundId },
    { account: from, refundId },
  );

/** A statement shows that an approved refund has left the bank. */
export const refundShown = (refundId: string, amount: number): JournalEntry =>
  entry(
    'refund-shown',
    amount,
    { account: 'refunds-payable', refundId },
    { account: 'outgoing', refundId },
  );

/** The money that left was for something else: the refund waits again. */
export const refundShownReversed = (refundId: string, amount: number): JournalEntry =>
  entry(
    'refund-shown-reversed',
    amount,
    { account: 'outgoing', refundId },
    { account: 'refunds-payable', refundId },
  );

/** The bank took it for itself. */
export const chargeBooked = (amount: number): JournalEntry =>
  entry('charge-booked', amount, { account: 'bank-charges' }, { account: 'outgoing' });

export const chargeReversed = (amount: number): JournalEntry =>
  entry('charge-reversed', amount, { account: 'outgoing' }, { account: 'bank-charges' });

/** A shift begins with change from the safe. */
export const floatTaken = (into: CashAccount, amount: number): JournalEntry =>
  entry('float-taken', amount, { account: into }, { account: 'safe' });

/** A shift ends: all that was counted goes into the safe. */
export const cashHandedOver = (from: CashAccount, amount: number): JournalEntry =>
  entry('cash-handed-over', amount, { account: 'safe' }, { account: from });

/** More was counted than should have been there. */
export const cashOver = (into: CashAccount, amount: number): JournalEntry =>
  entry('cash-over', amount, { account: into }, { account: 'cash-over-short' });

/** Less was counted than should have been there. */
export const cashShort = (from: CashAccount, amount: number): JournalEntry =>
  entry('cash-short', amount, { account: 'cash-over-short' }, { account: from });
