import type { DeskBill, DeskPayment, DeskRefund } from '../../../core/contract/desk-money.ts';
import type {
  DeskDebit,
  DeskMatchPart,
  DeskMatchSubjects,
} from '../../../core/contract/desk-reconciliation.ts';
import { billName } from '../bills-table.tsx';
import { digits, say } from '../desk-words.ts';

/** What the ids in matches stand for. */
export interface MatchBook {
  readonly payment: (id: string) => DeskPayment | undefined;
  readonly bill: (id: string) => DeskBill | undefined;
  readonly debit: (id: string) => DeskDebit | undefined;
  readonly refund: (id: string) => DeskRefund | undefined;
}

export const bookOf = ({ payments, bills, debits, refunds }: DeskMatchSubjects): MatchBook => {
  const paymentOf = new Map(payments.map(one => [one.paymentId, one]));
  const billOf = new Map(bills.map(one => [one.billId, one]));
  const debitOf = new Map(debits.map(one => [one.lineId, one]));
  const refundOf = new Map(refunds.map(one => [one.refundId, one]));
  return {
    payment: id => paymentOf.get(id),
    bill: id => billOf.get(id),
    debit: id => debitOf.get(id),
    refund: id => refundOf.get(id),
  };
};

/** `2026-11-23` as people write it. */
export const writtenDay = (day: string): string => day.split('-').reverse().join('/');

type Parts = readonly DeskMatchPart[];

const distinct = (ids: readonly string[]): readonly string[] => [...new Set(ids)];

export const paymentIdsOf = (parts: Parts): readonly string[] =>
  distinct(parts.flatMap(part => ('paymentId' in part ? part.paymentId : [])));

export const billIdsOf = (parts: Parts): readonly string[] =>
  distinct(parts.flatMap(part => ('billId' in part ? part.billId : [])));

export const lineIdsOf = (parts: Parts): readonly string[] =>
  distinct(parts.flatMap(part => ('lineId' in part ? part.lineId : [])));

export const refundIdsOf = (parts: Parts): readonly string[] =>
  distinct(parts.flatMap(part => ('refundId' in part ? part.refundId : [])));

export const amountOf = (parts: Parts): number =>
  parts.reduce((sum, { amount }) => sum + amount, 0);

/** What money becomes, named so that a person who only listens knows it from others. */
const purposeOf = (parts: Parts, book: MatchBook): string => {
  const bills = billIdsOf(parts).map(id => book.bill(id));
  if (bills.length > 0) return bills.map(bill => (bill ? billName(bill) : say('none'))).join(', ');
  const [refundId] = refundIdsOf(parts);
  if (refundId === undefined) return say('matching.done.charge');
  return say('matching.done.refundOf', { reason: book.refund(refundId)?.reason ?? say('none') });
};

/** `150.000 đ, HD-1` */
export const nameOfMatch = (parts: Parts, book: MatchBook): string =>
  say('matching.about', { amount: digits(amountOf(parts)), what: purposeOf(parts, book) });
