import { type Database, type Queryable } from '../../../storage/database.ts';

/** A guarantee broken on purpose, from outside: the product does not know of it. */
export interface MoneyMutation {
  readonly says: string;
  /** What the database itself would refuse is taken away first. */
  readonly prepare?: string;
  /** Another statement in place of one of the hub's. */
  readonly rewrite?: (sql: string) => string;
  readonly database?: (database: Database) => Database;
}

class Forgotten extends Error {}

/** One transaction of many is answered and not kept. */
const EVERY = 15;

const answeringBeforeCommit = (database: Database): Database => {
  let begun = 0;
  return {
    ...database,
    transaction: async <T>(work: (tx: Queryable) => Promise<T>): Promise<T> => {
      begun += 1;
      if (begun % EVERY !== 0) return database.transaction(work);
      const answers: T[] = [];
      await database
        .transaction(async tx => {
          answers.push(await work(tx));
          throw new Forgotten();
        })
        .catch((error: unknown) => {
          if (!(error instanceof Forgotten)) throw error;
        });
      return answers.at(-1) as T;
    },
  };
};

const replacing =
  (part: string, by: string): ((sql: string) => string) =>
  sql =>
    sql.replace(part, by);

const MUTATIONS = {
  'answered-before-commit': {
    says: 'a hub says that something is booked, and loses it',
    database: answeringBeforeCommit,
  },
  'booked-without-transaction': {
    says: 'a hub writes statement by statement',
    database: database => ({ ...database, transaction: work => work(database) }),
  },
  'same-money-twice': {
    says: 'a notice that comes again is taken for other money',
    prepare: 'alter table payment drop constraint payment_provider_account_bank_reference_key',
    rewrite: replacing('and bank_reference = "bankReference"', 'and false'),
  },
  'bill-paid-beyond': {
    says: 'a bill asks for all of it again, whatever was paid',
    prepare: 'drop trigger journal_posting_held on journal_posting',
    rewrite: replacing(
      'select bill_id, amount, due, is_cancelled',
      'select bill_id, amount, amount as due, is_cancelled',
    ),
  },
  'refund-by-one': {
    says: 'whoever asks for a refund may agree to it',
    prepare: 'alter table refund drop constraint refund_needs_two_people',
    rewrite: replacing(
      'amount, state, requested_by from refund',
      `amount, state, 'nobody' as requested_by from refund`,
    ),
  },
  'refund-from-any-drawer': {
    says: 'a refund is handed out of a drawer that is closed, or holds less',
    rewrite: sql =>
      sql.includes(`from cash_shift where 'cash:' || shift_id = $1`)
        ? 'select 1000000000::bigint as holds where $1::text is not null'
        : sql,
  },
  'late-money-into-signed-days': {
    says: 'the journal does not know which days are signed',
    prepare: 'drop trigger day_close_chained on day_close',
  },
  'small-sums-not-asked': {
    says: 'a day may be signed while a little money waits',
    rewrite: replacing(
      'where unallocated > 0 and payment_id in',
      'where unallocated > 90000 and payment_id in',
    ),
  },
  'drawer-counts-from-memory': {
    says: 'a drawer is expected to hold a note more than it does',
    rewrite: replacing('select sum(amount) as balance', 'select sum(amount) + 1000 as balance'),
  },
  'line-twice': {
    says: 'a line that a second file shows is another line',
    prepare:
      'alter table bank_line drop constraint bank_line_account_day_reference_amount_ordinal_key',
    rewrite: replacing('where known.account = $2', 'where false and known.account = $2'),
  },
  'undone-twice': {
    says: 'nobody keeps that a match was taken back',
    rewrite: replacing(
      'undone_at = $3 where match_id = $1',
      'undone_at = $3 where match_id = $1 and false',
    ),
  },
  'receipt-not-told': {
    says: 'a bill is paid and the HIS gets no receipt',
    rewrite: replacing(
      'where bill.his_bill is not null or bill.visit_id is not null',
      'where false',
    ),
  },
  rounded: {
    says: 'amounts are rounded to ten đồng',
    rewrite: replacing(
      `(posting->>'amount')::bigint`,
      `round((posting->>'amount')::numeric, -1)::bigint`,
    ),
  },
} as const satisfies Readonly<Record<string, MoneyMutation>>;

/** By name. */
export const MONEY_MUTATIONS: Readonly<Record<string, MoneyMutation>> = MUTATIONS;

/** A database as the mutation makes it. */
export const mutated = (
  database: Database,
  { rewrite = sql => sql, database: wrap = one => one }: MoneyMutation,
): Database => {
  const rewriting = (tx: Queryable): Queryable => ({
    query: (sql, parameters) => tx.query(rewrite(sql), parameters),
    script: sql => tx.script(sql),
  });
  return wrap({
    ...database,
    ...rewriting(database),
    transaction: work => database.transaction(tx => work(rewriting(tx))),
  });
};
