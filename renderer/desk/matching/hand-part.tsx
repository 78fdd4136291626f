import { useEffect, useState } from 'react';
import type { DeskBill, DeskPayment } from '../../../core/contract/desk-money.ts';
import { MOST_MATCH_PARTS } from '../../../core/contract/desk-reconciliation.ts';
import { matchByHand } from '../../../core/reconciliation/hand-match.ts';
import { billName } from '../bills-table.tsx';
import { DeskButton, Facts, Field, Form, News, Section, Submit } from '../controls.tsx';
import { useDesk, useLoaded } from '../desk-context.ts';
import { dayAndTime, digits, dong, dongIn, faultWords, say } from '../desk-words.ts';
import { Loading } from '../page-frame.tsx';
import { Amount, type Column, Table } from '../table.tsx';
import { Item } from './match-cells.tsx';
import type { PartProps } from './part-props.ts';
import { type Picks, usePicks } from './picks.ts';
import { useAccept } from './use-accept.ts';

const MOST_WAITING = 500;
const MOST_FOUND = 100;

interface Found {
  readonly payments: readonly DeskPayment[];
  readonly bills: readonly DeskBill[];
}

const byId = <Row,>(rows: readonly Row[], idOf: (row: Row) => string): readonly Row[] => [
  ...new Map(rows.map(row => [idOf(row), row])).values(),
];

/** What is open and fits some words; words that are a sum are looked for as one too. */
const useOpenItems = (onFault: PartProps['onFault']) => {
  const call = useDesk(state => state.call);
  return async (words: string): Promise<Found | undefined> => {
    const amount = dongIn(words);
    const asked = [{ text: words }, ...(amount === undefined ? [] : [{ amount }])];
    const found: Found[] = [];
    for (const by of asked) {
      const answer = await call('search', { ...by, isOpen: true, limit: MOST_FOUND });
      onFault(answer.ok ? undefined : faultWords(answer.error.code));
      if (!answer.ok) return undefined;
      found.push(answer.value);
    }
    return {
      payments: byId(
        found.flatMap(({ payments }) => payments),
        ({ paymentId }) => paymentId,
      ),
      bills: byId(
        found.flatMap(({ bills }) => bills),
        ({ billId }) => billId,
      ),
    };
  };
};

const paymentName = ({ unallocated, paidAt }: DeskPayment): string =>
  `${dong(unallocated)}, ${dayAndTime(paidAt)}`;

const MONEY_COLUMNS: readonly Column<DeskPayment>[] = [
  {
    head: say('money.columns.narrative'),
    cell: ({ narrative, paidAt }) => <Item head={narrative} words={dayAndTime(paidAt)} />,
    isLong: true,
  },
  {
    head: say('money.columns.waits'),
    cell: ({ unallocated }) => <Amount of={unallocated} />,
    isMoney: true,
  },
];

const BILL_COLUMNS: readonly Column<DeskBill>[] = [
  {
    head: say('money.columns.bill'),
    cell: bill => (
      <Item
        head={billName(bill)}
        words={[...(bill.ticket === null ? [] : [bill.ticket]), dayAndTime(bill.raisedAt)].join(
          ' · ',
        )}
      />
    ),
    isLong: true,
  },
  { head: say('money.columns.due'), cell: ({ due }) => <Amount of={due} />, isMoney: true },
];

interface ListProps<Row> {
  readonly kind: 'money' | 'bill';
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly picks: Picks<Row>;
  readonly keyOf: (row: Row) => string;
  readonly tickLabel: (row: Row) => string;
  readonly empty: string;
  readonly limit: number;
  readonly onFind: (words: string) => void;
  /** Back to what was there before anybody looked. */
  readonly onAll?: (() => void) | undefined;
}

const LABELS = {
  money: { field: 'matching.hand.findMoney', go: 'matching.hand.findMoneyGo' },
  bill: { field: 'matching.hand.findBill', go: 'matching.hand.findBillGo' },
} as const;

/** One side of a match: look, and pick. */
const PickList = <Row,>({ kind, title, picks, onFind, onAll, ...list }: ListProps<Row>) => {
  const [words, setWords] = useState('');
  return (
    <Section title={title}>
      <Form
        label={say(LABELS[kind].go)}
        onSubmit={() => (words.trim() === '' ? onAll?.() : onFind(words.trim()))}
      >
        <Field
          id={`find-${kind}`}
          label={say(LABELS[kind].field)}
          value={words}
          onChange={setWords}
          isWide
        />
        <Submit label={say(LABELS[kind].go)} />
        {onAll !== undefined && (
          <DeskButton
            label={say('matching.hand.all')}
            onPress={() => {
              setWords('');
              onAll();
            }}
          />
        )}
      </Form>
      {picks.rows.length >= list.limit && (
        <p className="desk-lead">{say('matching.hand.most', { count: digits(list.limit) })}</p>
      )}
      <div className="desk-scroll">
        <Table
          caption={title}
          rows={picks.rows}
          columns={list.columns}
          keyOf={list.keyOf}
          empty={list.empty}
          ticks={{ ticked: picks.keys, onTick: picks.toggle, label: list.tickLabel }}
        />
      </div>
    </Section>
  );
};

