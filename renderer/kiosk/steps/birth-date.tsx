import { useState } from 'react';
import type { DatePrecision } from '../../../core/identity/partial-date.ts';
import { Segment } from '../../ui/controls/segment.tsx';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { useSnapshot, useWords } from '../screen-context.ts';
import { birthDates, type DateEntry, dateParts, longestDate, readDateEntry } from './date-entry.ts';
import type { KeypadHandlers } from './keypad.tsx';
import { DateBoxes, HintLine, useDigits } from './typed-digits.tsx';

const PRECISIONS: readonly { readonly precision: DatePrecision; readonly label: KioskKey }[] = [
  { precision: 'day', label: 'typeNumber.precisionDay' },
  { precision: 'month', label: 'typeNumber.precisionMonth' },
  { precision: 'year', label: 'typeNumber.precisionYear' },
];

export interface BirthDate extends DateEntry {
  readonly digits: string;
  readonly precision: DatePrecision;
  readonly keys: KeypadHandlers;
  readonly choose: (precision: DatePrecision) => void;
}

/** Typing a birth date, as far as it is known. */
export const useBirthDate = (first: DatePrecision): BirthDate => {
  const today = useSnapshot(snapshot => snapshot.day);
  const [precision, setPrecision] = useState(first);
  const { digits, keys } = useDigits(longestDate(precision));
  const choose = (next: DatePrecision) => {
    if (next === precision) return;
    keys.onClear();
    setPrecision(next);
  };
  return {
    digits,
    precision,
    keys,
    choose,
    ...readDateEntry(digits, precision, birthDates(today)),
  };
};

/** How much of the date somebody knows. */
export const Precisions = ({ birth }: { readonly birth: BirthDate }) => {
  const { say } = useWords();
  return (
    <div className="segments" role="group" aria-label={say('typeNumber.precision')}>
      {PRECISIONS.map(({ precision, label }) => (
        <Segment
          key={precision}
          label={say(label)}
          isChosen={precision === birth.precision}
          onPress={() => birth.choose(precision)}
        />
      ))}
    </div>
  );
};

export const BirthDateBox = ({ birth }: { readonly birth: BirthDate }) => {
  const { say } = useWords();
  return (
    <div className="typed">
      <DateBoxes parts={dateParts(birth.digits, birth.precision)} label={say('typeNumber.birth')} />
      <HintLine hint={birth.hint} isComplete={birth.date !== undefined} />
    </div>
  );
};
