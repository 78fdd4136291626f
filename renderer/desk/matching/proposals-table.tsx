import { DeskButton } from '../controls.tsx';
import { say } from '../desk-words.ts';
import { Amount, Table } from '../table.tsx';
import { amountOf, type MatchBook, nameOfMatch } from './match-book.ts';
import { Item, MoneyCell, PurposeCell, Score } from './match-cells.tsx';
import type { WantedMatch } from './use-accept.ts';

export interface Proposed extends WantedMatch {
  readonly score: number;
  readonly clues: readonly string[];
}

export const itemsOf = ({ parts }: Proposed): readonly string[] =>
  parts.flatMap(({ amount: _, ...ids }) => Object.values(ids));

/** Money and bills of some proposals, each with the one that takes it. */
const takenBy = (some: readonly Proposed[]): Map<string, string> =>
  new Map(some.flatMap(one => itemsOf(one).map(item => [item, one.key] as const)));

/** Whether another one takes money or a bill of it already. */
export const clashes = (one: Proposed, taken: ReadonlyMap<string, string>): boolean =>
  itemsOf(one).some(item => (taken.get(item) ?? one.key) !== one.key);

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

/** Proposals as rows to tick, to accept one by one, or to leave. */
export const ProposalsTable = ({
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
  const taken = takenBy(all.filter(({ key }) => ticked.has(key)));
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
        barred: row => (clashes(row, taken) ? say('matching.proposals.clash') : undefined),
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
