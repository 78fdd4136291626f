import { FaultError, type FaultCode } from '../../core/contract/errors.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { type EInvoiceWish } from '../../core/contract/e-invoice.ts';
import { type DeliveryState } from '../his/delivery/delivery-store.ts';
import { type PaymentReceipt } from '../his/his-money.ts';
import { contentHash } from '../intake/content-hash.ts';
import { type Queryable } from '../storage/database.ts';

/** Money that went to a bill, or was taken back from one. */
export interface AllocationChange {
  readonly kind: 'allocated' | 'allocation-reversed';
  readonly billId: string;
  readonly paymentId: string;
  /** Whole đồng. */
  readonly amount: number;
}

interface NewReceipt {
  readonly kind: PaymentReceipt['kind'];
  readonly billId: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly cancels: string | null;
}

/** Bills that are nobody's, neither of a visit nor of the HIS, concern no HIS. */
const STORE = `
  insert into his_receipt (kind, bill_id, payment_id, amount, cancels, day, recorded_at)
  select given.kind, bill.bill_id, given."paymentId", given.amount, given.cancels, $2, $3
  from jsonb_array_elements($1::jsonb) with ordinality as each (one, place),
    jsonb_to_record(one) as given (kind text, "billId" uuid, "paymentId" uuid, amount bigint,
      cancels uuid)
  join bill on bill.bill_id = given."billId"
  where bill.his_bill is not null or bill.visit_id is not null
  order by place`;

/** @returns how many concern the HIS. */
const store = async (
  tx: Queryable,
  receipts: readonly NewReceipt[],
  at: string,
): Promise<number> => {
  if (receipts.length === 0) return 0;
  const { affected } = await tx.query(STORE, [JSON.stringify(receipts), businessDayOf(at), at]);
  return affected;
};

interface LiveRow {
  readonly receipt_id: string;
  readonly amount: number;
}

/** Receipts of a payment for a bill that stand, the newest first. */
const LIVE = `
  select receipt_id, amount from his_receipt receipt
  where bill_id = $1 and payment_id = $2 and kind = 'payment'
    and not exists (select from his_receipt later where later.cancels = receipt.receipt_id)
  order by receipt_no desc`;

/** A receipt is only ever taken back whole: over what is left of it a new one is written. */
const takeBack = async (
  tx: Queryable,
  { billId, paymentId, amount }: AllocationChange,
  at: string,
): Promise<number> => {
  const { rows } = await tx.query<LiveRow>(LIVE, [billId, paymentId]);
  let left = amount;
  const receipts: NewReceipt[] = [];
  for (const row of rows) {
    if (left <= 0) break;
    left -= row.amount;
    receipts.push({
      kind: 'cancellation',
      billId,
      paymentId,
      amount: row.amount,
      cancels: row.receipt_id,
    });
  }
  if (left < 0) receipts.push({ kind: 'payment', billId, paymentId, amount: -left, cancels: null });
  return store(tx, receipts, at);
};

const READY = `
  update his_receipt receipt set is_queued = true
  from bill
  where not receipt.is_queued and bill.bill_id = receipt.bill_id and (
    bill.visit_id is null or exists (select from visit where visit.visit_id = bill.visit_id))
  returning receipt.receipt_id`;

interface ReadyRow {
  readonly receiptId: string;
  readonly kind: PaymentReceipt['kind'];
  readonly cancels: string | null;
  readonly billId: string;
  readonly hisBill: string | null;
  readonly visitId: string | null;
  readonly hisPatientId: string | null;
  readonly eInvoice: EInvoiceWish | null;
  readonly paymentId: string;
  readonly amount: number;
  readonly isCash: boolean;
  readonly provider: string;
  readonly bankReference: string;
  readonly paidAt: string;
  readonly recordedAt: string;
  readonly day: BusinessDay;
  readonly patientKey: string;
  readonly servicePointId: string;
}

