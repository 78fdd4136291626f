import { DENOMINATIONS } from '../../core/cash/cash-count.ts';
import type { DeskShiftReport } from '../../core/contract/desk-shifts.ts';
import { type Cell, type ReportTable } from '../../core/reports/safe-cell.ts';
import type { ListedReceipt } from '../cashier/shift-cash.ts';
import { dayText, momentText } from './report-moments.ts';
import { word } from './report-words.ts';

type Row = readonly Cell[];

/** An X or Z report, line by line, with its people by name. */
export const shiftTable = (
  { kind, reportNo, content, previousHash, hash }: DeskShiftReport,
  hospital: string,
): ReportTable => {
  const said = (name: string, value: Cell, values = {}): Row => [
    word(`shift.${name}`, values),
    value,
  ];
  const { takings, refunds, receipts, counted, journal } = content;
  const notes = DENOMINATIONS.flatMap((value): readonly Row[] => {
    const pieces = counted?.[String(value)] ?? 0;
    return pieces === 0
      ? []
      : [said('note', value * pieces, { value: value.toLocaleString('vi-VN'), pieces })];
  });
  const facts: readonly Row[] = [
    said('shiftNo', String(content.shiftNo)),
    said('drawer', content.drawer),
    said('cashier', content.cashier),
    said('day', dayText(content.day)),
    said('openedAt', momentText(content.openedAt)),
    said('madeAt', momentText(content.madeAt)),
    said('madeBy', content.madeBy),
    said('receipts', receipts === null ? '' : `${receipts.first} – ${receipts.last}`),
    said('float', content.float),
    said('takings', takings.amount, { number: takings.number }),
    said('refunds', refunds.amount, { number: refunds.number }),
  ];
  const result: readonly Row[] = [
    ...(content.countedAmount === undefined ? [] : [said('counted', content.countedAmount)]),
    ...(content.difference === undefined ? [] : [said('difference', content.difference)]),
  ];
  const before = facts.length + 1 + notes.length;
  return {
    title: word(`shift.title${kind}`, { number: reportNo }),
    columns: [word('shift.item'), word('shift.value')],
    rows: [
      ...facts,
      said('expected', content.expected),
      ...notes,
      ...result,
      ...(content.reason === undefined ? [] : [said('reason', content.reason)]),
      said('journal', String(journal.entryNo)),
      said('hash', hash),
      said('previousHash', previousHash),
    ],
    paper: {
      hospital,
      lead: word('shift.lead'),
      strong: [facts.length, ...result.map((_, at) => before + at)],
      signers: [word('signers.cashier'), word('signers.supervisor')],
    },
  };
};

/** What a patient is handed for cash. */
export const receiptTable = (
  { receiptNo, at, amount, bill, drawer, cashier }: ListedReceipt,
  hospital: string,
): ReportTable => {
  const said = (name: string, value: Cell): Row => [word(`receipt.${name}`), value];
  return {
    title: word('receipt.title', { number: receiptNo }),
    columns: [word('receipt.item'), word('receipt.value')],
    rows: [
      ...(bill === null ? [] : [said('bill', bill)]),
      said('amount', amount),
      said('at', momentText(at)),
      said('drawer', drawer),
      said('cashier', cashier),
    ],
    paper: {
      hospital,
      lead: word('receipt.note'),
      strong: [bill === null ? 0 : 1],
      signers: [word('receipt.payer'), word('signers.cashier')],
    },
  };
};
