import type { ReviewReason } from '../billing/credit-settlement.ts';

/** Money that came and waits in suspense. */
export interface OpenCredit {
  readonly paymentId: string;
  /** Whole đồng that wait; less than what came where a part belongs to a bill. */
  readonly amount: number;
  readonly narrative: string;
  /** Milliseconds since 1970; noon of the day where the bank says no time. */
  readonly paidAt: number;
  readonly review: ReviewReason | null;
  /** The visit of the bill that it named, where it named one. */
  readonly visitId?: string;
}

/** A code that was shown or printed for a bill. */
export interface ShownCode {
  readonly reference: string;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
}

/** A bill that still asks for money. */
export interface OpenBill {
  readonly billId: string;
  readonly visitId?: string;
  /** Whole đồng. */
  readonly due: number;
  /** Milliseconds since 1970. */
  readonly raisedAt: number;
  readonly codes: readonly ShownCode[];
}
