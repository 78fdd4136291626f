import { type Ids } from '../../core/ports/ports.ts';
import type { Statement, StatementLine } from '../../core/statement/statement.ts';
import { type Recording } from '../billing/journal.ts';
import { type Queryable } from '../storage/database.ts';
import { type UnbankedPayment } from './line-matching.ts';

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

interface KeptLines {
  /** Those that no earlier file had shown. */
  readonly fresh: readonly StatementLine[];
  /** Says which payment each line shows. */
  name(payments: ReadonlyMap<StatementLine, string>): Promise<void>;
}

const KEEP = `
  insert into bank_line (line_id, statement_id, account, day, time, amount, reference, ordinal,
    narrative)
  select "lineId", $2, $3, day, time, amount, reference, ordinal, narrative
  from jsonb_to_recordset($1::jsonb) as line ("lineId" uuid, day date, time text, amount bigint,
    reference text, ordinal integer, narrative text)
  on conflict (account, day, reference, amount, ordinal) do nothing
  returning line_id`;

const NAME = `
  update bank_line set payment_id = named."paymentId"
  from jsonb_to_recordset($1::jsonb) as named ("lineId" uuid, "paymentId" uuid)
  where line_id = named."lineId"`;

/** Stores lines, each once however many files show it. */
export const keepLines = async (
  tx: Queryable,
  to: { readonly statementId: string; readonly account: string; readonly ids: Ids },
  lines: readonly StatementLine[],
): Promise<KeptLines> => {
  const withIds = lines.map(line => ({ line, lineId: to.ids.uuid() }));
  const { rows } = await tx.query<{ line_id: string }>(KEEP, [
    JSON.stringify(withIds.map(({ line, lineId }) => ({ ...line, lineId }))),
    to.statementId,
    to.account,
  ]);
  const stored = new Set(rows.map(row => row.line_id));
  const fresh = withIds.filter(({ lineId }) => stored.has(lineId));
  return {
    fresh: fresh.map(({ line }) => line),
    async name(payments) {
      const named = fresh.flatMap(({ line, lineId }) => {
        const paymentId = payments.get(line);
        return paymentId === undefined ? [] : [{ lineId, paymentId }];
      });
      if (named.length > 0) await tx.query(NAME, [JSON.stringify(named)]);
    },
  };
};

interface UnbankedRow {
  readonly payment_id: string;
  readonly clearing: `clearing:${string}`;
  readonly amount: number;
  readonly bank_reference: string;
  readonly narrative: string;
  readonly day: string;
}

/** What providers have announced for an account and no statement has shown. */
export const unbankedPayments = async (
  tx: Queryable,
  account: string,
): Promise<readonly UnbankedPayment[]> => {
  const { rows } = await tx.query<UnbankedRow>(
    `select payment_id, clearing, unbanked_payment.amount, bank_reference, narrative,
       (paid_at at time zone 'Asia/Ho_Chi_Minh')::date as day
     from unbanked_payment join payment using (payment_id)
     where account = $1 order by paid_at`,
    [account],
  );
  return rows.map(row => ({
    paymentId: row.payment_id,
    clearing: row.clearing,
    amount: row.amount,
    bankReference: row.bank_reference,
    narrative: row.narrative,
    day: row.day,
  }));
};
