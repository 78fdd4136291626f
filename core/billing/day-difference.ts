/** What may differ at the end of a day between bills, bank and HIS. */
export const DAY_DIFFERENCES = [
  /** A provider announced money and no statement shows it. */
  'not-on-statement',
  /** Money came and belongs to no bill. */
  'money-waits',
  /** A provider told money twice, and not the same. */
  'told-otherwise',
  /** Money went and nobody knows for what. */
  'money-went',
  /** A refund was approved and not carried out. */
  'refund-waits',
  /** A bill was paid and the HIS does not have the receipt, or over another amount. */
  'his-differs',
  /** A drawer held more or less than it should. */
  'cash-differs',
  /** Opening, lines and closing of a statement do not explain each other. */
  'statement-differs',
  /** A shift is still open: it has to be closed, no word explains it. */
  'shift-open',
] as const;
export type DayDifferenceKind = (typeof DAY_DIFFERENCES)[number];

/** Why it differs, and who says so. */
export interface DayExplanation {
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

export interface DayDifference {
  readonly kind: DayDifferenceKind;
  /** Id of the payment, line, refund, bill, shift or statement. */
  readonly subject: string;
  /** Whole đồng; more than expected is positive. */
  readonly amount: number;
  readonly explanation: DayExplanation | null;
}

/** A day is signed only when this is empty. */
export const unexplainedOf = (differences: readonly DayDifference[]): readonly DayDifference[] =>
  differences.filter(({ kind, explanation }) => kind === 'shift-open' || explanation === null);
