import { type Output } from '../../core/contract/contract.ts';
import { type DeskContract } from '../../core/contract/desk.ts';
import { type Queryable } from '../storage/database.ts';
import { readDeskPayments } from './money-rows.ts';

type Suspense = Output<DeskContract, 'suspense'>;

/** Ages that a chief accountant asks for. */
const AGES = [1, 7, 30, null] as const;
/** More than anybody can work through; the total counts them all the same. */
const LONGEST = 5_000;
const DAY_MS = 86_400_000;

/** Money that waits in suspense, the oldest first, with how long it has. */
export const readSuspense = async (
  database: Queryable,
  limit: number,
  now: number,
): Promise<Suspense> => {
  const waiting = await readDeskPayments(
    database,
    `where payment.review is not null and balance.unallocated > 0
     order by payment.received_at, payment.payment_id limit $1`,
    [LONGEST],
  );
  const aged = waiting.map(payment => ({
    ...payment,
    ageDays: Math.max(0, Math.floor((now - Date.parse(payment.receivedAt)) / DAY_MS)),
  }));
  const ages = AGES.map((upToDays, index) => {
    const from = index === 0 ? 0 : ((AGES[index - 1] ?? 0) as number);
    const group = aged.filter(
      ({ ageDays }) => ageDays >= from && (upToDays === null || ageDays < upToDays),
    );
    return { upToDays, number: group.length, amount: sumOf(group) };
  });
  return { payments: aged.slice(0, limit), number: aged.length, total: sumOf(aged), ages };
};

const sumOf = (payments: readonly { readonly unallocated: number }[]): number =>
  payments.reduce((sum, { unallocated }) => sum + unallocated, 0);
