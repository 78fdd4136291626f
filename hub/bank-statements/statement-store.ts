import { type Ids } from '../../core/ports/ports.ts';
import type { Statement, StatementLine } from '../../core/statement/statement.ts';
import { type Recording } from '../billing/journal.ts';
import { type Queryable } from '../storage/database.ts';
import { NEAR_DAYS, type UnbankedPayment } from './line-matching.ts';

/** The row of a file, made at its first import. @returns its id. */
export const openStatement = async (
  tx: Queryable,
  file: {
    readonly fileHash: string;
    readonly account: string;
    readonly bank: string;
    readonly statement: Statement;
  },
  ids: Ids,
  { actor, at }: Recording,
): Promise<string> => {
  const { opening = null, closing = null } = file.statement;
  await tx.query(
    `insert into bank_statement (statement_id, file_hash, account, bank, opening, closing,
       imported_by, imported_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (file_hash) do nothing`,
    [ids.uuid(), file.fileHash, file.account, file.bank, opening, closing, actor, at],
  );
  const { rows } = await tx.query<{ statement_id: string }>(
    'select statement_id from bank_statement where file_hash = $1',
    [file.fileHash],
  );
  return rows[0]?.statement_id ?? '';
};

/** The first and the last day of some lines; null where there are none. */
const daysOf = (lines: readonly StatementLine[]): readonly [string | null, string | null] => {
  const days = lines.map(({ day }) => day).sort();
  return [days[0] ?? null, days.at(-1) ?? null];
};

const KNOWN = `
  select place from jsonb_to_recordset($1::jsonb) as line (place integer, day date, amount bigint,
    reference text, ordinal integer)
  join bank_line known using (day, reference, amount, ordinal)
  where known.account = $2 and known.day between $3::date and $4::date`;

/** Lines that no earlier file of the account has shown. Call it under the lock of the journal. */
export const freshLines = async (
  tx: Queryable,
  account: string,
  lines: readonly StatementLine[],
): Promise<readonly StatementLine[]> => {
  const [first, last] = daysOf(lines);
  const keys = lines.map(({ day, amount, reference, ordinal }, place) => ({
    place,
    day,
    amount,
    reference,
    ordinal,
  }));
  const { rows } = await tx.query<{ place: number }>(KNOWN, [
    JSON.stringify(keys),
    account,
    first,
    last,
  ]);
  const known = new Set(rows.map(({ place }) => place));
  return lines.filter((_, place) => !known.has(place));
};

const KEEP = `
  insert into bank_line (line_id, statement_id, account, day, time, amount, reference, ordinal,
    narrative, payment_id)
  select "lineId", $2, $3, day, time, amount, reference, ordinal, narrative, "paymentId"
  from jsonb_to_recordset($1::jsonb) as line ("lineId" uuid, day date, time text, amount bigint,
    reference text, ordinal integer, narrative text, "paymentId" uuid)`;

/** Stores fresh lines, each with the payment it shows. */
export const keepLines = async (
  tx: Queryable,
  to: { readonly statementId: string; readonly account: string; readonly ids: Ids },
  lines: readonly StatementLine[],
  payments: ReadonlyMap<StatementLine, string>,
): Promise<void> => {
  if (lines.length === 0) return;
  const kept = lines.map(line => ({
    ...line,
    lineId: to.ids.uuid(),
    paymentId: payments.get(line) ?? null,
  }));
  await tx.query(KEEP, [JSON.stringify(kept), to.statementId, to.account]);
};

interface UnbankedRow {
  readonly payment_id: string;
  readonly clearing: `clearing:${string}`;
  readonly amount: number;
  readonly bank_reference: string;
  readonly narrative: string;
  readonly day: string;
}

/** Money in clearing, looked for only among payments that lines of these amounts and days may show. */
const UNBANKED = `
  select payment_id, clearing, waiting.amount, bank_reference, narrative,
    (paid_at at time zone 'Asia/Ho_Chi_Minh')::date as day
  from payment cross join lateral (
    select account as clearing, sum(amount) as amount from journal_posting
    where journal_posting.payment_id = payment.payment_id and account like 'clearing:%'
    group by account having sum(amount) > 0) as waiting
  where payment.account = $1 and payment.provider <> 'bank-statement'
    and payment.amount = any (array(select value::bigint from jsonb_array_elements_text($2::jsonb)))
    and paid_at >= ($3::date - $5::integer)::timestamp at time zone 'Asia/Ho_Chi_Minh'
    and paid_at < ($4::date + $5::integer + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'
  order by paid_at`;

/** What providers have announced that these lines of an account may show, and no statement has shown. */
export const unbankedPayments = async (
  tx: Queryable,
  account: string,
  lines: readonly StatementLine[],
): Promise<readonly UnbankedPayment[]> => {
  const [first, last] = daysOf(lines);
  const amounts = JSON.stringify([...new Set(lines.map(({ amount }) => amount))]);
  const { rows } = await tx.query<UnbankedRow>(UNBANKED, [
    account,
    amounts,
    first,
    last,
    NEAR_DAYS,
  ]);
  return rows.map(row => ({
    paymentId: row.payment_id,
    clearing: row.clearing,
    amount: row.amount,
    bankReference: row.bank_reference,
    narrative: row.narrative,
    day: row.day,
  }));
};
