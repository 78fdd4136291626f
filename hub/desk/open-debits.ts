import { type Input, type Output } from '../../core/contract/contract.ts';
import { type DeskContract } from '../../core/contract/desk.ts';
import { type DeskDebit } from '../../core/contract/desk-reconciliation.ts';
import { type Queryable } from '../storage/database.ts';
import { readDeskRefunds } from './money-rows.ts';

/** A page of the money that went and waits for a word, with the refunds that it may be. */
export const readOpenDebits = async (
  database: Queryable,
  { after, limit }: Input<DeskContract, 'openDebits'>,
  actor: string,
): Promise<Output<DeskContract, 'openDebits'>> => {
  const { rows: debits } = await database.query<DeskDebit>(
    `select line_id as "lineId", day, account, amount, narrative from open_debit
     where $1::date is null or (day, line_id) > ($1::date, $2::uuid)
     order by day, line_id limit $3`,
    [after?.day ?? null, after?.lineId ?? null, limit],
  );
  const { rows: sums } = await database.query<{ number: number; total: number }>(
    'select count(*) as number, coalesce(sum(amount), 0) as total from open_debit',
  );
  const refunds = await readDeskRefunds(
    database,
    actor,
    `where state = 'approved' and amount in
       (select value::bigint from jsonb_array_elements_text($1::jsonb))
     order by decided_at`,
    [JSON.stringify([...new Set(debits.map(({ amount }) => amount))])],
  );
  return { debits, refunds, ...(sums[0] ?? { number: 0, total: 0 }) };
};
