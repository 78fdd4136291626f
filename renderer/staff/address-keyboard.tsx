import { memo, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { steady } from '../ui/controls/steady.tsx';
import { Pictogram } from '../ui/pictograms/pictogram.tsx';
import { useStaffWords } from './staff-words.ts';

const ROWS = ['1234567890', 'qwertyuiop', 'asdfghjkl-', 'zxcvbnm./:'] as const;
const SIGNS = '_@?=&%';

export interface AddressKeyboardHandlers {
  readonly onCharacter: (character: string) => void;
  readonly onErase: () => void;
  readonly onClear: () => void;
}

const Key = steady<{ readonly character: string; readonly onPress: () => void }>(
  ({ character, onPress }) => (
    <Button className="key" onPress={onPress}>
      {character}
    </Button>
  ),
);

/** What addresses are made of: letters without accents, digits and the signs of a URL. */
export const AddressKeyboard = memo(
  ({ onCharacter, onErase, onClear }: AddressKeyboardHandlers) => {
    const say = useStaffWords();
    const [isUpper, setUpper] = useState(false);
    const keys = (characters: string) =>
      Array.from(characters, character => {
        const typed = isUpper ? character.toUpperCase() : character;
        return <Key key={character} character={typed} onPress={() => onCharacter(typed)} />;
      });
    return (
      <div className="address-keys" role="group" aria-label={say('setting.keyboard')}>
        {ROWS.map(keys)}
        <Button
          className="key key-quiet"
          aria-label={say('setting.upper')}
          aria-pressed={isUpper}
          onPress={() => setUpper(!isUpper)}
        >
          <Pictogram name="up" />
        </Button>
        {keys(SIGNS)}
        <Button className="key key-quiet" aria-label={say('setting.erase')} onPress={onErase}>
          <Pictogram name="erase" />
        </Button>
        <Button className="key key-quiet address-clear" onPress={onClear}>
          {say('setting.clear')}
        </Button>
      </div>
    );
  },
);
