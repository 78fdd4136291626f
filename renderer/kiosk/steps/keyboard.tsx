import { memo } from 'react';
import { Button } from 'react-aria-components/Button';
import { type Tone, TONES } from '../../../core/identity/vietnamese-composer.ts';
import { steady } from '../../ui/controls/steady.tsx';
import { Pictogram } from '../../ui/pictograms/pictogram.tsx';
import { useWords } from '../screen-context.ts';
import './keyboard.css';

export interface KeyboardHandlers {
  readonly onLetter: (letter: string) => void;
  readonly onErase: () => void;
  /** Set where names are typed with their tones. */
  readonly onTone?: ((tone: Tone) => void) | undefined;
}

/** vietnamese: names as on a citizen card; latin: as in a passport; code: numbers of papers. */
export type KeyboardLayout = 'vietnamese' | 'latin' | 'code';

const LETTERS = ['QWERTYUIOP', 'ASDFGHJKL', 'ZXCVBNM'] as const;
const ROWS: Readonly<Record<KeyboardLayout, readonly string[]>> = {
  vietnamese: ['ĂÂĐÊÔƠƯ', ...LETTERS],
  latin: LETTERS,
  code: ['1234567890', ...LETTERS],
};
/** What the number of a paper may have between letters and digits. */
const SIGNS = ['/', '-', '.'] as const;

interface KeyProps {
  readonly letter: string;
  readonly label: string;
  readonly onPress: () => void;
}

const LetterKey = steady<KeyProps>(({ letter, label, onPress }) => (
  <Button className="letter-key" aria-label={label} onPress={onPress}>
    {letter}
  </Button>
));

const Tones = ({ onTone }: { readonly onTone: (tone: Tone) => void }) => {
  const { say } = useWords();
  return (
    <div className="keyboard-row">
      {(Object.keys(TONES) as Tone[]).map(tone => (
        <Button key={tone} className="letter-key tone-key" onPress={() => onTone(tone)}>
          <span className="tone-letter">{`a${TONES[tone]}`.normalize('NFC')}</span>
          <span>{say(`keyboard.tones.${tone}`)}</span>
        </Button>
      ))}
    </div>
  );
};

interface KeyboardProps extends KeyboardHandlers {
  readonly layout: KeyboardLayout;
}

/** Real buttons of 20 mm; not drawn again while somebody types. */
export const Keyboard = memo(({ layout, onLetter, onErase, onTone }: KeyboardProps) => {
  const { say } = useWords();
  const key = (letter: string) => (
    <LetterKey
      key={letter}
      letter={letter}
      label={say(/\p{L}|\d/u.test(letter) ? 'keyboard.letter' : 'keyboard.sign', {
        letter,
        sign: letter,
      })}
      onPress={() => onLetter(letter)}
    />
  );
  const rows = ROWS[layout];
  return (
    <div className="keyboard" role="group" aria-label={say('keyboard.label')}>
      {onTone && <Tones onTone={onTone} />}
      {rows.map((letters, at) => (
        <div className="keyboard-row" key={letters}>
          {Array.from(letters, key)}
          {layout === 'code' && at === rows.length - 1 && SIGNS.map(key)}
          {layout !== 'code' && at === rows.length - 1 && (
            <Button className="letter-key wide-key" onPress={() => onLetter(' ')}>
              {say('keyboard.space')}
            </Button>
          )}
          {at === rows.length - 2 && (
            <Button
              className="letter-key erase-key"
              aria-label={say('keyboard.erase')}
              onPress={onErase}
            >
              <Pictogram name="erase" />
            </Button>
          )}
        </div>
      ))}
    </div>
  );
});
