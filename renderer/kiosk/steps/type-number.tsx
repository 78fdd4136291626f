import { useEffect, useState } from 'react';
import type { DatePrecision } from '../../../core/identity/partial-date.ts';
import { maskNumber } from '../../../core/identity/masking.ts';
import { OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { Segment } from '../../ui/controls/segment.tsx';
import { Pictogram } from '../../ui/pictograms/pictogram.tsx';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { FaultNotice } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { useScreen, useSend, useSnapshot, useWords } from '../screen-context.ts';
import { dateParts, longestDate, readDateEntry } from './birth-date-entry.ts';
import { Keypad } from './keypad.tsx';
import {
  groupedNumber,
  type Hint,
  isCompleteNumber,
  LONGEST_NUMBER,
  numberHint,
} from './number-entry.ts';
import type { StepProps } from './step-props.ts';

const HintLine = ({ hint, isComplete }: { readonly hint: Hint; readonly isComplete: boolean }) => {
  const { say } = useWords();
  return (
    <p className={`typed-hint${isComplete ? ' typed-hint-complete' : ''}`} role="status">
      <Pictogram name={isComplete ? 'check' : 'info'} />
      <span>{say(hint.key, hint.values)}</span>
    </p>
  );
};

/** Typing digits: what stands there, and the three things the keypad does to it. */
const useDigits = (longest: number) => {
  const [digits, setDigits] = useState('');
  return {
    digits,
    keys: {
      onDigit: (digit: string) =>
        setDigits(typed => (typed.length < longest ? typed + digit : typed)),
      onErase: () => setDigits(typed => typed.slice(0, -1)),
      onClear: () => setDigits(''),
    },
  };
};

type Digits = ReturnType<typeof useDigits>;

interface NumberPartProps extends StepProps<'type-number'> {
  readonly number: Digits;
  readonly onNext: () => void;
}

const NumberPart = ({ view, number, onNext }: NumberPartProps) => {
  const { say } = useWords();
  const send = useSend();
  const { digits, keys } = number;
  const isComplete = isCompleteNumber(digits);
  return (
    <Page
      isDense
      title={say('typeNumber.titleNumber')}
      lead={view.notice === undefined ? say('typeNumber.leadNumber') : undefined}
      actions={
        <>
          <Keypad {...keys} />
          <PrimaryButton label={say('typeNumber.next')} isDisabled={!isComplete} onPress={onNext} />
          {view.notice !== undefined && (
            <OutlineButton
              pictogram="counter"
              label={say('typeNumber.askCounter')}
              onPress={() => send({ type: 'askCounter' })}
            />
          )}
        </>
      }
    >
      <FaultNotice code={digits === '' ? view.notice : undefined} />
      <div className="typed">
        <div className="typed-box" role="group" aria-label={say('typeNumber.number')}>
          {digits === '' ? (
            <span className="typed-empty" aria-hidden="true">
              {groupedNumber('_'.repeat(LONGEST_NUMBER).replaceAll('_', '·'))}
            </span>
          ) : (
            groupedNumber(digits)
          )}
        </div>
        <HintLine hint={numberHint(digits)} isComplete={isComplete} />
      </div>
    </Page>
  );
};

const PRECISIONS: readonly { readonly precision: DatePrecision; readonly label: KioskKey }[] = [
  { precision: 'day', label: 'typeNumber.precisionDay' },
  { precision: 'month', label: 'typeNumber.precisionMonth' },
  { precision: 'year', label: 'typeNumber.precisionYear' },
];

const DateBoxes = ({ digits, precision }: { digits: string; precision: DatePrecision }) => {
  const { say } = useWords();
  const parts = dateParts(digits, precision);
  const current = parts.find(part => part.digits.length < part.width)?.part;
  return (
    <div className="date-boxes" role="group" aria-label={say('typeNumber.birth')}>
      {parts.map(({ part, digits: typed, width }) => (
        <p key={part} className={`date-box${part === current ? ' date-box-current' : ''}`}>
          <span className="date-box-name">{say(`typeNumber.${part}`)}</span>
          <span className="date-box-digits">{typed.padEnd(width, '·')}</span>
        </p>
      ))}
    </div>
  );
};

const BirthPart = ({
  number,
  onBack,
}: {
  readonly number: string;
  readonly onBack: () => void;
}) => {
  const { say } = useWords();
  const { takeBack, send } = useScreen();
  const today = useSnapshot(snapshot => snapshot.day);
  const [precision, setPrecision] = useState<DatePrecision>('day');
  const { digits, keys } = useDigits(longestDate(precision));
  const { date, hint } = readDateEntry(digits, precision, today);
  useEffect(() => {
    takeBack(onBack);
    return () => takeBack(null);
  }, [takeBack, onBack]);
  const change = (next: DatePrecision) => {
    if (next === precision) return;
    keys.onClear();
    setPrecision(next);
  };
  return (
    <Page
      isDense
      title={say('typeNumber.titleBirth')}
      lead={`${say('confirm.fields.citizenNumber')}: ${maskNumber(number)}`}
      actions={
        <>
          <div className="segments" role="group" aria-label={say('typeNumber.precision')}>
            {PRECISIONS.map(choice => (
              <Segment
                key={choice.precision}
                label={say(choice.label)}
                isChosen={choice.precision === precision}
                onPress={() => change(choice.precision)}
              />
            ))}
          </div>
          <Keypad {...keys} />
          <PrimaryButton
            label={say('typeNumber.submit')}
            isDisabled={date === undefined}
            onPress={() => {
              if (date !== undefined) send({ type: 'submitNumber', number, birthDate: date });
            }}
          />
        </>
      }
    >
      <div className="typed">
        <DateBoxes digits={digits} precision={precision} />
        <HintLine hint={hint} isComplete={date !== undefined} />
      </div>
    </Page>
  );
};

/**
 * Number first, then birth date. Digits live in this component alone: they are gone with the page.
 */
export const TypeNumber = ({ view }: StepProps<'type-number'>) => {
  const number = useDigits(LONGEST_NUMBER);
  const [part, setPart] = useState<'number' | 'birth'>('number');
  const [onBack] = useState(() => () => setPart('number'));
  return part === 'number' ? (
    <NumberPart view={view} number={number} onNext={() => setPart('birth')} />
  ) : (
    <BirthPart number={number.digits} onBack={onBack} />
  );
};
