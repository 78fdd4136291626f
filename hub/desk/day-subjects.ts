import { type DayDifferenceKind } from '../../core/billing/day-difference.ts';
import { type Queryable } from '../storage/database.ts';

/** What a difference is about, as a person knows it. */
export interface DaySubject {
  /** What the bank, the bill, the drawer says of it; may name a payer. */
  readonly about: string;
  readonly at: string | null;
  readonly paymentId: string | null;
  readonly billId: string | null;
}

const PAYMENT = `
  select payment_id::text as subject, narrative as about, paid_at as at,
    payment_id, null::uuid as bill_id
  from payment where payment_id in (select subject::uuid from asked)`;

const SHIFT = `
  select shift_id::text as subject,
    drawer || ' · ' || coalesce(desk_user.name, cashier) as about,
    coalesce(closed_at, opened_at) as at, null::uuid as payment_id, null::uuid as bill_id
  from cash_shift left join desk_user on 'desk:' || user_id = cashier
  where shift_id in (select subject::uuid from asked)`;

/** `asked` holds the subjects. */
const QUESTIONS: Readonly<Record<DayDifferenceKind, string>> = {
  'not-on-statement': PAYMENT,
  'money-waits': PAYMENT,
  'told-otherwise': PAYMENT,
  'money-went': `
    select line_id::text as subject, narrative as about,
      day::timestamp at time zone 'Asia/Ho_Chi_Minh' as at,
      null::uuid as payment_id, null::uuid as bill_id
    from bank_line where line_id in (select subject::uuid from asked)`,
  'refund-waits': `
    select refund_id::text as subject, reason as about, decided_at as at, payment_id,
      null::uuid as bill_id
    from refund where refund_id in (select subject::uuid from asked)`,
  'his-differs': `
    select asked.subject, coalesce(his_bill, number_label, '') as about, raised_at as at,
      null::uuid as payment_id, bill_id
    from asked join bill on bill_id = split_part(asked.subject, ' ', 1)::uuid
      left join visit using (visit_id)`,
  'cash-differs': SHIFT,
  'shift-open': SHIFT,
  'statement-differs': `
    select statement_id::text as subject, account as about, imported_at as at,
      null::uuid as payment_id, null::uuid as bill_id
    from bank_statement where statement_id in (select subject::uuid from asked)`,
};

interface Row {
  readonly subject: string;
  readonly about: string;
  readonly at: string;
  readonly payment_id: string | null;
  readonly bill_id: string | null;
}

const UNKNOWN: DaySubject = { about: '', at: null, paymentId: null, billId: null };

/** What differences of one kind are about. */
export const readSubjects = async (
  tx: Queryable,
  kind: DayDifferenceKind,
  subjects: readonly string[],
): Promise<(subject: string) => DaySubject> => {
  const { rows } = await tx.query<Row>(
    `with asked as (select value as subject from jsonb_array_elements_text($1::jsonb))
     ${QUESTIONS[kind]}`,
    [JSON.stringify(subjects)],
  );
  const known = new Map(
    rows.map(row => [
      row.subject,
      { about: row.about, at: row.at, paymentId: row.payment_id, billId: row.bill_id },
    ]),
  );
  return subject => known.get(subject) ?? UNKNOWN;
};
