import { type DeskDebit, type DeskMatchSubjects } from '../../core/contract/desk-reconciliation.ts';
import { type MatchPart } from '../reconciliation/matches.ts';
import { type Queryable } from '../storage/database.ts';
import { IDS, readDeskBills, readDeskPayments, readDeskRefunds } from './money-rows.ts';

const debitsOf = async (database: Queryable, ids: string): Promise<DeskDebit[]> => {
  const { rows } = await database.query<DeskDebit>(
    `select line_id as "lineId", day, account, -amount as amount, narrative
     from bank_line where line_id in ${IDS}`,
    [ids],
  );
  return rows;
};

/**
 * The rows behind the ids of matches, so that a person sees what belongs together.
 * @param actor who asks for them.
 */
export const readMatchSubjects = async (
  database: Queryable,
  parts: readonly MatchPart[],
  actor: string,
): Promise<DeskMatchSubjects> => {
  const named = (key: 'paymentId' | 'billId' | 'lineId' | 'refundId'): string => {
    const ids = parts.flatMap(part => (part as Readonly<Record<string, unknown>>)[key] ?? []);
    return JSON.stringify([...new Set(ids)]);
  };
  return {
    payments: await readDeskPayments(database, `where payment.payment_id in ${IDS}`, [
      named('paymentId'),
    ]),
    bills: await readDeskBills(database, `where bill.bill_id in ${IDS}`, [named('billId')]),
    debits: await debitsOf(database, named('lineId')),
    refunds: await readDeskRefunds(database, actor, `where refund_id in ${IDS}`, [
      named('refundId'),
    ]),
  };
};
