import type { ReviewReason } from '../../core/billing/credit-settlement.ts';
import type { OpenBill, OpenCredit } from '../../core/reconciliation/open-item.ts';
import { allocationKey, type ProposedAllocation } from '../../core/reconciliation/proposals.ts';
import type { OpenDebit, OpenRefund } from '../../core/reconciliation/refund-matching.ts';
import { type Queryable } from '../storage/database.ts';

interface CreditRow {
  readonly payment_id: string;
  readonly unallocated: number;
  readonly narrative: string;
  readonly paid_at: string;
  readonly review: ReviewReason | null;
  readonly visit_id: string | null;
}

/** Money that waits in suspense, the oldest first. */
export const openCredits = async (tx: Queryable, limit: number): Promise<readonly OpenCredit[]> => {
  const { rows } = await tx.query<CreditRow>(
    `select payment_id, unallocated, narrative, paid_at, review, visit_id
     from payment join payment_balance using (payment_id)
       left join payment_attempt using (attempt_id) left join bill using (bill_id)
     where unallocated > 0 order by paid_at, payment_id limit $1`,
    [limit],
  );
  return rows.map(row => ({
    paymentId: row.payment_id,
    amount: row.unallocated,
    narrative: row.narrative,
    paidAt: Date.parse(row.paid_at),
    review: row.review,
    ...(row.visit_id === null ? {} : { visitId: row.visit_id }),
  }));
};

interface BillRow {
  readonly bill_id: string;
  readonly visit_id: string | null;
  readonly due: number;
  readonly raised_at: string;
  readonly codes: readonly { readonly reference: string; readonly openedAt: number }[];
}

/** Bills that ask for money, with every code that was made for them. */
export const openBills = async (tx: Queryable): Promise<readonly OpenBill[]> => {
  const { rows } = await tx.query<BillRow>(
    `select bill_id, visit_id, due, raised_at, coalesce((
       select jsonb_agg(jsonb_build_object('reference', reference,
         'openedAt', floor(extract(epoch from opened_at) * 1000)))
       from payment_attempt where payment_attempt.bill_id = bill.bill_id), '[]') as codes
     from bill join bill_balance using (bill_id) where due > 0`,
  );
  return rows.map(row => ({
    billId: row.bill_id,
    due: row.due,
    raisedAt: Date.parse(row.raised_at),
    codes: row.codes,
    ...(row.visit_id === null ? {} : { visitId: row.visit_id }),
  }));
};

/** Money that went, nobody has explained, and is as much as a refund that waits. */
export const openDebits = async (tx: Queryable): Promise<readonly OpenDebit[]> => {
  const { rows } = await tx.query<{
    line_id: string;
    amount: number;
    narrative: string;
    day: string;
  }>(
    `select line_id, amount, narrative, day from open_debit
     where amount in (select amount from refund where state = 'approved') order by day, line_id`,
  );
  return rows.map(({ line_id: lineId, ...debit }) => ({ lineId, ...debit }));
};

/** Refunds that two people have approved and nobody has paid out. */
export const openRefunds = async (tx: Queryable): Promise<readonly OpenRefund[]> => {
  const { rows } = await tx.query<{
    refund_id: string;
    amount: number;
    approved_on: string;
    narrative: string;
  }>(
    `select refund_id, refund.amount, narrative,
       (decided_at at time zone 'Asia/Ho_Chi_Minh')::date as approved_on
     from refund join payment using (payment_id) where state = 'approved'`,
  );
  return rows.map(row => ({
    refundId: row.refund_id,
    amount: row.amount,
    approvedOn: row.approved_on,
    narrative: row.narrative,
  }));
};

/** What a person has accepted and taken back, as {@link allocationKey}. */
export const undoneAllocations = async (tx: Queryable): Promise<ReadonlySet<string>> => {
  const { rows } = await tx.query<{ allocations: readonly ProposedAllocation[] }>(
    `select jsonb_agg(jsonb_build_object('paymentId', payment_id, 'billId', bill_id,
       'amount', amount)) as allocations
     from reconciliation_match join reconciliation_part using (match_id)
     where undone_at is not null and payment_id is not null group by match_id`,
  );
  return new Set(rows.map(({ allocations }) => allocationKey(allocations)));
};
