import { FaultError } from '../../core/contract/errors.ts';
import { type Queryable } from '../storage/database.ts';

/** Money as it was told once more. */
export interface ToldAgain {
  readonly provider: string;
  readonly account: string;
  readonly bankReference: string;
  /** Whole đồng; absent where it is said that nothing came. */
  readonly amount?: number;
}

/** The same money was told over another amount. */
export const isContradiction = (error: unknown): boolean =>
  error instanceof FaultError && error.code === 'idempotency-conflict';

const MARK = `
  update payment set review = 'contradicted'
  from jsonb_to_recordset($1::jsonb) as told (provider text, account text, "bankReference" text,
    amount bigint)
  where payment.provider = told.provider and payment.account = told.account
    and bank_reference = "bankReference" and payment.amount is distinct from told.amount`;

/**
 * What was booked stays booked: which of the two is true a person has to find out.
 * @returns how many booked payments are told otherwise.
 */
export const markContradicted = async (
  tx: Queryable,
  told: readonly ToldAgain[],
): Promise<number> => {
  if (told.length === 0) return 0;
  const keys = told.map(({ provider, account, bankReference, amount = null }) => ({
    provider,
    account,
    bankReference,
    amount,
  }));
  const { affected } = await tx.query(MARK, [JSON.stringify(keys)]);
  return affected;
};
