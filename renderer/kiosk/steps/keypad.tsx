import { memo } from 'react';
import { Button } from 'react-aria-components/Button';
import { steady } from '../../ui/controls/steady.tsx';
import { Pictogram } from '../../ui/pictograms/pictogram.tsx';
import { useWords } from '../screen-context.ts';
import './keypad.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

export interface KeypadHandlers {
  readonly onDigit: (digit: string) => void;
  readonly onErase: () => void;
  readonly onClear: () => void;
}

interface KeyProps {
  readonly label: string;
  readonly digit: string;
  readonly onPress: () => void;
}

const DigitKey = steady<KeyProps>(({ label, digit, onPress }) => (
  <Button className="key" aria-label={label} onPress={onPress}>
    {digit}
  </Button>
));

/** Real buttons in the order of a telephone; not drawn again while somebody types. */
export const Keypad = memo(({ onDigit, onErase, onClear }: KeypadHandlers) => {
  const { say } = useWords();
  const key = (digit: string) => (
    <DigitKey
      key={digit}
      digit={digit}
      label={say('typeNumber.digit', { digit })}
      onPress={() => onDigit(digit)}
    />
  );
  return (
    <div className="keypad" role="group" aria-label={say('typeNumber.keypad')}>
      {DIGITS.map(key)}
      <Button className="key key-quiet" onPress={onClear}>
        {say('typeNumber.clear')}
      </Button>
      {key('0')}
      <Button className="key key-quiet" aria-label={say('typeNumber.erase')} onPress={onErase}>
        <Pictogram name="erase" />
        <span>{say('typeNumber.eraseShort')}</span>
      </Button>
    </div>
  );
});