const READY_ROWS = `
  select receipt.receipt_id as "receiptId", receipt.kind, receipt.cancels,
    bill.bill_id as "billId", bill.his_bill as "hisBill", bill.visit_id as "visitId",
    bill.his_patient_id as "hisPatientId", bill.e_invoice as "eInvoice",
    payment.payment_id as "paymentId", receipt.amount, payment.provider,
    exists (select from journal_posting posting where posting.payment_id = payment.payment_id
      and posting.account like 'cash:%') as "isCash",
    payment.bank_reference as "bankReference", payment.paid_at as "paidAt",
    receipt.recorded_at as "recordedAt", receipt.day,
    coalesce(visit.patient_key, alias.patient_key, bill.bill_id) as "patientKey",
    coalesce(visit.service_point_id, '') as "servicePointId"
  from his_receipt receipt
  join bill on bill.bill_id = receipt.bill_id
  join payment on payment.payment_id = receipt.payment_id
  left join visit on visit.visit_id = bill.visit_id
  left join patient_alias alias on alias.alias = bill.patient_alias
  where receipt.receipt_id in (select jsonb_array_elements_text($1::jsonb)::uuid)
  order by receipt.receipt_no`;

const given = <T extends object>(members: { readonly [K in keyof T]: T[K] | null }): Partial<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)) as Partial<T>;

const contentOf = (row: ReadyRow): PaymentReceipt => {
  const { kind, billId, paymentId, amount, provider, bankReference, paidAt, recordedAt, day } = row;
  const { cancels, hisBill, visitId, hisPatientId, eInvoice } = row;
  return {
    type: 'receipt',
    eventId: row.receiptId,
    kind,
    billId,
    paymentId,
    amount,
    method: row.isCash ? 'cash' : 'transfer',
    provider,
    bankReference,
    paidAt,
    recordedAt,
    day,
    ...given({ cancels, hisBill, visitId, hisPatientId, eInvoice }),
  };
};

const QUEUE_EVENTS = `
  insert into intake_event (event_id, kiosk_id, content_hash, content, outcome, received_at)
  select event_id, 'hub', hash, content, 'accepted', $2
  from jsonb_to_recordset($1::jsonb) as given (event_id uuid, hash text, content json)`;

/** As with visits: after a restore the HIS may have it already, and is asked before it is told. */
const QUEUE_DELIVERIES = `
  insert into delivery (event_id, patient_key, service_point_id, attempts, due_at, updated_at)
  select event_id, patient_key, point,
    case when recorded_at < (select restored_at from hub_identity) then 1 else 0 end, $2, $2
  from jsonb_to_recordset($1::jsonb) as given (position integer, event_id uuid, patient_key uuid,
    point text, recorded_at timestamptz)
  order by position`;

/**
 * Puts receipts into the queue to the HIS that can go now: behind everything of their patient, and
 * not before the visit their bill is of. @returns how many.
 */
export const queueReceipts = async (tx: Queryable, at: string): Promise<number> => {
  const ready = await tx.query<{ receipt_id: string }>(READY);
  if (ready.rows.length === 0) return 0;
  const ids = JSON.stringify(ready.rows.map(row => row.receipt_id));
  const { rows } = await tx.query<ReadyRow>(READY_ROWS, [ids]);
  const queued = rows.map((row, position) => {
    const content = contentOf(row);
    return {
      position,
      event_id: row.receiptId,
      hash: contentHash(content),
      content,
      patient_key: row.patientKey,
      point: row.servicePointId,
      recorded_at: row.recordedAt,
    };
  });
  await tx.query(QUEUE_EVENTS, [JSON.stringify(queued), at]);
  await tx.query(QUEUE_DELIVERIES, [JSON.stringify(queued), at]);
  return queued.length;
};

/**
 * Writes the receipts that follow from changes of the journal, in their transaction: what the HIS
 * is told and what the journal says cannot part.
 */
