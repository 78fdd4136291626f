import { startTransition, useEffect, useState } from 'react';
import { maskNumber } from '../../../core/identity/masking.ts';
import type { DatePrecision } from '../../../core/identity/partial-date.ts';
import { OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { Segment } from '../../ui/controls/segment.tsx';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { FaultNotice } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { useScreen, useSend, useSnapshot, useWords } from '../screen-context.ts';
import { birthDates, dateParts, longestDate, readDateEntry } from './date-entry.ts';
import { Keypad } from './keypad.tsx';
import { groupedNumber, isCompleteNumber, LONGEST_NUMBER, numberHint } from './number-entry.ts';
import type { StepProps } from './step-props.ts';
import { BLANK, DateBoxes, HintLine, useDigits } from './typed-digits.tsx';

const NumberBox = ({ digits }: { readonly digits: string }) => {
  const { say } = useWords();
  return (
    <div className="typed">
      <div className="typed-box" role="group" aria-label={say('typeNumber.number')}>
        {digits === '' ? (
          <span className="typed-empty" aria-hidden="true">
            {BLANK.repeat(LONGEST_NUMBER)}
          </span>
        ) : (
          groupedNumber(digits)
        )}
      </div>
      <HintLine hint={numberHint(digits)} isComplete={isCompleteNumber(digits)} />
    </div>
  );
};

const PRECISIONS: readonly { readonly precision: DatePrecision; readonly label: KioskKey }[] = [
  { precision: 'day', label: 'typeNumber.precisionDay' },
  { precision: 'month', label: 'typeNumber.precisionMonth' },
  { precision: 'year', label: 'typeNumber.precisionYear' },
];

interface PrecisionsProps {
  readonly chosen: DatePrecision;
  readonly onChoose: (precision: DatePrecision) => void;
}

const Precisions = ({ chosen, onChoose }: PrecisionsProps) => {
  const { say } = useWords();
  return (
    <div className="segments" role="group" aria-label={say('typeNumber.precision')}>
      {PRECISIONS.map(({ precision, label }) => (
        <Segment
          key={precision}
          label={say(label)}
          isChosen={precision === chosen}
          onPress={() => onChoose(precision)}
        />
      ))}
    </div>
  );
};

/** Back leads from the birth date to the number before it leads from the page. */
const useBackTo = (isSecondPart: boolean, leave: () => void): void => {
  const { takeBack } = useScreen();
  const [back] = useState(() => leave);
  useEffect(() => {
    takeBack(isSecondPart ? back : null);
    return () => takeBack(null);
  }, [takeBack, isSecondPart, back]);
};

/**
 * Number first, then birth date. Digits live in this component alone: they are gone with the page.
 */
export const TypeNumber = ({ view }: StepProps<'type-number'>) => {
  const { say } = useWords();
  const send = useSend();
  const today = useSnapshot(snapshot => snapshot.day);
  const [part, setPart] = useState<'number' | 'birth'>('number');
  const [precision, setPrecision] = useState<DatePrecision>('day');
  const number = useDigits(LONGEST_NUMBER);
  const birth = useDigits(longestDate(precision));
  const { date, hint } = readDateEntry(birth.digits, precision, birthDates(today));
  useBackTo(part === 'birth', () => setPart('number'));

  const choose = (next: DatePrecision) => {
    if (next === precision) return;
    birth.keys.onClear();
    setPrecision(next);
  };
  const submit = () => {
    if (date !== undefined) {
      send({ type: 'submitNumber', number: number.digits, birthDate: date });
    }
  };
  const isNumber = part === 'number';
  return (
    <Page
      isDense
      part={part}
      title={say(isNumber ? 'typeNumber.titleNumber' : 'typeNumber.titleBirth')}
      lead={
        isNumber
          ? view.notice === undefined
            ? say('typeNumber.leadNumber')
            : undefined
          : `${say('confirm.fields.citizenNumber')}: ${maskNumber(number.digits)}`
      }
      actions={
        <>
          {!isNumber && <Precisions chosen={precision} onChoose={choose} />}
          <Keypad {...(isNumber ? number.keys : birth.keys)} />
          <PrimaryButton
            label={say(isNumber ? 'typeNumber.next' : 'typeNumber.submit')}
            isDisabled={isNumber ? !isCompleteNumber(number.digits) : date === undefined}
            onPress={isNumber ? () => startTransition(() => setPart('birth')) : submit}
          />
          {isNumber && view.notice !== undefined && (
            <OutlineButton
              pictogram="counter"
              label={say('typeNumber.askCounter')}
              onPress={() => send({ type: 'askCounter' })}
            />
          )}
        </>
      }
    >
      {isNumber ? (
        <>
          <FaultNotice code={number.digits === '' ? view.notice : undefined} />
          <NumberBox digits={number.digits} />
        </>
      ) : (
        <div className="typed">
          <DateBoxes parts={dateParts(birth.digits, precision)} label={say('typeNumber.birth')} />
          <HintLine hint={hint} isComplete={date !== undefined} />
        </div>
      )}
    </Page>
  );
};
