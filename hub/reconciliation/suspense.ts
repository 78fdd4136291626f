import type { ReviewReason } from '../../core/billing/credit-settlement.ts';
import { type Queryable } from '../storage/database.ts';

/** Money that waits for a person. */
export interface WaitingMoney {
  readonly paymentId: string;
  readonly provider: string;
  readonly account: string;
  readonly bankReference: string;
  readonly narrative: string;
  /** Whole đồng that came, and what of it waits. */
  readonly amount: number;
  readonly waits: number;
  readonly paidAt: string;
  readonly review: ReviewReason | null;
  /** Whole days since it came. */
  readonly ageDays: number;
}

/** How old what waits is, as a work list shows it. */
export const AGE_GROUPS = [
  { name: 'today', fromDays: 0 },
  { name: 'to-3-days', fromDays: 1 },
  { name: 'to-7-days', fromDays: 4 },
  { name: 'to-30-days', fromDays: 8 },
  { name: 'older', fromDays: 31 },
] as const;

export type AgeGroup = (typeof AGE_GROUPS)[number]['name'];

export const ageGroupOf = (days: number): AgeGroup =>
  AGE_GROUPS.findLast(({ fromDays }) => days >= fromDays)?.name ?? 'today';

interface WaitingRow {
  readonly payment_id: string;
  readonly provider: string;
  readonly account: string;
  readonly bank_reference: string;
  readonly narrative: string;
  readonly amount: number;
  readonly unallocated: number;
  readonly paid_at: string;
  readonly review: ReviewReason | null;
  readonly age_days: number;
}

/** The oldest first. @param at now, ISO 8601. */
export const waitingMoney = async (
  tx: Queryable,
  at: string,
  limit: number,
): Promise<readonly WaitingMoney[]> => {
  const { rows } = await tx.query<WaitingRow>(
    `select payment_id, provider, account, bank_reference, narrative, amount, unallocated, paid_at,
       review, ($1::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date
         - (paid_at at time zone 'Asia/Ho_Chi_Minh')::date as age_days
     from payment join payment_balance using (payment_id)
     where unallocated > 0 order by paid_at, payment_id limit $2`,
    [at, limit],
  );
  return rows.map(row => ({
    paymentId: row.payment_id,
    provider: row.provider,
    account: row.account,
    bankReference: row.bank_reference,
    narrative: row.narrative,
    amount: row.amount,
    waits: row.unallocated,
    paidAt: row.paid_at,
    review: row.review,
    ageDays: row.age_days,
  }));
};
