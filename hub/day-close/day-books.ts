import type { Account } from '../../core/billing/account.ts';
import type { BusinessDay } from '../../core/contract/primitives.ts';
import { type Queryable } from '../storage/database.ts';

/** An account on one day, in whole đồng, debits positive: opening and movements make the closing. */
export interface DayAccount {
  readonly account: Account;
  readonly opening: number;
  readonly debits: number;
  readonly credits: number;
  readonly closing: number;
}

/** Every account that has a balance or moved. */
export const accountsOfDay = async (
  tx: Queryable,
  day: BusinessDay,
): Promise<readonly DayAccount[]> => {
  const { rows } = await tx.query<DayAccount>(
    `select account, opening, debits, credits, opening + debits - credits as closing from (
       select account, coalesce(sum(amount) filter (where booked_on < $1), 0) as opening,
         coalesce(sum(amount) filter (where booked_on = $1 and amount > 0), 0) as debits,
         coalesce(-sum(amount) filter (where booked_on = $1 and amount < 0), 0) as credits
       from journal_line where booked_on <= $1 group by account) as each
     where opening <> 0 or debits <> 0 or credits <> 0 order by account`,
    [day],
  );
  return rows;
};

/** The three sides of a day, in whole đồng. */
export interface DaySides {
  /** What bills were paid with on the books of the day, less what was taken back. */
  readonly bills: number;
  /** What came on the bank's lines of the day, and what went. */
  readonly bankIn: number;
  readonly bankOut: number;
  /** Cash that was taken, less what was handed back. */
  readonly cash: number;
  /** What the HIS has of that, and what is still on its way or with a person. */
  readonly hisHas: number;
  readonly hisLacks: number;
}

export const sidesOfDay = async (tx: Queryable, day: BusinessDay): Promise<DaySides> => {
  const { rows } = await tx.query<DaySides>(
    `select
       (select coalesce(-sum(amount), 0) from journal_line where booked_on = $1
         and account = 'receivable' and kind in ('allocated', 'allocation-reversed')) as bills,
       (select coalesce(sum(amount), 0) from bank_line where day = $1 and amount > 0) as "bankIn",
       (select coalesce(-sum(amount), 0) from bank_line where day = $1 and amount < 0) as "bankOut",
       (select coalesce(sum(amount), 0) from journal_line where booked_on = $1
         and account like 'cash:%' and kind in ('money-received', 'refund-paid')) as cash,
       coalesce(sum(told) filter (where state = 'delivered'), 0) as "hisHas",
       coalesce(sum(told) filter (where state <> 'delivered'), 0) as "hisLacks"
     from (select state, case kind when 'payment' then amount else -amount end as told
       from his_receipt_state where day = $1) as receipt`,
    [day],
  );
  return rows[0] ?? { bills: 0, bankIn: 0, bankOut: 0, cash: 0, hisHas: 0, hisLacks: 0 };
};
