import { Button } from 'react-aria-components/Button';
import { Pictogram } from '../../ui/pictograms/pictogram.tsx';
import { useWords } from '../screen-context.ts';
import './keypad.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

interface KeypadProps {
  readonly onDigit: (digit: string) => void;
  readonly onErase: () => void;
  readonly onClear: () => void;
}

/** Real buttons in the order of a telephone. */
export const Keypad = ({ onDigit, onErase, onClear }: KeypadProps) => {
  const { say } = useWords();
  const key = (digit: string) => (
    <Button
      key={digit}
      className="key"
      aria-label={say('typeNumber.digit', { digit })}
      onPress={() => onDigit(digit)}
    >
      {digit}
    </Button>
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
};
