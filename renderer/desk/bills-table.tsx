import type { DeskBill } from '../../core/contract/desk-money.ts';
import { Chip, type Tone } from './controls.tsx';
import { useDesk } from './desk-context.ts';
import { dayAndTime, say } from './desk-words.ts';
import { Amount, type Column, Table } from './table.tsx';

const TONES = {
  open: 'plain',
  'part-paid': 'attention',
  paid: 'ok',
  cancelled: 'plain',
} as const satisfies Record<DeskBill['state'], Tone>;

export const BillState = ({ of }: { readonly of: DeskBill['state'] }) => (
  <Chip tone={TONES[of]}>{say(`money.billStates.${of}`)}</Chip>
);

/** What a bill is called: the HIS's number, else the ticket's, else its code. */
export const billName = ({ hisBill, ticket, reference }: DeskBill): string =>
  hisBill ?? ticket ?? reference ?? say('money.unnamed');

const COLUMNS: readonly Column<DeskBill>[] = [
  { head: say('money.columns.bill'), cell: billName },
  { head: say('money.columns.ticket'), cell: ({ ticket }) => ticket ?? say('none') },
  { head: say('money.columns.reference'), cell: ({ reference }) => reference ?? say('none') },
  { head: say('money.columns.raised'), cell: ({ raisedAt }) => dayAndTime(raisedAt) },
  {
    head: say('money.columns.amount'),
    cell: ({ amount }) => <Amount of={amount} />,
    isMoney: true,
  },
  { head: say('money.columns.due'), cell: ({ due }) => <Amount of={due} />, isMoney: true },
  { head: say('money.columns.state'), cell: ({ state }) => <BillState of={state} /> },
];

/** Bills as rows that open. */
export const BillsTable = ({
  caption,
  bills,
  empty,
  more = [],
}: {
  readonly caption: string;
  readonly bills: readonly DeskBill[];
  readonly empty: string;
  readonly more?: readonly Column<DeskBill>[];
}) => {
  const open = useDesk(state => state.open);
  return (
    <Table
      caption={caption}
      columns={[...COLUMNS, ...more]}
      rows={bills}
      keyOf={({ billId }) => billId}
      onOpen={({ billId }) => open({ page: 'bill', billId })}
      openLabel={bill => say('money.open', { what: billName(bill) })}
      empty={empty}
    />
  );
};
