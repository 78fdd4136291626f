import type { BusinessDay } from '../../core/contract/primitives.ts';
import { type Queryable } from '../storage/database.ts';

export interface CashlessRow {
  readonly day: BusinessDay;
  /** Where it was paid, else where its visit began. Empty: at no kiosk. */
  readonly kiosk: string;
  /** `cash`, or who told of the money. */
  readonly method: string;
  readonly isCashless: boolean;
  /** Payments that paid a bill. */
  readonly number: number;
  /** Whole đồng. */
  readonly amount: number;
}

export interface Taken {
  readonly number: number;
  readonly amount: number;
}

export interface CashlessShare {
  readonly rows: readonly CashlessRow[];
  readonly total: Taken;
  readonly cashless: Taken;
  /** Percent with one digit; null where nothing was paid. */
  readonly shareByNumber: number | null;
  readonly shareByAmount: number | null;
}

/** A payment counts on the day of its books and with what it paid, less what was taken back. */
const PAID = `
  select day, kiosk, method, method <> 'cash' as "isCashless", count(*) as number,
    sum(amount) as amount
  from (
    select booked_on as day, coalesce(substring(opened_by from '^kiosk:(.+)$'), kiosk_id, '') as kiosk,
      payment.provider as method, line.payment_id, -sum(line.amount) as amount
    from journal_line line join payment using (payment_id) join bill on bill.bill_id = line.bill_id
      left join payment_attempt using (attempt_id)
      left join visit using (visit_id) left join intake_event using (event_id)
    where line.account = 'receivable' and booked_on between $1::date and $2::date
    group by 1, 2, 3, line.payment_id having sum(line.amount) <> 0) as each
  group by day, kiosk, method order by day, kiosk, method`;

const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 10;

const sumOf = (rows: readonly CashlessRow[]): Taken => ({
  number: rows.reduce((sum, row) => sum + row.number, 0),
  amount: rows.reduce((sum, row) => sum + row.amount, 0),
});

/** The figures that health departments ask for, from one day to another, both included. */
export const cashlessShare = async (
  tx: Queryable,
  from: BusinessDay,
  to: BusinessDay,
): Promise<CashlessShare> => {
  const { rows } = await tx.query<CashlessRow>(PAID, [from, to]);
  const total = sumOf(rows);
  const cashless = sumOf(rows.filter(({ isCashless }) => isCashless));
  return {
    rows,
    total,
    cashless,
    shareByNumber: percent(cashless.number, total.number),
    shareByAmount: percent(cashless.amount, total.amount),
  };
};
