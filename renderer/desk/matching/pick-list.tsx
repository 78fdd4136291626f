import { useState } from 'react';
import { DeskButton, Field, Form, Section, Submit } from '../controls.tsx';
import { digits, say } from '../desk-words.ts';
import { type Column, Table } from '../table.tsx';
import type { Picks } from './picks.ts';

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
export const PickList = <Row,>({ kind, title, picks, onFind, onAll, ...list }: ListProps<Row>) => {
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
