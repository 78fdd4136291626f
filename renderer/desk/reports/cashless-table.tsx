import type { DeskCashlessRow } from '../../../core/contract/desk-day.ts';
import { dayText, digits, providerName, say } from '../desk-words.ts';
import { Amount, type Column, Table } from '../table.tsx';
import { type CashlessGroup, type CashlessSum, groupCashless, shareOf } from './cashless-groups.ts';

const percent = (part: number, whole: number): string => {
  const share = shareOf(part, whole);
  return share === undefined ? say('none') : percentWords(share);
};

/** `62,5 %` */
export const percentWords = (share: number): string =>
  say('reports.cashless.percent', { share: String(share).replace('.', ',') });

const NAMES = {
  day: dayText,
  kiosk: kiosk => (kiosk === '' ? say('reports.cashless.noKiosk') : kiosk),
  method: providerName,
} as const satisfies Record<CashlessGroup, (name: string) => string>;

const money = <Row,>(head: string, of: (row: Row) => number): Column<Row> => ({
  head,
  cell: row => <Amount of={of(row)} />,
  isMoney: true,
});

/** How much of what was paid of each day, at each kiosk, in each way was not in cash. */
export const CashlessGroups = ({
  rows,
  by,
}: {
  readonly rows: readonly DeskCashlessRow[];
  readonly by: CashlessGroup;
}) => (
  <Table<CashlessSum>
    caption={say('reports.cashless.title')}
    rows={groupCashless(rows, by)}
    keyOf={({ name }) => name}
    empty={say('reports.cashless.empty')}
    columns={[
      { head: say(`reports.cashless.${by}`), cell: ({ name }) => NAMES[by](name), isLong: true },
      money(say('reports.cashless.number'), ({ number }) => number),
      money(say('reports.cashless.cashlessNumber'), ({ cashlessNumber }) => cashlessNumber),
      {
        head: say('reports.cashless.shareByNumber'),
        cell: ({ cashlessNumber, number }) => percent(cashlessNumber, number),
        isMoney: true,
      },
      money(say('reports.cashless.amount'), ({ amount }) => amount),
      money(say('reports.cashless.cashlessAmount'), ({ cashlessAmount }) => cashlessAmount),
      {
        head: say('reports.cashless.shareByAmount'),
        cell: ({ cashlessAmount, amount }) => percent(cashlessAmount, amount),
        isMoney: true,
      },
    ]}
  />
);

/** Every day, kiosk and method on a line of its own. */
export const CashlessRows = ({ rows }: { readonly rows: readonly DeskCashlessRow[] }) => (
  <Table<DeskCashlessRow>
    caption={say('reports.cashless.title')}
    rows={rows}
    keyOf={({ day, kiosk, method }) => `${day} ${kiosk} ${method}`}
    empty={say('reports.cashless.empty')}
    columns={[
      { head: say('reports.cashless.day'), cell: ({ day }) => NAMES.day(day) },
      {
        head: say('reports.cashless.kiosk'),
        cell: ({ kiosk }) => NAMES.kiosk(kiosk),
        isLong: true,
      },
      { head: say('reports.cashless.method'), cell: ({ method }) => NAMES.method(method) },
      {
        head: say('reports.cashless.number'),
        cell: ({ number }) => digits(number),
        isMoney: true,
      },
      money(say('reports.cashless.amount'), ({ amount }) => amount),
    ]}
  />
);
