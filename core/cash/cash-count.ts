import { z } from 'zod';

/** Notes in circulation, in đồng (State Bank of Vietnam; coins and smaller notes are not used). */
export const DENOMINATIONS = [
  500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100,
] as const;

const pieces = z.int().min(0).max(100_000);

/** How many of each note were counted; what is missing was not there. */
export const cashCountSchema = z.strictObject(
  Object.fromEntries(DENOMINATIONS.map(value => [String(value), pieces.optional()])),
);
export type CashCount = Readonly<Partial<Record<string, number | undefined>>>;

/** Whole đồng. */
export const sumOfCash = (count: CashCount): number =>
  DENOMINATIONS.reduce((sum, value) => sum + value * (count[String(value)] ?? 0), 0);
