import { DENOMINATIONS } from '../../core/cash/cash-count.ts';
import { type Cell, type ReportTable } from '../../core/reports/safe-cell.ts';
import type { BusinessDay } from '../../core/contract/primitives.ts';
import { businessDayOf, wallClockOf } from '../../core/scheduling/business-day.ts';
import { type ShiftReport } from '../cashier/shift-reports.ts';
import { type DayStatus } from '../day-close/day-close.ts';
import { type Queryable } from '../storage/database.ts';
import { type CashlessShare } from './cashless-share.ts';
import { word } from './report-words.ts';

const moment = (at: string): string => `${businessDayOf(at)} ${wallClockOf(at)}`;

type Row = readonly Cell[];

/** An X or Z report, line by line. */
export const shiftTable = ({ kind, reportNo, content, previousHash, hash }: ShiftReport) => {
  const said = (name: string, value: Cell, values = {}): Row => [
    word(`shift.${name}`, values),
    value,
  ];
  const { takings, refunds, receipts, counted, journal } = content;
  const notes = DENOMINATIONS.flatMap((value): readonly Row[] => {
    const pieces = counted?.[String(value)] ?? 0;
    return pieces === 0 ? [] : [said('note', value * pieces, { value, pieces })];
  });
  return {
    title: word(`shift.title${kind}`, { number: reportNo }),
    columns: [word('shift.item'), word('shift.value')],
    rows: [
      said('shiftNo', content.shiftNo),
      said('drawer', content.drawer),
      said('cashier', content.cashier),
      said('day', content.day),
      said('openedAt', moment(content.openedAt)),
      said('madeAt', moment(content.madeAt)),
      said('madeBy', content.madeBy),
      said('float', content.float),
      said('takings', takings.amount, { number: takings.number }),
      said('refunds', refunds.amount, { number: refunds.number }),
      said('receipts', receipts === null ? '' : `${receipts.first} – ${receipts.last}`),
      said('expected', content.expected),
      ...notes,
      ...(content.countedAmount === undefined ? [] : [said('counted', content.countedAmount)]),
      ...(content.difference === undefined ? [] : [said('difference', content.difference)]),
      ...(content.reason === undefined ? [] : [said('reason', content.reason)]),
      said('journal', journal.entryNo),
      said('hash', hash),
      said('previousHash', previousHash),
    ],
  } satisfies ReportTable;
};

/** The three sides of a day, its accounts and its differences. */
export const dayTable = ({
  day,
  sides,
  accounts,
  differences,
  signature,
}: DayStatus): ReportTable => ({
  title: word('day.title', { day }),
  columns: ['part', 'item', 'opening', 'debits', 'credits', 'closing', 'note'].map(name =>
    word(`day.${name}`),
  ),
  rows: [
    ...Object.entries(sides).map(
      ([side, amount]: readonly [string, number]): Row => [
        word('day.side'),
        word(`day.sides.${side}`),
        null,
        null,
        null,
        amount,
        null,
      ],
    ),
    ...accounts.map(
      ({ account, opening, debits, credits, closing }): Row => [
        word('day.account'),
        account,
        opening,
        debits,
        credits,
        closing,
        null,
      ],
    ),
    ...differences.map(
      ({ kind, subject, amount, explanation }): Row => [
        word('day.difference'),
        `${word(`day.kinds.${kind}`)} (${subject})`,
        null,
        null,
        null,
        amount,
        explanation === null ? null : `${explanation.reason} – ${explanation.by}`,
      ],
    ),
    [
      signature === null
        ? word('day.unsigned')
        : word('day.signed', {
            number: signature.closeNo,
            by: signature.by,
            at: moment(signature.at),
          }),
      signature?.hash ?? null,
      null,
      null,
      null,
      null,
      null,
    ],
  ],
});

export const cashlessTable = (
  from: BusinessDay,
  to: BusinessDay,
  { rows, total, shareByNumber, shareByAmount }: CashlessShare,
): ReportTable => ({
  title: word('cashless.title', { from, to }),
  columns: ['day', 'kiosk', 'method', 'number', 'amount'].map(name => word(`cashless.${name}`)),
  rows: [
    ...rows.map(
      ({ day, kiosk, method, isCashless, number, amount }): Row => [
        day,
        kiosk,
        isCashless ? method : word('cashless.cash'),
        number,
        amount,
      ],
    ),
    [null, null, null, total.number, total.amount],
    [word('cashless.shareByNumber'), null, null, shareByNumber, null],
    [word('cashless.shareByAmount'), null, null, null, shareByAmount],
  ],
});

interface PaymentRow {
  readonly paid_at: string;
  readonly provider: string;
  readonly account: string;
  readonly bank_reference: string;
  readonly narrative: string;
  readonly amount: number;
  readonly unallocated: number;
}

/** Money that came from one day to another, both included. */
export const paymentsTable = async (
  tx: Queryable,
  from: BusinessDay,
  to: BusinessDay,
): Promise<ReportTable> => {
  const { rows } = await tx.query<PaymentRow>(
    `select paid_at, provider, account, bank_reference, narrative, amount, unallocated
     from payment join payment_balance using (payment_id)
     where (paid_at at time zone 'Asia/Ho_Chi_Minh')::date between $1::date and $2::date
     order by paid_at, payment_id`,
    [from, to],
  );
  const names = [
    'paidAt',
    'provider',
    'account',
    'bankReference',
    'narrative',
    'amount',
    'unallocated',
  ];
  return {
    title: word('payments.title', { from, to }),
    columns: names.map(name => word(`payments.${name}`)),
    rows: rows.map(row => [
      moment(row.paid_at),
      row.provider,
      row.account,
      row.bank_reference,
      row.narrative,
      row.amount,
      row.unallocated,
    ]),
  };
};
