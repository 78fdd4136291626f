import { type Queryable } from '../storage/database.ts';

/**
 * The codes of a bill stop being open: nobody should pay them any more. Money that comes all the same
 * finds its bill and waits for a person.
 * @param as `replaced` where another code takes their place
 */
export const endShownCodes = async (
  tx: Queryable,
  billId: string,
  at: string,
  as: 'cancelled' | 'replaced' = 'cancelled',
): Promise<void> => {
  await tx.query(
    `update payment_attempt set state = $3, ended_at = $2 where bill_id = $1 and state = 'open'`,
    [billId, at, as],
  );
};
