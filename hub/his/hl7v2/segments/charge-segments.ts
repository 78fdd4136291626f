import { type BusinessDay, type Instant } from '../../../../core/contract/primitives.ts';
import { businessDayOf } from '../../../../core/scheduling/business-day.ts';
import { type PaymentReceipt } from '../../his-money.ts';
import { controlIdOf } from '../control-id.ts';
import { type Wire, composite, segment, text } from '../message/compose.ts';
import { type Message, type Segment, segmentsNamed, valueAt } from '../message/message.ts';
import { dateOfStamp, dateStampOf, momentOfStamp, timeStampOf } from '../time-stamp.ts';

/** HL7 table 0017, transaction type: charge, credit, payment, adjustment, co-payment. */
export const CHARGE_KINDS = ['CG', 'CD', 'PY', 'AJ', 'CO'] as const;
export type ChargeKind = (typeof CHARGE_KINDS)[number];

/** One transaction of a patient's account, FT1. Amounts are whole đồng and may be negative. */
export interface Hl7Charge {
  /** PID-18: the bill. */
  readonly account: string;
  /** FT1-2. */
  readonly transaction: string;
  readonly patientNumber: string;
  readonly day: BusinessDay;
  readonly kind: ChargeKind;
  readonly name: string;
  readonly quantity: number;
  readonly amount: number;
  readonly insurerPays: number;
  readonly toldAt: Instant;
}

type Read =
  | { readonly ok: true; readonly charges: readonly Hl7Charge[] }
  | { readonly ok: false; readonly location: string };

/** v2.5.1, 6.5.1.2: FT1-2 is ST of 12 characters. */
export const TRANSACTION_LENGTH = 12;

/** FT1-2 of a receipt or a visit of ours, by its id: 72 bits of a digest stand in for it. */
export const transactionOf = (id: string): string =>
  controlIdOf(id, 'FT1').slice(0, TRANSACTION_LENGTH);

/** An amount as CP carries it: the quantity and its currency are parts of its first component. */
export const dongField = (amount: number): Wire => composite([String(amount), 'VND']);

const dongAt = (message: Message, ft1: Segment, field: number): number | undefined => {
  const said = valueAt(message, ft1, field);
  const amount = Number(said);
  const currency = valueAt(message, ft1, field, 1, 2) ?? 'VND';
  return said !== undefined && Number.isSafeInteger(amount) && currency === 'VND'
    ? amount
    : undefined;
};

const RECEIPT = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * The number we gave a payment of ours that is told back to us under a number of the sender's own:
 * the ZPY that follows its FT1 names our receipt.
 */
const ownTransaction = (message: Message, ft1: Segment): string | undefined => {
  const behind = message.segments.slice(message.segments.indexOf(ft1) + 1);
  const named = behind.find(({ name }) => name === 'FT1' || name === 'ZPY');
  const receipt = named?.name === 'ZPY' ? valueAt(message, named, 1) : undefined;
  return receipt !== undefined && RECEIPT.test(receipt) ? transactionOf(receipt) : undefined;
};

/** The transactions of DFT^P03. @param at when the message was made. */
export const chargesIn = (
  message: Message,
  patientNumber: string | undefined,
  pid: Segment | undefined,
  at: Instant,
): Read => {
  const account = valueAt(message, pid, 18);
  if (patientNumber === undefined) return { ok: false, location: 'PID^1^3' };
  if (account === undefined || account.length > 64) return { ok: false, location: 'PID^1^18' };
  const charges: Hl7Charge[] = [];
  for (const [index, ft1] of segmentsNamed(message, 'FT1').entries()) {
    const wrong = (field: number) =>
      ({ ok: false, location: `FT1^${index + 1}^${field}` }) as const;
    const transaction = ownTransaction(message, ft1) ?? valueAt(message, ft1, 2);
    const said = valueAt(message, ft1, 6);
    const kind = CHARGE_KINDS.find(one => one === said);
    const stamp = valueAt(message, ft1, 4);
    const moment = momentOfStamp(stamp);
    const day = moment === undefined ? dateOfStamp(stamp) : businessDayOf(moment);
    const amount = dongAt(message, ft1, 11);
    if (transaction === undefined) return wrong(2);
    if (day?.length !== 10) return wrong(4);
    if (kind === undefined) return wrong(6);
    if (amount === undefined) return wrong(11);
    const quantity = Number(valueAt(message, ft1, 10) ?? '1');
    charges.push({
      account,
      transaction,
      patientNumber,
      day,
      kind,
      name: valueAt(message, ft1, 7, 2) ?? valueAt(message, ft1, 7) ?? '',
      quantity: Number.isSafeInteger(quantity) && quantity > 0 ? quantity : 1,
      amount,
      insurerPays: dongAt(message, ft1, 15) ?? 0,
      toldAt: at,
    });
  }
  return charges.length === 0 ? { ok: false, location: 'FT1' } : { ok: true, charges };
};

/** What a payment of a receipt adds to an account: one that is taken back counts against it. */
export const signedAmount = ({ kind, amount }: Pick<PaymentReceipt, 'kind' | 'amount'>): number =>
  kind === 'payment' ? amount : -amount;

/** FT1 of money that came; negative where a receipt is taken back. */
export const paymentSegment = (receipt: PaymentReceipt): Segment =>
  segment('FT1', {
    1: text('1'),
    2: text(transactionOf(receipt.eventId)),
    4: text(timeStampOf(receipt.paidAt)),
    5: text(dateStampOf(receipt.day)),
    6: text('PY'),
    7: composite(
      receipt.method === 'cash' ? 'TM' : 'CK',
      receipt.method === 'cash' ? 'Tiền mặt' : 'Chuyển khoản',
    ),
    10: text('1'),
    11: dongField(signedAmount(receipt)),
    30: composite(receipt.bankReference, undefined, undefined, receipt.provider),
  });

/** ZPY, the receipt: a segment of our own. docs/hl7v2.md lists it. */
export const receiptSegment = (receipt: PaymentReceipt): Segment => {
  const { eInvoice } = receipt;
  return segment('ZPY', {
    1: text(receipt.eventId),
    2: text(receipt.kind),
    3: composite(
      receipt.cancels,
      receipt.cancels === undefined ? undefined : transactionOf(receipt.cancels),
    ),
    4: text(receipt.method),
    5: text(receipt.hisBill),
    6: text(eInvoice === undefined ? 'N' : 'Y'),
    7: text(eInvoice?.buyer),
    8: text(eInvoice?.taxCode),
    9: text(eInvoice?.address),
  });
};
