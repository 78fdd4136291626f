import { type Queryable } from '../storage/database.ts';

/** What people call an account: the drawer of a shift by its name, the rest by what stands behind the colon. */
export const readAccountNames = async (
  tx: Queryable,
  accounts: readonly string[],
): Promise<(account: string) => string> => {
  const shifts = accounts.flatMap(account =>
    account.startsWith('cash:') ? [account.slice('cash:'.length)] : [],
  );
  const { rows } = await tx.query<{ shift_id: string; drawer: string; shift_no: number }>(
    `select shift_id, drawer, shift_no from cash_shift
     where shift_id in (select value::uuid from jsonb_array_elements_text($1::jsonb))`,
    [JSON.stringify(shifts)],
  );
  const drawers = new Map(
    rows.map(({ shift_id, drawer, shift_no }) => [`cash:${shift_id}`, `${drawer} (${shift_no})`]),
  );
  return account => drawers.get(account) ?? account.split(':')[1] ?? account;
};
