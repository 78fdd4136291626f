import { type Output } from '../../core/contract/contract.ts';
import { type DeskContract } from '../../core/contract/desk.ts';
import { type DeskLive } from '../../core/contract/desk-money.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type Queryable } from '../storage/database.ts';
import { IS_EXCEPTION, PAYMENT_SELECT, readDeskPayments } from './money-rows.ts';

/** Changes with everything the page shows: each entry, refund and code. */
const revisionOf = async (database: Queryable, day: BusinessDay, only: string): Promise<string> => {
  const { rows } = await database.query<{ revision: string }>(
    `select concat_ws('.', (select entry_no from journal_head),
       (select count(*) from refund where state = 'requested'),
       (select count(*) from payment where review is not null),
       (select count(*) from payment where review = 'contradicted'),
       (select count(*) from day_explanation where kind = 'told-otherwise'),
       (select count(*) from payment_attempt where state = 'open')) as revision`,
  );
  return `${rows[0]?.revision ?? ''}.${day}.${only}`;
};

type Counts = Omit<DeskLive, 'payments' | 'today'> & {
  readonly payments: number;
  readonly amount: number;
};

const COUNTS = `
  with waiting as (${PAYMENT_SELECT} where ${IS_EXCEPTION}),
  today as (
    select count(*) as payments, coalesce(sum(amount), 0) as amount from payment
    where received_at >= $1::date::timestamp at time zone 'Asia/Ho_Chi_Minh'
  )
  select today.payments, today.amount,
    (select count(*) from waiting) as exceptions,
    (select coalesce(sum(unallocated), 0) from waiting) as suspense,
    (select count(*) from refund where state = 'requested') as "refundsToDecide",
    (select count(*) from payment_attempt where state = 'open') as "openCodes"
  from today`;

/** The newest payments and what of them waits for a person. */
export const readLivePayments = async (
  database: Queryable,
  question: {
    readonly only: 'all' | 'exceptions';
    readonly since?: string | undefined;
    readonly limit: number;
  },
  day: BusinessDay,
): Promise<Output<DeskContract, 'livePayments'>> => {
  const revision = await revisionOf(database, day, question.only);
  if (revision === question.since) return { revision, news: null };
  const { rows } = await database.query<Counts>(COUNTS, [day]);
  const [counts] = rows;
  if (counts === undefined) return { revision, news: null };
  const { payments, amount, ...waiting } = counts;
  const condition = question.only === 'all' ? '' : `where ${IS_EXCEPTION}`;
  return {
    revision,
    news: {
      payments: await readDeskPayments(
        database,
        `${condition} order by payment.received_at desc, payment.payment_id desc limit $1`,
        [question.limit],
      ),
      today: { payments, amount },
      ...waiting,
    },
  };
};
