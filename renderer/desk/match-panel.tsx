import { useState } from 'react';
import type { DeskBill, DeskPayment } from '../../core/contract/desk-money.ts';
import { billName } from './bills-table.tsx';
import { DeskButton, Field, Form, News, Section, Submit } from './controls.tsx';
import { useDesk } from './desk-context.ts';
import { dayAndTime, digits, faultWords, say } from './desk-words.ts';
import type { Said } from './said.ts';
import { Amount, Table } from './table.tsx';

const MOST = 20;

/** Gives what waits of a payment to a bill that a person has found. */
export const MatchPanel = ({
  payment: { paymentId, unallocated },
  onSaid,
}: {
  readonly payment: DeskPayment;
  readonly onSaid: (said: Said) => void;
}) => {
  const call = useDesk(state => state.call);
  const [text, setText] = useState('');
  const [bills, setBills] = useState<readonly DeskBill[]>();

  const find = async (by: { text: string } | { amount: number }): Promise<void> => {
    const answer = await call('search', { ...by, limit: MOST });
    if (answer.ok) setBills(answer.value.bills.filter(({ due }) => due > 0));
    else onSaid({ words: faultWords(answer.error.code), tone: 'attention' });
  };
  const match = async ({ billId, due }: DeskBill): Promise<void> => {
    const amount = Math.min(unallocated, due);
    const answer = await call('allocate', { paymentId, billId, amount });
    onSaid(
      answer.ok
        ? {
            words: say('money.match.done', {
              amount: digits(amount),
              due: digits(answer.value.due),
            }),
            tone: 'ok',
          }
        : { words: faultWords(answer.error.code), tone: 'attention' },
    );
    setBills(undefined);
  };

  return (
    <Section title={say('money.match.title')}>
      <Form
        label={say('money.match.title')}
        onSubmit={() => void (text.trim() === '' ? undefined : find({ text: text.trim() }))}
      >
        <Field id="match" label={say('money.match.text')} value={text} onChange={setText} isWide />
        <Submit label={say('money.match.find')} />
        <DeskButton
          label={say('money.match.sameAmount')}
          onPress={() => void find({ amount: unallocated })}
        />
      </Form>
      <News words={bills?.length === 0 ? say('money.match.nothing') : undefined} />
      {bills !== undefined && bills.length > 0 && (
        <Table
          caption={say('money.match.title')}
          rows={bills}
          keyOf={({ billId }) => billId}
          empty=""
          columns={[
            { head: say('money.columns.bill'), cell: billName },
            { head: say('money.columns.raised'), cell: ({ raisedAt }) => dayAndTime(raisedAt) },
            {
              head: say('money.columns.due'),
              cell: ({ due }) => <Amount of={due} />,
              isMoney: true,
            },
            {
              head: say('money.match.amount'),
              cell: ({ due }) => <Amount of={Math.min(unallocated, due)} />,
              isMoney: true,
            },
            {
              head: say('money.columns.action'),
              cell: bill => (
                <DeskButton
                  label={say('money.match.go')}
                  about={say('money.match.goAbout', { bill: billName(bill) })}
                  tone="main"
                  onPress={() => void match(bill)}
                />
              ),
            },
          ]}
        />
      )}
    </Section>
  );
};
