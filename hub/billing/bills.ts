import { z } from 'zod';
import {
  type BillBalance,
  type BillState,
  billState,
  mayCancel,
} from '../../core/billing/bill-state.ts';
import { billCancelled, billRaised } from '../../core/billing/journal-entry.ts';
import { type EInvoiceWish } from '../../core/contract/e-invoice.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type ChargeLine, chargeLineSchema } from '../../core/contract/kiosk-payment.ts';
import { type Queryable } from '../storage/database.ts';
import { appendEntries, lockJournal, type Recording } from './journal.ts';
import { endShownCodes } from './shown-codes.ts';

export interface NewBill {
  readonly billId: string;
  /** The HIS's own number of it, where the bill is the HIS's. */
  readonly hisBill?: string;
  readonly visitId?: string;
  /** Whole đồng. */
  readonly amount: number;
  /** What it is made up from. */
  readonly lines?: readonly ChargeLine[];
  /** Whose it is in the HIS, and the keyed hash of that by which receipts keep their order. */
  readonly hisPatientId?: string;
  readonly patientAlias?: string;
  readonly eInvoice?: EInvoiceWish;
}

export interface Bill extends BillBalance {
  readonly billId: string;
  readonly state: BillState;
}

interface BillRow {
  readonly bill_id: string;
  readonly amount: number;
  readonly due: number;
  readonly is_cancelled: boolean;
}

const billOf = (row: BillRow): Bill => {
  const balance = { amount: row.amount, due: row.due, isCancelled: row.is_cancelled };
  return { billId: row.bill_id, ...balance, state: billState(balance) };
};

/** The bills of these ids that there are, as the journal has them. */
export const readBills = async (
  tx: Queryable,
  billIds: readonly string[],
): Promise<readonly Bill[]> => {
  if (billIds.length === 0) return [];
  const { rows } = await tx.query<BillRow>(
    `select bill_id, amount, due, is_cancelled from bill_balance
     where bill_id = any (array(select value::uuid from jsonb_array_elements_text($1::jsonb)))`,
    [JSON.stringify(billIds)],
  );
  return rows.map(billOf);
};

/** What a bill was raised over; undefined where there is none, or only its sum is known. */
export const billLines = async (
  tx: Queryable,
  billId: string,
): Promise<readonly ChargeLine[] | undefined> => {
  const { rows } = await tx.query<{ lines: unknown }>('select lines from bill where bill_id = $1', [
    billId,
  ]);
  return z.array(chargeLineSchema).safeParse(rows[0]?.lines).data;
};

/** @throws FaultError `not-possible-now` where there is no such bill. */
export const readBill = async (tx: Queryable, billId: string): Promise<Bill> => {
  const [bill] = await readBills(tx, [billId]);
  if (bill === undefined) throw new FaultError('not-possible-now', 'there is no such bill');
  return bill;
};

/**
 * Raises a bill once; the same id again is the same bill.
 * @throws FaultError `idempotency-conflict` where it was raised over another amount.
 */
export const raiseBill = async (
  tx: Queryable,
  { billId, amount, ...bill }: NewBill,
  recording: Recording,
): Promise<Bill> => {
  const head = await lockJournal(tx);
  const { affected } = await tx.query(
    `insert into bill (bill_id, his_bill, visit_id, raised_at, his_patient_id, patient_alias, e_invoice,
       lines)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb) on conflict (bill_id) do nothing`,
    [
      billId,
      bill.hisBill ?? null,
      bill.visitId ?? null,
      recording.at,
      bill.hisPatientId ?? null,
      bill.patientAlias ?? null,
      bill.eInvoice === undefined ? null : JSON.stringify(bill.eInvoice),
      bill.lines === undefined ? null : JSON.stringify(bill.lines),
    ],
  );
  if (affected > 0) await appendEntries(tx, head, [billRaised(billId, amount)], recording);
  const raised = await readBill(tx, billId);
  if (raised.amount !== amount) {
    throw new FaultError('idempotency-conflict', 'the bill was raised over another amount');
  }
  return raised;
};

/**
 * Withdraws a bill of which nothing is paid. Codes that show it end with it.
 * @throws FaultError `not-possible-now` once something is paid.
 */
export const cancelBill = async (
  tx: Queryable,
  billId: string,
  recording: Recording,
): Promise<Bill> => {
  const head = await lockJournal(tx);
  const bill = await readBill(tx, billId);
  if (bill.isCancelled) return bill;
  if (!mayCancel(bill))
    throw new FaultError('not-possible-now', 'the bill is paid in part or whole');
  await appendEntries(tx, head, [billCancelled(billId, bill.amount)], recording);
  await endShownCodes(tx, billId, recording.at);
  return readBill(tx, billId);
};
