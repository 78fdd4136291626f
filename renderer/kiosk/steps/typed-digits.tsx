import { useMemo, useState } from 'react';
import { Pictogram } from '../../ui/pictograms/pictogram.tsx';
import { useWords } from '../screen-context.ts';
import type { dateParts } from './date-entry.ts';
import type { KeypadHandlers } from './keypad.tsx';
import type { Hint } from './number-entry.ts';

/** Stands where a digit is still to come. */
export const BLANK = '·';

/** What is missing, or that it is all there. */
export const HintLine = ({
  hint,
  isComplete,
}: {
  readonly hint: Hint;
  readonly isComplete: boolean;
}) => {
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
export const useDigits = (longest: number): Digits => {
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

interface DateBoxesProps {
  readonly parts: ReturnType<typeof dateParts>;
  readonly label: string;
}

/** One box for day, month and year, filled from the left. */
export const DateBoxes = ({ parts, label }: DateBoxesProps) => {
  const { say } = useWords();
  const current = parts.find(part => part.digits.length < part.width)?.part;
  return (
    <div className="date-boxes" role="group" aria-label={label}>
      {parts.map(({ part, digits: typed, width }) => (
        <p key={part} className={`date-box${part === current ? ' date-box-current' : ''}`}>
          <span className="date-box-name">{say(`typeNumber.${part}`)}</span>
          <span className="date-box-digits">{typed.padEnd(width, BLANK)}</span>
        </p>
      ))}
    </div>
  );
};
