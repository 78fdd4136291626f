import { type Output } from '../../core/contract/contract.ts';
import { type DeskContract } from '../../core/contract/desk.ts';
import { instantOf } from '../../core/scheduling/business-day.ts';
import { type Queryable } from '../storage/database.ts';
import { PAYMENT_SELECT, readDeskPayments } from './money-rows.ts';

type Suspense = Output<DeskContract, 'suspense'>;

/** Ages that a chief accountant asks for. */
const AGES = [1, 7, 30, null] as const;
const DAY_MS = 86_400_000;

/** What waits is what a person has to look at; an index knows these few. */
const IS_WAITING = 'payment.review is not null and balance.unallocated > 0';

interface AgeRow {
  readonly group: number;
  readonly number: number;
  readonly amount: number;
}

/** How much waits, by the place of its age in {@link AGES}. */
const readAges = async (database: Queryable, now: string): Promise<readonly AgeRow[]> => {
  const limits = AGES.filter(days => days !== null).join(', ');
  const { rows } = await database.query<AgeRow>(
    `with waiting as (${PAYMENT_SELECT} where ${IS_WAITING})
     select width_bucket(extract(epoch from $1::timestamptz - "receivedAt") / 86400,
       array[${limits}]::numeric[]) as "group", count(*) as number, sum(unallocated) as amount
     from waiting group by 1`,
    [now],
  );
  return rows;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** Money that waits in suspense, the oldest first, with how long it has. */
export const readSuspense = async (
  database: Queryable,
  limit: number,
  now: number,
): Promise<Suspense> => {
  const payments = await readDeskPayments(
    database,
    `where ${IS_WAITING} order by payment.received_at, payment.payment_id limit $1`,
    [limit],
  );
  const groups = await readAges(database, instantOf(now));
  return {
    payments: payments.map(payment => ({
      ...payment,
      ageDays: Math.max(0, Math.floor((now - Date.parse(payment.receivedAt)) / DAY_MS)),
    })),
    number: sum(groups.map(({ number }) => number)),
    total: sum(groups.map(({ amount }) => amount)),
    ages: AGES.map((upToDays, index) => {
      const found = groups.find(({ group }) => group === index);
      return { upToDays, number: found?.number ?? 0, amount: found?.amount ?? 0 };
    }),
  };
};
