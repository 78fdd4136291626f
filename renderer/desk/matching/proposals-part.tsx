import { useEffect, useMemo, useRef, useState } from 'react';
import type { Output } from '../../../core/contract/contract.ts';
import type { DeskContract } from '../../../core/contract/desk.ts';
import { allocationKey } from '../../../core/reconciliation/proposals.ts';
import { DeskButton, Section } from '../controls.tsx';
import { useLoaded } from '../desk-context.ts';
import { digits, say } from '../desk-words.ts';
import { Loading } from '../page-frame.tsx';
import { Amount, Table } from '../table.tsx';
import { amountOf, bookOf, type MatchBook, nameOfMatch } from './match-book.ts';
import { Item, MoneyCell, PurposeCell, Score } from './match-cells.tsx';
import type { PartProps } from './part-props.ts';
import { useAccept, type WantedMatch } from './use-accept.ts';

const MOST = 500;
/** From here on nothing but a look is missing. */
const SURE = 85;

interface Proposed extends WantedMatch {
  readonly score: number;
  readonly clues: readonly string[];
}

type Answer = Output<DeskContract, 'proposals'>;

const moneyIn = ({ matches }: Answer): readonly Proposed[] =>
  matches.map(({ rule, score, clues, allocations }) => ({
    key: allocationKey(allocations),
    rule,
    score,
    clues: clues.map(clue => say(`matching.clues.${clue}`)),
    parts: allocations,
  }));

const moneyOut = ({ refunds }: Answer): readonly Proposed[] =>
  refunds.map(({ rule, score, othersFitAsWell, lineId, refundId, amount }) => ({
    key: `${lineId}>${refundId}`,
    rule,
    score,
    clues: othersFitAsWell ? [say('matching.clues.others-fit-as-well')] : [],
    parts: [{ lineId, refundId, amount }],
  }));

const itemsOf = ({ parts }: Proposed): readonly string[] =>
  parts.flatMap(({ amount: _, ...ids }) => Object.values(ids));

/** Whether it is about money or a bill that another one takes already. */
const clashes = (one: Proposed, ticked: readonly Proposed[]): boolean => {
  const items = itemsOf(one);
  return ticked.some(
    other => other.key !== one.key && itemsOf(other).some(item => items.includes(item)),
  );
};

interface TableProps {
  readonly caption: string;
  readonly rows: readonly Proposed[];
  readonly all: readonly Proposed[];
  readonly book: MatchBook;
  readonly ticked: ReadonlySet<string>;
  readonly isOut: boolean;
  readonly onTick: (row: Proposed) => void;
  readonly onAccept: (row: Proposed) => void;
  readonly onLeave: (row: Proposed) => void;
}

const ProposalsTable = ({
  caption,
  rows,
  all,
  book,
  ticked,
  isOut,
  onTick,
  onAccept,
  onLeave,
}: TableProps) => {
  const chosen = all.filter(({ key }) => ticked.has(key));
  const whatOf = ({ parts, score }: Proposed): string =>
    say('matching.proposals.about', { what: nameOfMatch(parts, book), score });
  return (
    <Table
      caption={caption}
      rows={rows}
      keyOf={({ key }) => key}
      empty={say('matching.proposals.empty')}
      ticks={{
        ticked,
        onTick,
        label: row => say('matching.proposals.tick', { what: whatOf(row) }),
        barred: row => (clashes(row, chosen) ? say('matching.proposals.clash') : undefined),
      }}
      columns={[
        { head: say('matching.columns.score'), cell: ({ score }) => <Score of={score} /> },
        {
          head: say(isOut ? 'matching.columns.line' : 'matching.columns.payment'),
          cell: ({ parts }) => <MoneyCell parts={parts} book={book} />,
          isLong: true,
        },
        {
          head: say(isOut ? 'matching.columns.refund' : 'matching.columns.bill'),
          cell: ({ parts }) => <PurposeCell parts={parts} book={book} />,
        },
        {
          head: say('matching.columns.amount'),
          cell: ({ parts }) => <Amount of={amountOf(parts)} />,
          isMoney: true,
        },
        {
          head: say('matching.columns.why'),
          cell: ({ rule, clues }) => (
            <Item head={say(`matching.rules.${rule}`)} words={clues.join('; ')} />
          ),
          isLong: true,
        },
        {
          head: say('matching.columns.action'),
          cell: row => (
            <span className="desk-actions" data-row="true">
              <DeskButton
                label={say('matching.proposals.accept')}
                about={say('matching.proposals.acceptAbout', { what: whatOf(row) })}
                onPress={() => onAccept(row)}
              />
              <DeskButton
                label={say('matching.proposals.leave')}
                about={say('matching.proposals.leaveAbout', { what: whatOf(row) })}
                onPress={() => onLeave(row)}
              />
            </span>
          ),
        },
      ]}
    />
  );
};

