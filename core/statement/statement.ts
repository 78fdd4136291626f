/** One line of a bank account's statement, whatever file it came in. */
export interface StatementLine {
  /** `yyyy-MM-dd`, local. */
  readonly day: string;
  /** `HH:mm:ss`, local, where the bank says it. */
  readonly time?: string;
  /** Whole đồng: what came is positive, what went is negative. */
  readonly amount: number;
  /** The bank's own number of the line; unique on its day at best. */
  readonly reference: string;
  readonly narrative: string;
  /** Which of the lines that are the same in all of the above this is, from 1. */
  readonly ordinal: number;
  /** Where it stands in the file: row or line, from 1. */
  readonly at: number;
}

export const LINE_REFUSALS = [
  'date-unreadable',
  'amount-unreadable',
  'amount-missing',
  'amount-twice',
  'currency-not-dong',
] as const;
export type LineRefusal = (typeof LINE_REFUSALS)[number];

export interface RefusedLine {
  readonly at: number;
  readonly why: LineRefusal;
}

export interface Statement {
  /** Digits of the account, where the file says it. */
  readonly account?: string;
  /** Whole đồng before the first and after the last line, where the file says it. */
  readonly opening?: number;
  readonly closing?: number;
  readonly lines: readonly StatementLine[];
  readonly refused: readonly RefusedLine[];
}

export const STATEMENT_REFUSALS = ['no-header', 'unreadable', 'empty', 'several-accounts'] as const;
export type StatementRefusal = (typeof STATEMENT_REFUSALS)[number];

export type StatementReading =
  | { readonly outcome: 'read'; readonly statement: Statement }
  | { readonly outcome: 'refused'; readonly why: StatementRefusal };

export type UncountedLine = Omit<StatementLine, 'ordinal'>;

/**
 * Counts the lines that cannot be told apart: two people who pay the same amount on one day, at a bank
 * that numbers nothing, are two lines, and the same file twice has the same two.
 */
export const countLines = (lines: readonly UncountedLine[]): readonly StatementLine[] => {
  const seen = new Map<string, number>();
  return lines.map(line => {
    const key = JSON.stringify([line.day, line.amount, line.reference]);
    const ordinal = (seen.get(key) ?? 0) + 1;
    seen.set(key, ordinal);
    return { ...line, ordinal };
  });
};

/** What opening, movements and closing leave unexplained; undefined where the file does not say both. */
export const unexplained = ({ opening, closing, lines }: Statement): number | undefined =>
  opening === undefined || closing === undefined
    ? undefined
    : closing - opening - lines.reduce((sum, { amount }) => sum + amount, 0);
