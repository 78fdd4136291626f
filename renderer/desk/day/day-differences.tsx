import { useRef, useState } from 'react';
import type { DeskDay, DeskDifference, DeskDifferences } from '../../../core/contract/desk-day.ts';
import { Chip, DeskButton, News, Section } from '../controls.tsx';
import { useDesk } from '../desk-context.ts';
import type { DeskView } from '../desk-store.ts';
import { dayAndTime, digits, say } from '../desk-words.ts';
import type { Said } from '../said.ts';
import { Amount, type Column, Table } from '../table.tsx';
import { Explain, type Explained } from './explain.tsx';

/** Where a difference is looked at; a shift and a statement have their own pages. */
const placeOf = (
  kind: DeskDifferences['kind'],
  { paymentId, billId, subject }: DeskDifference,
): DeskView | undefined => {
  if (paymentId !== null) return { page: 'payment', paymentId };
  if (billId !== null) return { page: 'bill', billId };
  if (kind === 'shift-open' || kind === 'cash-differs') return { page: 'shift', shiftId: subject };
  return kind === 'statement-differs' ? { page: 'statements' } : undefined;
};

const saidOf = ({ explanation }: DeskDifference): string =>
  explanation === null
    ? say('none')
    : say('day.differences.said', { ...explanation, at: dayAndTime(explanation.at) });

interface GroupProps {
  readonly day: DeskDay;
  readonly group: DeskDifferences;
  readonly onSaid: (said: Said) => void;
}

/** Differences of one kind: what to do about them, and what was said of each. */
const Group = ({ day, group, onSaid }: GroupProps) => {
  const open = useDesk(state => state.open);
  const [explained, setExplained] = useState<Explained>();
  const heading = useRef<HTMLHeadingElement>(null);
  const { kind, number, amount, unexplained, rows } = group;
  const kindName = say(`day.kinds.${kind}`);
  const isOpen = day.signature === null && day.lockedWith === null;
  // What is not explained comes first: the keyboard goes on from above it.
  const over = (): void => {
    setExplained(undefined);
    heading.current?.focus();
  };
  const canExplain = isOpen && kind !== 'shift-open';
  const called = (row: DeskDifference) => ({
    about: row.about === '' ? kindName : row.about,
    amount: digits(row.amount),
  });
  const action: Column<DeskDifference> = {
    head: say('day.differences.action'),
    cell: row => {
      const place = placeOf(kind, row);
      const what = say(
        row.explanation === null ? 'day.differences.explain' : 'day.differences.explainAgain',
      );
      return (
        <span className="desk-actions">
          {place !== undefined && (
            <DeskButton
              label={say('day.differences.look')}
              about={say('day.differences.lookAbout', called(row))}
              onPress={() => open(place)}
            />
          )}
          {canExplain && (
            <DeskButton
              label={what}
              about={say('day.differences.explainAbout', { what, ...called(row) })}
              onPress={() => setExplained({ which: 'one', difference: row })}
            />
          )}
        </span>
      );
    },
  };
  const title = say('day.differences.group', {
    kind: kindName,
    count: digits(number),
    amount: digits(amount),
  });
  const table = (
    <Table
      caption={title}
      rows={rows}
      keyOf={({ subject }) => subject}
      empty=""
      columns={[
        {
          head: say('day.differences.at'),
          cell: ({ at }) => (at === null ? say('none') : dayAndTime(at)),
        },
        {
          head: say('day.differences.about'),
          cell: ({ about }) => (about === '' ? say('none') : about),
          isLong: true,
        },
        {
          head: say('day.differences.amount'),
          cell: row => <Amount of={row.amount} />,
          isMoney: true,
        },
        { head: say('day.differences.reason'), cell: saidOf, isLong: true },
        action,
      ]}
    />
  );
  return (
    <section className="desk-group">
      <h3 ref={heading} tabIndex={-1}>
        {title}{' '}
        <Chip tone={unexplained.number > 0 ? 'attention' : 'ok'}>
          {unexplained.number > 0
            ? say('day.differences.left', { count: digits(unexplained.number) })
            : say('day.differences.allSaid')}
        </Chip>
      </h3>
      {isOpen && <p className="desk-lead">{say(`day.advice.${kind}`)}</p>}
      {canExplain && unexplained.number > 1 && (
        <div className="desk-actions">
          <DeskButton
            label={say('day.differences.explainAll', { count: digits(unexplained.number) })}
            about={`${say('day.differences.explainAll', { count: digits(unexplained.number) })}: ${kindName}`}
            onPress={() => setExplained({ which: 'all' })}
          />
        </div>
      )}
      {explained !== undefined && (
        <Explain
          key={explained.which === 'one' ? explained.difference.subject : kind}
          day={day.day}
          group={group}
          explained={explained}
          onSaid={said => {
            over();
            onSaid(said);
          }}
          onCancel={over}
        />
      )}
      <News
        words={
          rows.length < number
            ? say('day.differences.most', { count: digits(rows.length) })
            : undefined
        }
      />
      {table}
    </section>
  );
};

/** Everything that differs, kind by kind. */
export const DayDifferences = ({
  day,
  onSaid,
}: {
  readonly day: DeskDay;
  readonly onSaid: (said: Said) => void;
}) => (
  <Section title={say('day.differences.title')}>
    {day.differences.length === 0 && <p className="desk-empty">{say('day.differences.none')}</p>}
    {day.differences.map(group => (
      <Group key={group.kind} day={day} group={group} onSaid={onSaid} />
    ))}
  </Section>
);
