import { useState } from 'react';
import type { Output } from '../../core/contract/contract.ts';
import type { DeskContract } from '../../core/contract/desk.ts';
import { BillsTable } from './bills-table.tsx';
import { Field, Form, News, Section, Submit } from './controls.tsx';
import { useDesk } from './desk-context.ts';
import { dayIn, digits, dongIn, faultWords, say } from './desk-words.ts';
import { PageFrame } from './page-frame.tsx';
import { PaymentsTable } from './payments-table.tsx';

const MOST = 50;

type Found = Output<DeskContract, 'search'>;

const wrongDay = (text: string): string | undefined =>
  text === '' || dayIn(text) !== undefined ? undefined : say('money.search.wrongDay');

export const SearchPage = () => {
  const call = useDesk(state => state.call);
  const [text, setText] = useState('');
  const [amount, setAmount] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [found, setFound] = useState<Found>();
  const [fault, setFault] = useState<string>();
  const wrongAmount =
    amount === '' || dongIn(amount) !== undefined ? undefined : say('money.search.wrongAmount');

  const search = async (): Promise<void> => {
    if ([wrongAmount, wrongDay(from), wrongDay(to)].some(wrong => wrong !== undefined)) return;
    const [sum, first, last] = [dongIn(amount), dayIn(from), dayIn(to)];
    const answer = await call('search', {
      limit: MOST,
      ...(text.trim() === '' ? {} : { text: text.trim() }),
      ...(sum === undefined ? {} : { amount: sum }),
      ...(first === undefined ? {} : { from: first }),
      ...(last === undefined ? {} : { to: last }),
    });
    setFault(answer.ok ? undefined : faultWords(answer.error.code));
    setFound(answer.ok ? answer.value : undefined);
  };
  const isNothing = found !== undefined && found.payments.length + found.bills.length === 0;

  return (
    <PageFrame title={say('money.search.title')} fault={fault}>
      <Form label={say('pages.search')} onSubmit={() => void search()}>
        <Field
          id="text"
          label={say('money.search.text')}
          hint={say('money.search.textHint')}
          value={text}
          onChange={setText}
          isWide
        />
        <Field
          id="amount"
          label={say('money.search.amount')}
          value={amount}
          onChange={setAmount}
          wrong={wrongAmount}
          isMoney
        />
        <Field
          id="from"
          label={say('money.search.from')}
          value={from}
          onChange={setFrom}
          hint={say('money.search.dayHint')}
          wrong={from.length >= 8 ? wrongDay(from) : undefined}
        />
        <Field
          id="to"
          label={say('money.search.to')}
          value={to}
          onChange={setTo}
          hint={say('money.search.dayHint')}
          wrong={to.length >= 8 ? wrongDay(to) : undefined}
        />
        <Submit label={say('money.search.go')} />
      </Form>
      <News
        words={
          isNothing
            ? say('money.search.nothing')
            : (found?.payments.length ?? 0) >= MOST || (found?.bills.length ?? 0) >= MOST
              ? say('money.search.most')
              : found === undefined
                ? say('money.search.hint')
                : undefined
        }
      />
      {found !== undefined && found.payments.length > 0 && (
        <Section title={say('money.search.payments', { count: digits(found.payments.length) })}>
          <PaymentsTable caption={say('pages.live')} payments={found.payments} empty="" />
        </Section>
      )}
      {found !== undefined && found.bills.length > 0 && (
        <Section title={say('money.search.bills', { count: digits(found.bills.length) })}>
          <BillsTable caption={say('money.columns.bill')} bills={found.bills} empty="" />
        </Section>
      )}
    </PageFrame>
  );
};
