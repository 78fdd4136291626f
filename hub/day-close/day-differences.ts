import type {
  DayDifference,
  DayDifferenceKind,
  DayExplanation,
} from '../../core/billing/day-difference.ts';
import type { BusinessDay } from '../../core/contract/primitives.ts';
import { type Queryable } from '../storage/database.ts';

/**
 * Each answers `subject` and `amount` for the books since the last closed day, up to and with `$1`.
 * `since.day` is that last closed day, `since.at` the moment it was signed.
 */
const QUESTIONS: Readonly<Record<DayDifferenceKind, string>> = {
  'not-on-statement': `
    select payment_id as subject, waiting.amount from unbanked_payment waiting
    where exists (select from came where came.payment_id = waiting.payment_id)`,
  'money-waits': `
    select payment_id as subject, unallocated as amount from payment_balance
    where unallocated > 0 and payment_id in (select payment_id from came)`,
  'told-otherwise': `
    select payment_id as subject, payment.amount from payment, since
    where review = 'contradicted' and not exists (
      select from day_explanation earlier where earlier.kind = 'told-otherwise'
        and earlier.subject = payment_id::text and earlier.day <= since.day)`,
  'money-went': `
    select line_id as subject, -debit.amount as amount
    from open_debit debit join bank_line using (line_id) join bank_statement using (statement_id),
      since
    where debit.day <= $1::date and (debit.day > since.day or imported_at > since.at)`,
  'refund-waits': `
    select refund_id as subject, refund.amount from refund, since
    where state = 'approved' and exists (
      select from journal_line line where line.refund_id = refund.refund_id
        and line.kind = 'refund-approved' and line.booked_on > since.day
        and line.booked_on <= $1::date)`,
  'his-differs': `
    select bill_id || ' ' || payment_id as subject, paid.amount - coalesce(told.amount, 0) as amount
    from (
      select bill_id, payment_id, -sum(amount) as amount from journal_line
      where account = 'receivable' and payment_id is not null and booked_on <= $1::date
        and bill_id in (select bill_id from settled)
      group by bill_id, payment_id) as paid
    join bill using (bill_id)
    left join (
      select bill_id, payment_id, sum(case kind when 'payment' then amount else -amount end) as amount
      from his_receipt_state where state = 'delivered' and bill_id in (select bill_id from settled)
      group by bill_id, payment_id) as told using (bill_id, payment_id)
    where (his_bill is not null or visit_id is not null)
      and paid.amount <> coalesce(told.amount, 0)`,
  'cash-differs': `
    select shift_id as subject, difference as amount from cash_shift, since
    where difference <> 0 and cash_shift.day <= $1::date
      and (cash_shift.day > since.day or closed_at > since.at)`,
  'statement-differs': `
    select statement_id as subject, unexplained as amount from bank_statement, since
    where unexplained <> 0 and imported_at > since.at`,
  'shift-open': `
    select shift_id as subject, coalesce((select sum(amount) from journal_posting
      where account = 'cash:' || shift_id), 0) as amount
    from cash_shift where closed_at is null and day <= $1::date`,
};

const GROUND = `
  with since as (
    select coalesce(max(day), '0001-01-01') as day, coalesce(max(signed_at), '-infinity') as at
    from day_close where day < $1::date),
  came as (
    select distinct payment_id from journal_line, since
    where kind = 'money-received' and booked_on > since.day and booked_on <= $1::date),
  settled as (
    select distinct bill_id from journal_line, since
    where kind in ('allocated', 'allocation-reversed') and booked_on > since.day
      and booked_on <= $1::date and bill_id is not null)`;

const ALL = Object.entries(QUESTIONS)
  .map(([kind, question]) => `select '${kind}' as kind, subject::text, amount from (${question}) q`)
  .join('\nunion all\n');

interface Row {
  readonly kind: DayDifferenceKind;
  readonly subject: string;
  readonly amount: number;
  readonly reason: string | null;
  readonly explained_by: string | null;
  readonly explained_at: string | null;
}

/**
 * What a cashier said at the close of a shift explains its difference; of what was said of a day the
 * last word counts, while the amount is the same.
 */
const DIFFERENCES = `
  ${GROUND}
  select kind, subject, amount::bigint, coalesce(said.reason, shift.reason) as reason,
    coalesce(said.explained_by, shift.closed_by) as explained_by,
    coalesce(said.explained_at, shift.closed_at) as explained_at
  from (${ALL}) as difference
  left join (
    select distinct on (kind, subject, amount) kind, subject, amount, reason, explained_by, explained_at
    from day_explanation where day = $1::date
    order by kind, subject, amount, explained_at desc, explanation_id desc) as said
    using (kind, subject, amount)
  left join cash_shift shift
    on difference.kind = 'cash-differs' and shift.shift_id::text = difference.subject
  order by kind, subject`;

const explanationOf = (row: Row): DayExplanation | null =>
  row.reason === null || row.explained_by === null || row.explained_at === null
    ? null
    : { reason: row.reason, by: row.explained_by, at: row.explained_at };

/** Everything that differs on a day whose books are open, each with what was said of it. */
export const differencesOfDay = async (
  tx: Queryable,
  day: BusinessDay,
): Promise<readonly DayDifference[]> => {
  const { rows } = await tx.query<Row>(DIFFERENCES, [day]);
  return rows.map(row => ({
    kind: row.kind,
    subject: row.subject,
    amount: row.amount,
    explanation: explanationOf(row),
  }));
};