/** What is picked against each other, and what would be left. */
const Sums = ({
  money,
  bills,
  isBusy,
  onMatch,
  onClear,
}: {
  readonly money: readonly DeskPayment[];
  readonly bills: readonly DeskBill[];
  readonly isBusy: boolean;
  readonly onMatch: (match: ReturnType<typeof matchByHand>) => void;
  readonly onClear: () => void;
}) => {
  const match = matchByHand(
    {
      credits: money.map(({ paymentId, unallocated }) => ({ paymentId, amount: unallocated })),
      bills,
    },
    MOST_MATCH_PARTS,
  );
  const { allocations, left, owed, fault } = match;
  const given = allocations.reduce((sum, { amount }) => sum + amount, 0);
  const rest =
    left > 0
      ? say('matching.hand.left', { amount: digits(left) })
      : owed > 0
        ? say('matching.hand.owed', { amount: digits(owed) })
        : say('matching.hand.even');
  return (
    <section className="desk-sums" aria-label={say('matching.hand.sums')}>
      <div>
        <Facts
          facts={[
            [say('matching.hand.sumMoney'), dong(given + left)],
            [say('matching.hand.sumBills'), dong(given + owed)],
            [say('matching.hand.rest'), dong(left - owed)],
          ]}
        />
        <div className="desk-actions">
          <DeskButton
            label={
              fault === undefined
                ? say('matching.hand.go', { amount: digits(given) })
                : say('matching.hand.goNone')
            }
            tone="main"
            isDisabled={fault !== undefined || isBusy}
            onPress={() => onMatch(match)}
          />
          <DeskButton
            label={say('matching.hand.clear')}
            isDisabled={money.length + bills.length === 0}
            onPress={onClear}
          />
        </div>
      </div>
      <News
        words={
          fault === undefined
            ? rest
            : say(`matching.hand.faults.${fault}`, { most: MOST_MATCH_PARTS })
        }
        tone={fault === undefined ? (left + owed === 0 ? 'ok' : 'attention') : 'plain'}
      />
    </section>
  );
};

/** One payment to several bills, or several payments to one, with what is left before it is done. */
export const HandPart = ({ onSaid, onFault }: PartProps) => {
  const waiting = useLoaded('suspense', { limit: MOST_WAITING });
  const find = useOpenItems(onFault);
  const [payments, setPayments] = useState<readonly DeskPayment[]>();
  const [bills, setBills] = useState<readonly DeskBill[]>();
  const money = usePicks(payments ?? waiting.value?.payments ?? [], one => one.paymentId);
  const due = usePicks(bills ?? [], one => one.billId);
  useEffect(() => onFault(waiting.fault), [waiting.fault, onFault]);
  const clear = (): void => {
    money.clear();
    due.clear();
  };
  const { progress, accept } = useAccept(said => {
    onSaid(said);
    clear();
    setPayments(undefined);
    setBills(undefined);
    void waiting.reload();
  });
  if (waiting.value === undefined) {
    return <Loading fault={waiting.fault} reload={waiting.reload} />;
  }

  return (
    <>
      <p className="desk-lead">{say('matching.hand.lead')}</p>
      <Sums
        money={money.picked}
        bills={due.picked}
        isBusy={progress !== undefined}
        onClear={clear}
        onMatch={({ allocations }) =>
          void accept([
            { key: JSON.stringify(allocations), rule: 'by-hand', parts: [...allocations] },
          ])
        }
      />
      <div className="desk-pair" data-even="true">
        <PickList<DeskPayment>
          kind="money"
          title={say('matching.hand.money')}
          columns={MONEY_COLUMNS}
          picks={money}
          keyOf={({ paymentId }) => paymentId}
          tickLabel={one => say('matching.hand.tickMoney', { what: paymentName(one) })}
          empty={
            payments === undefined ? say('money.suspense.empty') : say('matching.hand.noMoney')
          }
          limit={payments === undefined ? MOST_WAITING : MOST_FOUND}
          onFind={words => void find(words).then(found => found && setPayments(found.payments))}
          onAll={payments === undefined ? undefined : () => setPayments(undefined)}
        />
        <PickList<DeskBill>
          kind="bill"
          title={say('matching.hand.bills')}
          columns={BILL_COLUMNS}
          picks={due}
          keyOf={({ billId }) => billId}
          tickLabel={bill => say('matching.hand.tickBill', { what: billName(bill) })}
          empty={bills === undefined ? say('matching.hand.billHint') : say('matching.hand.noBill')}
          limit={MOST_FOUND}
          onFind={words => void find(words).then(found => found && setBills(found.bills))}
        />
      </div>
    </>
  );
};