/** After a row has gone, the keyboard is at the one that took its place. */
const useKeptPlace = (rows: readonly Proposed[]) => {
  const within = useRef<HTMLDivElement>(null);
  const place = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (place.current === undefined) return;
    const boxes = [...(within.current?.querySelectorAll<HTMLElement>('.desk-tick') ?? [])];
    const next = boxes[Math.min(place.current, boxes.length - 1)];
    place.current = undefined;
    (next ?? document.getElementById('page-title'))?.focus();
  }, [rows]);
  const keep = (key: string): void => {
    place.current = rows.findIndex(row => row.key === key);
  };
  return { within, keep };
};

/** Proposals in their order: taken one by one or several at once, or left for later. */
export const ProposalsPart = ({ onSaid, onFault }: PartProps) => {
  const { value, fault, reload } = useLoaded('proposals', { limit: MOST });
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => onFault(fault), [fault, onFault]);
  const { progress, accept } = useAccept(said => {
    onSaid(said);
    setTicked(new Set());
    void reload();
  });
  const rows = useMemo(() => {
    if (value === undefined) return { came: [], went: [], all: [] };
    const [came, went] = [moneyIn(value), moneyOut(value)].map(some =>
      some.filter(({ key }) => !left.has(key)),
    );
    return { came: came ?? [], went: went ?? [], all: [...(came ?? []), ...(went ?? [])] };
  }, [value, left]);
  const { within, keep } = useKeptPlace(rows.all);
  if (value === undefined) return <Loading fault={fault} reload={reload} />;

  const book = bookOf(value.subjects);
  const chosen = rows.all.filter(({ key }) => ticked.has(key));
  const table = {
    all: rows.all,
    book,
    ticked,
    onTick: ({ key }: Proposed) => {
      const next = new Set(ticked);
      if (!next.delete(key)) next.add(key);
      setTicked(next);
    },
    onAccept: (row: Proposed) => {
      keep(row.key);
      void accept([row]);
    },
    onLeave: ({ key }: Proposed) => {
      keep(key);
      setLeft(new Set([...left, key]));
    },
  };
  const tickSure = (): void => {
    const sure: Proposed[] = [];
    for (const row of rows.all) if (row.score >= SURE && !clashes(row, sure)) sure.push(row);
    setTicked(new Set(sure.map(({ key }) => key)));
  };
  const beyond = value.number - value.matches.length - value.refunds.length;
  return (
    <div ref={within}>
      <p className="desk-lead">{say('matching.proposals.lead')}</p>
      <div className="desk-actions" role="group" aria-label={say('matching.columns.action')}>
        <DeskButton
          label={
            chosen.length === 0
              ? say('matching.proposals.noneTicked')
              : say('matching.proposals.acceptTicked', {
                  count: digits(chosen.length),
                  amount: digits(amountOf(chosen.flatMap(({ parts }) => parts))),
                })
          }
          tone="main"
          isDisabled={chosen.length === 0 || progress !== undefined}
          onPress={() => void accept(chosen)}
        />
        <DeskButton
          label={say('matching.proposals.tickSure', { score: SURE })}
          isDisabled={!rows.all.some(({ score }) => score >= SURE)}
          onPress={tickSure}
        />
        <DeskButton
          label={say('matching.proposals.untick')}
          isDisabled={chosen.length === 0}
          onPress={() => setTicked(new Set())}
        />
        {left.size > 0 && (
          <span>
            {say('matching.proposals.left', { count: digits(left.size) })}{' '}
            <DeskButton
              label={say('matching.proposals.showLeft')}
              onPress={() => setLeft(new Set())}
            />
          </span>
        )}
        <span role="status">{progress}</span>
      </div>
      <Section title={say('matching.proposals.title', { count: digits(rows.came.length) })}>
        <ProposalsTable
          caption={say('matching.columns.payment')}
          rows={rows.came}
          isOut={false}
          {...table}
        />
      </Section>
      {rows.went.length > 0 && (
        <Section title={say('matching.proposals.refunds', { count: digits(rows.went.length) })}>
          <ProposalsTable
            caption={say('matching.columns.line')}
            rows={rows.went}
            isOut
            {...table}
          />
        </Section>
      )}
      {beyond > 0 && <p>{say('matching.proposals.more', { count: digits(beyond) })}</p>}
    </div>
  );
};