export const writeReceipts = async (
  tx: Queryable,
  changes: readonly AllocationChange[],
  at: string,
): Promise<void> => {
  let written = 0;
  let paid: NewReceipt[] = [];
  for (const change of changes) {
    const { kind, billId, paymentId, amount } = change;
    if (kind === 'allocated') {
      paid.push({ kind: 'payment', billId, paymentId, amount, cancels: null });
      continue;
    }
    // What is taken back has to be there.
    written += await store(tx, paid, at);
    paid = [];
    written += await takeBack(tx, change, at);
  }
  written += await store(tx, paid, at);
  if (written > 0) await queueReceipts(tx, at);
};

/** `waiting-for-visit`: the kiosk has not sent the visit yet that the bill is of. */
export type ReceiptState = DeliveryState | 'waiting-for-visit';

/** A receipt and how far it has come to the HIS. */
export interface ReceiptStanding {
  readonly receiptId: string;
  readonly kind: PaymentReceipt['kind'];
  readonly billId: string;
  readonly hisBill: string | null;
  readonly visitId: string | null;
  readonly paymentId: string;
  /** Whole đồng, positive; of a cancellation what was taken back. */
  readonly amount: number;
  /** The day it belongs to, and the moment it was booked. */
  readonly day: BusinessDay;
  readonly recordedAt: string;
  /** The receipt it takes back. */
  readonly cancels: string | null;
  readonly state: ReceiptState;
  readonly fault: FaultCode | null;
  /** References the HIS gave, once it has it. */
  readonly references: unknown;
}

/**
 * Receipts of a day in the order they were written, for the close of that day: what the HIS has
 * (`delivered`), what it will have, and what a person must look at (`rejected`, `failed`).
 */
export const receiptsOfDay = async (
  database: Queryable,
  day: BusinessDay,
): Promise<readonly ReceiptStanding[]> => {
  const { rows } = await database.query<ReceiptStanding>(
    `select receipt_id as "receiptId", kind, bill_id as "billId", bill.his_bill as "hisBill",
       bill.visit_id as "visitId", payment_id as "paymentId", amount, day,
       recorded_at as "recordedAt", cancels, state, fault, receipt as "references"
     from his_receipt_state join bill using (bill_id) where day = $1 order by receipt_no`,
    [day],
  );
  return rows;
};

/** What the HIS has of a day's money, in whole đồng: receipts less those taken back. */
export interface ReceiptTotals {
  readonly delivered: number;
  /** On its way, or waiting for a visit. */
  readonly underWay: number;
  /** With a person. */
  readonly dead: number;
}

export const receiptTotals = (receipts: readonly ReceiptStanding[]): ReceiptTotals => {
  const sum = (states: readonly ReceiptState[]): number =>
    receipts
      .filter(({ state }) => states.includes(state))
      .reduce((total, { kind, amount }) => total + (kind === 'payment' ? amount : -amount), 0);
  return {
    delivered: sum(['delivered']),
    underWay: sum(['queued', 'in-flight', 'waiting-for-visit']),
    dead: sum(['rejected', 'failed']),
  };
};

/**
 * Says to whom an electronic invoice is to be made out, null that none is wanted; it goes with every
 * receipt written after. The same again changes nothing.
 * @throws FaultError `not-possible-now` once a receipt of the bill is written, or where there is no
 *   such bill.
 */
export const wishInvoice = async (
  tx: Queryable,
  billId: string,
  wish: EInvoiceWish | null,
): Promise<void> => {
  const { affected } = await tx.query(
    `update bill set e_invoice = $2::jsonb where bill_id = $1
       and (e_invoice is not distinct from $2::jsonb
         or not exists (select from his_receipt where his_receipt.bill_id = bill.bill_id))`,
    [billId, wish === null ? null : JSON.stringify(wish)],
  );
  if (affected === 0) throw new FaultError('not-possible-now', 'the receipt is written already');
};
