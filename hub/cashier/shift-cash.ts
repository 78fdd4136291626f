import { type Queryable } from '../storage/database.ts';
import { cashAccountOf } from './shifts.ts';

export interface Taken {
  readonly number: number;
  /** Whole đồng. */
  readonly amount: number;
}

/** What went through a drawer besides its float. */
export interface ShiftMoney {
  readonly takings: Taken;
  readonly refunds: Taken;
  /** First and last receipt for cash; null where there was none. */
  readonly receipts: { readonly first: number; readonly last: number } | null;
}

interface MoneyRow {
  readonly taken: number;
  readonly takings: number;
  readonly paid_out: number;
  readonly refunds: number;
  readonly first: number | null;
  readonly last: number | null;
}

const MONEY = `
  select count(*) filter (where kind = 'money-received') as taken,
    coalesce(sum(amount) filter (where kind = 'money-received'), 0) as takings,
    count(*) filter (where kind = 'refund-paid') as paid_out,
    coalesce(-sum(amount) filter (where kind = 'refund-paid'), 0) as refunds,
    (select min(receipt_no) from cash_receipt where shift_id = $2) as first,
    (select max(receipt_no) from cash_receipt where shift_id = $2) as last
  from journal_line where account = $1`;

export const readShiftMoney = async (tx: Queryable, shiftId: string): Promise<ShiftMoney> => {
  const { rows } = await tx.query<MoneyRow>(MONEY, [cashAccountOf(shiftId), shiftId]);
  const [money] = rows;
  const { first = null, last = null } = money ?? {};
  return {
    takings: { number: money?.taken ?? 0, amount: money?.takings ?? 0 },
    refunds: { number: money?.paid_out ?? 0, amount: money?.refunds ?? 0 },
    receipts: first === null || last === null ? null : { first, last },
  };
};

export interface ListedReceipt {
  readonly receiptNo: number;
  readonly at: string;
  readonly amount: number;
  readonly billId: string;
  /** Its number in the HIS, else the patient's ticket. */
  readonly bill: string | null;
  readonly drawer: string;
  readonly cashier: string;
}

const RECEIPTS = `
  select receipt_no as "receiptNo", payment.received_at as at, receipt.amount,
    receipt.bill_id as "billId", coalesce(bill.his_bill, visit.number_label) as bill,
    shift.drawer, shift.cashier
  from cash_receipt receipt join payment using (payment_id)
    join cash_shift shift using (shift_id)
    join bill on bill.bill_id = receipt.bill_id left join visit using (visit_id)`;

/** The newest first. */
export const listReceipts = async (
  tx: Queryable,
  shiftId: string,
  limit: number,
): Promise<readonly ListedReceipt[]> => {
  const { rows } = await tx.query<ListedReceipt>(
    `${RECEIPTS} where receipt.shift_id = $1 order by receipt_no desc limit $2`,
    [shiftId, limit],
  );
  return rows;
};

export const readReceipt = async (
  tx: Queryable,
  receiptNo: number,
): Promise<ListedReceipt | undefined> => {
  const { rows } = await tx.query<ListedReceipt>(`${RECEIPTS} where receipt_no = $1`, [receiptNo]);
  return rows[0];
};
