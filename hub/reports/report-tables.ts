import { type Cell, type ReportTable } from '../../core/reports/safe-cell.ts';
import type { BusinessDay } from '../../core/contract/primitives.ts';
import { type Queryable } from '../storage/database.ts';
import { type CashlessShare } from './cashless-share.ts';
import { dayText, momentText } from './report-moments.ts';
import { methodWord, word } from './report-words.ts';

type Row = readonly Cell[];

/** The share that was not paid in cash, from one day to another. */
export const cashlessTable = (
  from: BusinessDay,
  to: BusinessDay,
  { rows, total, cashless, shareByNumber, shareByAmount }: CashlessShare,
  hospital: string,
): ReportTable => ({
  title: word('cashless.title', { from: dayText(from), to: dayText(to) }),
  columns: ['day', 'kiosk', 'method', 'number', 'amount'].map(name => word(`cashless.${name}`)),
  rows: [
    ...rows.map(
      ({ day, kiosk, method, number, amount }): Row => [
        dayText(day),
        kiosk === '' ? word('cashless.none') : kiosk,
        methodWord(method),
        number,
        amount,
      ],
    ),
    [word('cashless.total'), null, null, total.number, total.amount],
    [word('cashless.cashless'), null, null, cashless.number, cashless.amount],
    [word('cashless.share'), null, null, shareByNumber, shareByAmount],
  ],
  paper: {
    hospital,
    lead: word('cashless.lead'),
    strong: [0, 1, 2].map(at => rows.length + at),
    signers: [word('signers.maker'), word('signers.director')],
  },
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
    title: word('payments.title', { from: dayText(from), to: dayText(to) }),
    columns: names.map(name => word(`payments.${name}`)),
    rows: rows.map(row => [
      momentText(row.paid_at),
      methodWord(row.provider),
      row.account,
      row.bank_reference,
      row.narrative,
      row.amount,
      row.unallocated,
    ]),
  };
};
