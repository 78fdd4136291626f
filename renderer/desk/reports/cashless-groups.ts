import type { DeskCashlessRow } from '../../../core/contract/desk-day.ts';

export const CASHLESS_GROUPS = ['day', 'kiosk', 'method'] as const;
export type CashlessGroup = (typeof CASHLESS_GROUPS)[number];

/** What was paid of a day, at a kiosk or in a way, and how much of it not in cash. */
export interface CashlessSum {
  readonly name: string;
  readonly number: number;
  /** Whole đồng. */
  readonly amount: number;
  readonly cashlessNumber: number;
  readonly cashlessAmount: number;
}

/** Percent with one digit; undefined where nothing was paid. */
export const shareOf = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : Math.round((part / whole) * 1000) / 10;

/** Sums by day, kiosk or method, in the order they first come in. */
export const groupCashless = (
  rows: readonly DeskCashlessRow[],
  by: CashlessGroup,
): readonly CashlessSum[] => {
  const sums = new Map<string, CashlessSum>();
  for (const row of rows) {
    const name = row[by];
    const { number = 0, amount = 0, cashlessNumber = 0, cashlessAmount = 0 } = sums.get(name) ?? {};
    sums.set(name, {
      name,
      number: number + row.number,
      amount: amount + row.amount,
      cashlessNumber: cashlessNumber + (row.isCashless ? row.number : 0),
      cashlessAmount: cashlessAmount + (row.isCashless ? row.amount : 0),
    });
  }
  return [...sums.values()];
};
