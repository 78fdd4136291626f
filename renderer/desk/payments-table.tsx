import type { DeskPayment } from '../../core/contract/desk-money.ts';
import { Chip, type Tone } from './controls.tsx';
import { useDesk } from './desk-context.ts';
import { dayAndTime, providerName, say } from './desk-words.ts';
import { Amount, type Column, Table } from './table.tsx';

type Payment = Pick<DeskPayment, 'unallocated' | 'review' | 'isLate' | 'refundRequested'>;

const stateOf = ({
  unallocated,
  review,
  isLate,
  refundRequested,
}: Payment): readonly [tone: Tone, words: string] => {
  if (refundRequested > 0) return ['plain', say('money.states.refundRequested')];
  if (unallocated > 0) {
    return [
      'attention',
      review === null ? say('money.states.waiting') : say(`money.reasons.${review}`),
    ];
  }
  if (review === 'underpaid' || review === 'contradicted') {
    return ['attention', say(`money.reasons.${review}`)];
  }
  return ['ok', isLate ? say('money.states.late') : say('money.states.settled')];
};

export const PaymentState = ({ of }: { readonly of: Payment }) => {
  const [tone, words] = stateOf(of);
  return <Chip tone={tone}>{words}</Chip>;
};

/** What a payment is called where it has to be called something. */
export const nameOf = ({ reference, amount }: DeskPayment): string =>
  `${reference ?? say('money.unnamed')} ${amount}`;

const COLUMNS = {
  at: { head: say('money.columns.at'), cell: ({ receivedAt }) => dayAndTime(receivedAt) },
  reference: {
    head: say('money.columns.reference'),
    cell: ({ reference }) => reference ?? say('none'),
  },
  narrative: {
    head: say('money.columns.narrative'),
    cell: ({ narrative }) => narrative,
    isLong: true,
  },
  provider: {
    head: say('money.columns.provider'),
    cell: ({ provider }) => providerName(provider),
  },
  amount: {
    head: say('money.columns.amount'),
    cell: ({ amount }) => <Amount of={amount} />,
    isMoney: true,
  },
  waits: {
    head: say('money.columns.waits'),
    cell: ({ unallocated }) => (unallocated === 0 ? say('none') : <Amount of={unallocated} />),
    isMoney: true,
  },
  state: { head: say('money.columns.state'), cell: row => <PaymentState of={row} /> },
} as const satisfies Record<string, Column<DeskPayment>>;
type ColumnName = keyof typeof COLUMNS;
const ALL = Object.keys(COLUMNS) as ColumnName[];

/** Payments as rows that open. */
export const PaymentsTable = <Row extends DeskPayment>({
  caption,
  payments,
  empty,
  isFresh,
  without = [],
  more = [],
}: {
  readonly caption: string;
  readonly payments: readonly Row[];
  readonly empty: string;
  readonly isFresh?: (payment: Row) => boolean;
  /** Columns that are left out. */
  readonly without?: readonly ColumnName[];
  /** Columns after the others. */
  readonly more?: readonly Column<Row>[];
}) => {
  const open = useDesk(state => state.open);
  return (
    <Table<Row>
      caption={caption}
      columns={[...ALL.filter(name => !without.includes(name)).map(name => COLUMNS[name]), ...more]}
      rows={payments}
      keyOf={({ paymentId }) => paymentId}
      onOpen={({ paymentId }) => open({ page: 'payment', paymentId })}
      openLabel={payment =>
        `${say('money.open', { what: nameOf(payment) })}, ${dayAndTime(payment.receivedAt)}`
      }
      isFresh={isFresh}
      empty={empty}
    />
  );
};
