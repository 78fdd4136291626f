import { type BillBalance, billState } from './bill-state.ts';

/** A bill that money refers to. */
export interface ReferredBill extends BillBalance {
  readonly billId: string;
}

/** Why a person has to look at money that came. */
export const REVIEW_REASONS = [
  'no-reference',
  'several-references',
  'bill-cancelled',
  'paid-before',
  'overpaid',
  'underpaid',
  /** The provider told it once more, over another amount or as not paid. */
  'contradicted',
] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];

export interface Settlement {
  /** What goes to the bill at once; the rest waits in suspense. */
  readonly allocation?: { readonly billId: string; readonly amount: number };
  readonly review?: ReviewReason;
}

/**
 * What is done with money by itself: exactly one bill, never more than it asks for. Everything else
 * is a person's decision, and the money stays in suspense until then.
 * @param referred the bills whose references were found, each once.
 */
export const settleCredit = (amount: number, referred: readonly ReferredBill[]): Settlement => {
  const [bill, ...others] = referred;
  if (bill === undefined) return { review: 'no-reference' };
  if (others.length > 0) return { review: 'several-references' };
  const state = billState(bill);
  if (state === 'cancelled') return { review: 'bill-cancelled' };
  if (state === 'paid') return { review: 'paid-before' };
  const allocation = { billId: bill.billId, amount: Math.min(amount, bill.due) };
  if (amount === bill.due) return { allocation };
  return { allocation, review: amount > bill.due ? 'overpaid' : 'underpaid' };
};
