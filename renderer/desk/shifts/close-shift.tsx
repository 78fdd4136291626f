import { useState } from 'react';
import { type CashCount, sumOfCash } from '../../../core/cash/cash-count.ts';
import { DeskButton, Facts, Field, Form, News, Section, Submit } from '../controls.tsx';
import { useDesk } from '../desk-context.ts';
import { digits, dong, faultWords, say } from '../desk-words.ts';
import { focusPage, useFocusWhenShown } from '../focus.ts';
import { refusalWords } from '../refusal-words.ts';
import type { Said } from '../said.ts';
import { useReason } from '../use-reason.ts';
import { CashCountFields, countIn, type TypedCount } from './cash-count-fields.tsx';

interface Compared {
  readonly counted: CashCount;
  readonly expected: number;
}

const differenceWords = (difference: number): string => {
  if (difference === 0) return say('shifts.close.same');
  return difference > 0
    ? say('shifts.close.over', { amount: digits(difference) })
    : say('shifts.close.short', { amount: digits(-difference) });
};

/** What was counted beside what the books say, a reason where they differ, and the end of the shift. */
const Confirm = ({
  shiftId,
  compared: { counted, expected },
  onSaid,
  onAgain,
}: {
  readonly shiftId: string;
  readonly compared: Compared;
  readonly onSaid: (said: Said) => void;
  readonly onAgain: () => void;
}) => {
  const call = useDesk(state => state.call);
  const heading = useFocusWhenShown();
  const reason = useReason(say('shifts.close.noReason'));
  const sum = sumOfCash(counted);
  const difference = sum - expected;

  const close = async (): Promise<void> => {
    const words = difference === 0 ? '' : reason.given();
    if (words === undefined) return;
    const answer = await call('closeShift', {
      shiftId,
      counted,
      expected,
      ...(words === '' ? {} : { reason: words }),
    });
    if (answer.ok) {
      const words = say('shifts.close.done', { number: answer.value.reportNo });
      onSaid({ words, tone: 'ok' });
      return;
    }
    onSaid({ words: refusalWords('closeShift', answer.error.code), tone: 'attention' });
  };

  return (
    <>
      <h3 ref={heading} tabIndex={-1}>
        {say('shifts.close.result')}
      </h3>
      <Facts
        facts={[
          [say('shifts.close.counted'), dong(sum)],
          [say('shifts.close.expected'), dong(expected)],
          [say('shifts.close.difference'), dong(difference)],
        ]}
      />
      <News words={differenceWords(difference)} tone={difference === 0 ? 'ok' : 'attention'} />
      <Form label={say('shifts.close.title')} onSubmit={() => void close()}>
        {difference !== 0 && (
          <Field
            id="close-reason"
            label={say('shifts.close.reason')}
            hint={say('shifts.close.reasonHint')}
            {...reason.field}
            isWide
          />
        )}
        <Submit label={say('shifts.close.go')} />
        <DeskButton label={say('shifts.close.again')} onPress={onAgain} />
      </Form>
    </>
  );
};

/** The drawer is counted before the books are shown: nobody counts towards a figure. */
export const CloseShift = ({
  shiftId,
  onSaid,
}: {
  readonly shiftId: string;
  readonly onSaid: (said: Said) => void;
}) => {
  const call = useDesk(state => state.call);
  const [typed, setTyped] = useState<TypedCount>({});
  const [compared, setCompared] = useState<Compared>();

  const compare = async (): Promise<void> => {
    const counted = countIn(typed);
    if (counted === undefined) return;
    const answer = await call('shiftCash', { shiftId, limit: 1 });
    if (answer.ok) setCompared({ counted, expected: answer.value.expected });
    else onSaid({ words: faultWords(answer.error.code), tone: 'attention' });
  };

  return (
    <Section title={say('shifts.close.title')}>
      <p className="desk-lead">{say('shifts.close.lead')}</p>
      {compared === undefined ? (
        <Form label={say('shifts.close.title')} onSubmit={() => void compare()}>
          <CashCountFields typed={typed} onChange={setTyped} />
          <Submit label={say('shifts.close.compare')} />
        </Form>
      ) : (
        <Confirm
          shiftId={shiftId}
          compared={compared}
          onSaid={said => {
            setCompared(undefined);
            onSaid(said);
            focusPage();
          }}
          onAgain={() => {
            setCompared(undefined);
            focusPage();
          }}
        />
      )}
    </Section>
  );
};
