import { startTransition, useEffect, useMemo, useState } from 'react';
import { maskNumber } from '../../../core/identity/masking.ts';
import type { DatePrecision } from '../../../core/identity/partial-date.ts';
import { OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { Segment } from '../../ui/controls/segment.tsx';
import { Pictogram } from '../../ui/pictograms/pictogram.tsx';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { FaultNotice } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { useScreen, useSend, useSnapshot, useWords } from '../screen-context.ts';
import { dateParts, longestDate, readDateEntry } from './birth-date-entry.ts';
import { Keypad, type KeypadHandlers } from './keypad.tsx';
import {
  groupedNumber,
  type Hint,
  isCompleteNumber,
  LONGEST_NUMBER,
  numberHint,
} from './number-entry.ts';
import type { StepProps } from './step-props.ts';

/** Stands where a digit is still to come. */
const BLANK = '·';

const HintLine = ({ hint, isComplete }: { readonly hint: Hint; readonly isComplete: boolean }) => {
  const { say } = useWords();
  return (
    <p className={`typed-hint${isComplete ? ' typed-hint-complete' : ''}`} role="status">
      <Pictogram name={isComplete ? 'check' : 'info'} />
      <span>{say(hint.key, hint.values)}</span>
    </p>
  );
};

interface Digits {
  readonly digits: string;
  readonly keys: KeypadHandlers;
}

/** Typing digits: what stands there, and the three things the keypad does to it. */
const useDigits = (longest: number): Digits => {
  const [digits, setDigits] = useState('');
  const keys = useMemo<KeypadHandlers>(
    () => ({
      onDigit: digit => setDigits(typed => (typed.length < longest ? typed + digit : typed)),
      onErase: () => setDigits(typed => typed.slice(0, -1)),
      onClear: () => setDigits(''),
    }),
    [longest],
  );
  return { digits, keys };
};

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

const DateBoxes = ({ digits, precision }: { digits: string; precision: DatePrecision }) => {
  const { say } = useWords();
  const parts = dateParts(digits, precision);
  const current = parts.find(part => part.digits.length < part.width)?.part;
  return (
    <div className="date-boxes" role="group" aria-label={say('typeNumber.birth')}>
      {parts.map(({ part, digits: typed, width }) => (
        <p key={part} className={`date-box${part === current ? ' date-box-current' : ''}`}>
          <span className="date-box-name">{say(`typeNumber.${part}`)}</span>
          <span className="date-box-digits">{typed.padEnd(width, BLANK)}</span>
        </p>
      ))}
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
  const { date, hint } = readDateEntry(birth.digits, precision, today);
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
          <DateBoxes digits={birth.digits} precision={precision} />
          <HintLine hint={hint} isComplete={date !== undefined} />
        </div>
      )}
    </Page>
  );
};
