import { type BillState, billState } from '../../core/billing/bill-state.ts';
import {
  type DeskBill,
  type DeskPayment,
  type DeskRefund,
} from '../../core/contract/desk-money.ts';
import { type Queryable, type SqlValue } from '../storage/database.ts';

/** For a condition: the ids of a JSON list that is the first parameter. */
export const IDS = '(select value::uuid from jsonb_array_elements_text($1::jsonb))';

/** Balances are read for the rows that are shown, by index, and not for every row there ever was. */
export const PAYMENT_SELECT = `
  select payment.payment_id as "paymentId", payment.paid_at as "paidAt",
    payment.received_at as "receivedAt", payment.amount, balance.unallocated,
    payment.provider, payment.account, payment.bank_reference as "bankReference",
    payment.narrative, attempt.reference, payment.is_late as "isLate", payment.review,
    coalesce((select sum(refund.amount) from refund
      where refund.payment_id = payment.payment_id and state = 'requested'), 0)
      as "refundRequested"
  from payment
  left join payment_attempt attempt using (attempt_id)
  cross join lateral (
    select coalesce(-sum(amount), 0) as unallocated from journal_posting
    where account = 'suspense' and journal_posting.payment_id = payment.payment_id) balance`;

/** A person has to look at it: money waits, or its bill was paid in part and still is. */
export const IS_EXCEPTION = `payment.review is not null and (balance.unallocated > 0
  or (payment.review = 'contradicted' and not exists (
    select from day_explanation where kind = 'told-otherwise'
      and subject = payment.payment_id::text))
  or exists (
  select from journal_posting where account = 'receivable'
    and journal_posting.bill_id = attempt.bill_id
  having sum(amount) > 0))`;

interface BillRow extends Omit<DeskBill, 'state'> {
  readonly isCancelled: boolean;
}

const BILL_SELECT = `
  select bill.bill_id as "billId", bill.his_bill as "hisBill", visit.number_label as ticket,
    bill.raised_at as "raisedAt", balance.amount, balance.due,
    balance.is_cancelled as "isCancelled", shown.reference
  from bill
  left join visit using (visit_id)
  cross join lateral (
    select coalesce(sum(amount) filter (where kind = 'bill-raised'), 0) as amount,
      coalesce(sum(amount), 0) as due,
      coalesce(bool_or(kind = 'bill-cancelled'), false) as is_cancelled
    from journal_posting join journal_entry using (entry_no)
    where account = 'receivable' and journal_posting.bill_id = bill.bill_id) balance
  left join lateral (
    select reference from payment_attempt where payment_attempt.bill_id = bill.bill_id
    order by opened_at desc limit 1) shown on true`;

const stateOf = ({ amount, due, isCancelled }: BillRow): BillState =>
  billState({ amount, due, isCancelled });

export const readDeskBills = async (
  database: Queryable,
  condition: string,
  parameters: readonly SqlValue[],
): Promise<DeskBill[]> => {
  const { rows } = await database.query<BillRow>(`${BILL_SELECT} ${condition}`, parameters);
  return rows.map(({ isCancelled, ...row }) => ({
    ...row,
    state: stateOf({ ...row, isCancelled }),
  }));
};

export const readDeskPayments = async (
  database: Queryable,
  condition: string,
  parameters: readonly SqlValue[],
): Promise<DeskPayment[]> => {
  const { rows } = await database.query<DeskPayment>(`${PAYMENT_SELECT} ${condition}`, parameters);
  return rows;
};

/** The person behind an actor of the desk, else the program. */
export const whoOf = (column: string): string =>
  `coalesce((select name from desk_user where 'desk:' || user_id = ${column}), ${column})`;

type RefundRow = Omit<DeskRefund, 'isOwn'> & { readonly actor: string };

/** @param actor who asks for them. */
export const readDeskRefunds = async (
  database: Queryable,
  actor: string,
  condition: string,
  parameters: readonly SqlValue[],
): Promise<DeskRefund[]> => {
  const { rows } = await database.query<RefundRow>(
    `select refund_id as "refundId", payment_id as "paymentId", amount, state, reason,
       requested_at as "requestedAt", ${whoOf('requested_by')} as "requestedBy",
       decided_at as "decidedAt", ${whoOf('decided_by')} as "decidedBy", requested_by as actor
     from refund ${condition}`,
    parameters,
  );
  return rows.map(({ actor: requested, ...row }) => ({ ...row, isOwn: requested === actor }));
};
