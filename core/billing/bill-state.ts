/** What the journal says of a bill, in whole đồng. */
export interface BillBalance {
  readonly amount: number;
  /** What is still asked for: the balance of its receivable. */
  readonly due: number;
  readonly isCancelled: boolean;
}

export const BILL_STATES = ['open', 'part-paid', 'paid', 'cancelled'] as const;
export type BillState = (typeof BILL_STATES)[number];

/** Nobody sets a state: it follows from the journal. */
export const billState = ({ amount, due, isCancelled }: BillBalance): BillState => {
  if (isCancelled) return 'cancelled';
  if (due === 0) return 'paid';
  return due === amount ? 'open' : 'part-paid';
};

/** A bill can be withdrawn only while nothing of it is paid. */
export const mayCancel = (bill: BillBalance): boolean => billState(bill) === 'open';
