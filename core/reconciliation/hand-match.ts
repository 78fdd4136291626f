import type { OpenBill, OpenCredit } from './open-item.ts';
import type { ProposedAllocation } from './proposals.ts';

/** Money and bills that a person holds against each other, in the order in which they took them. */
export interface HandMatch {
  readonly credits: readonly Pick<OpenCredit, 'paymentId' | 'amount'>[];
  readonly bills: readonly Pick<OpenBill, 'billId' | 'due'>[];
}

/** Why these do not make a match. */
export type HandMatchFault =
  | 'no-money'
  | 'no-bill'
  /** Nobody could say afterwards which money paid what. */
  | 'several-of-both'
  | 'too-many'
  /** One of them would give or get nothing. */
  | 'one-is-idle';

export interface HandMatchResult {
  readonly allocations: readonly ProposedAllocation[];
  /** Whole đồng that wait on. */
  readonly left: number;
  /** Whole đồng that the bills still ask for. */
  readonly owed: number;
  /** Undefined where it may be accepted; what is left over stays open, and is no fault. */
  readonly fault: HandMatchFault | undefined;
}

const faultOf = (
  { credits, bills }: HandMatch,
  allocations: readonly ProposedAllocation[],
  most: number,
): HandMatchFault | undefined => {
  if (credits.length === 0) return 'no-money';
  if (bills.length === 0) return 'no-bill';
  if (credits.length > 1 && bills.length > 1) return 'several-of-both';
  if (credits.length + bills.length - 1 > most) return 'too-many';
  return allocations.length < credits.length * bills.length ? 'one-is-idle' : undefined;
};

/**
 * One payment to several bills, or several payments to one: each gives what it has, until the bills
 * ask for no more.
 * @param most parts of one match.
 */
export const matchByHand = (match: HandMatch, most: number): HandMatchResult => {
  const due = new Map(match.bills.map(bill => [bill.billId, bill.due]));
  const allocations: ProposedAllocation[] = [];
  let left = 0;
  for (const { paymentId, amount } of match.credits) {
    let rest = amount;
    for (const [billId, asked] of due) {
      const given = Math.min(rest, asked);
      if (given <= 0) continue;
      allocations.push({ paymentId, billId, amount: given });
      due.set(billId, asked - given);
      rest -= given;
    }
    left += rest;
  }
  const owed = [...due.values()].reduce((sum, one) => sum + one, 0);
  return { allocations, left, owed, fault: faultOf(match, allocations, most) };
};
