import { useState } from 'react';
import type { DeskBill } from '../../../core/contract/desk-money.ts';
import type { DeskShift } from '../../../core/contract/desk-shifts.ts';
import { billName } from '../bills-table.tsx';
import { DeskButton, Field, Form, News, Section, Submit } from '../controls.tsx';
import { useDesk } from '../desk-context.ts';
import { dayAndTime, digits, dong, dongIn, faultWords, say } from '../desk-words.ts';
import { useFocusWhenShown } from '../focus.ts';
import { refusalWords } from '../refusal-words.ts';
import type { Said } from '../said.ts';
import { Amount, Table } from '../table.tsx';

const MOST = 20;

interface PayProps {
  readonly shift: DeskShift;
  readonly bill: DeskBill;
  readonly onSaid: (said: Said) => void;
  readonly onOver: () => void;
}

/** How much of one bill is paid, and what the patient gets back. */
const Pay = ({ shift: { shiftId }, bill, onSaid, onOver }: PayProps) => {
  const call = useDesk(state => state.call);
  const heading = useFocusWhenShown();
  const [amount, setAmount] = useState(digits(bill.due));
  const [given, setGiven] = useState('');
  // The same id again is the same receipt: a click that is repeated takes the money once.
  const [paymentId] = useState(() => crypto.randomUUID());
  const sum = dongIn(amount);
  const isWrong = sum === undefined || sum > bill.due;
  const handed = given.trim() === '' ? sum : dongIn(given);
  const change = handed === undefined || sum === undefined ? undefined : handed - sum;
  const isTooLittle = change === undefined || change < 0;

  const take = async (): Promise<void> => {
    if (isWrong || isTooLittle) return;
    const answer = await call('takeCash', {
      paymentId,
      shiftId,
      billId: bill.billId,
      amount: sum,
    });
    if (!answer.ok) {
      onSaid({ words: refusalWords('takeCash', answer.error.code), tone: 'attention' });
      return;
    }
    const told = {
      amount: digits(sum),
      change: digits(change),
      number: answer.value.receiptNo,
    };
    const key = change > 0 ? 'shifts.cash.doneChange' : 'shifts.cash.done';
    onSaid({ words: say(key, told), tone: 'ok' });
    onOver();
  };

  const title = say('shifts.cash.of', { bill: billName(bill) });
  return (
    <>
      <h3 ref={heading} tabIndex={-1}>
        {title}
      </h3>
      <Form label={title} onSubmit={() => void take()}>
        <Field
          id="cash-amount"
          label={say('shifts.cash.amount')}
          value={amount}
          onChange={setAmount}
          wrong={isWrong ? say('shifts.cash.wrongAmount', { most: digits(bill.due) }) : undefined}
          isMoney
        />
        <Field
          id="cash-given"
          label={say('shifts.cash.given')}
          value={given}
          onChange={setGiven}
          hint={say('shifts.cash.givenHint')}
          wrong={!isWrong && isTooLittle ? say('shifts.cash.wrongGiven') : undefined}
          isMoney
        />
        <div className="desk-field">
          <p>{say('shifts.cash.change')}</p>
          <output className="desk-change">
            {dong(change === undefined || change < 0 ? 0 : change)}
          </output>
        </div>
        <Submit label={say('shifts.cash.go')} />
        <DeskButton label={say('shifts.cash.cancel')} onPress={onOver} />
      </Form>
    </>
  );
};

/** Finds a bill that asks for money, and takes cash for it. */
export const TakeCash = ({
  shift,
  onSaid,
}: {
  readonly shift: DeskShift;
  readonly onSaid: (said: Said) => void;
}) => {
  const call = useDesk(state => state.call);
  const [text, setText] = useState('');
  const [bills, setBills] = useState<readonly DeskBill[]>();
  const [chosen, setChosen] = useState<DeskBill>();

  const find = async (): Promise<void> => {
    setChosen(undefined);
    if (text.trim() === '') return;
    const answer = await call('search', { text: text.trim(), limit: MOST });
    if (answer.ok) setBills(answer.value.bills.filter(({ due }) => due > 0));
    else onSaid({ words: faultWords(answer.error.code), tone: 'attention' });
  };
  const over = (): void => {
    setChosen(undefined);
    setBills(undefined);
    setText('');
    document.getElementById('cash-bill')?.focus();
  };

  return (
    <Section title={say('shifts.cash.title')}>
      <Form label={say('shifts.cash.title')} onSubmit={() => void find()}>
        <Field
          id="cash-bill"
          label={say('shifts.cash.text')}
          value={text}
          onChange={setText}
          isWide
        />
        <Submit label={say('shifts.cash.find')} />
      </Form>
      <News words={bills?.length === 0 ? say('shifts.cash.nothing') : undefined} />
      {chosen === undefined && bills !== undefined && bills.length > 0 && (
        <Table
          caption={say('shifts.cash.title')}
          rows={bills}
          keyOf={({ billId }) => billId}
          empty=""
          columns={[
            { head: say('money.columns.bill'), cell: billName },
            { head: say('money.columns.ticket'), cell: ({ ticket }) => ticket ?? say('none') },
            { head: say('money.columns.raised'), cell: ({ raisedAt }) => dayAndTime(raisedAt) },
            {
              head: say('money.columns.due'),
              cell: ({ due }) => <Amount of={due} />,
              isMoney: true,
            },
            {
              head: say('money.columns.action'),
              cell: bill => (
                <DeskButton
                  label={say('shifts.cash.choose')}
                  about={say('shifts.cash.chooseAbout', {
                    bill: billName(bill),
                    due: digits(bill.due),
                  })}
                  tone="main"
                  onPress={() => setChosen(bill)}
                />
              ),
            },
          ]}
        />
      )}
      {chosen !== undefined && (
        <Pay key={chosen.billId} shift={shift} bill={chosen} onSaid={onSaid} onOver={over} />
      )}
    </Section>
  );
};
