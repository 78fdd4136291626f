import { useMemo, useState } from 'react';
import { type Tone, withLetter, withTone } from '../../../core/identity/vietnamese-composer.ts';
import { useWords } from '../screen-context.ts';
import type { KeyboardHandlers } from './keyboard.tsx';
import type { Hint } from './number-entry.ts';
import { HintLine } from './typed-digits.tsx';

interface Text {
  readonly text: string;
  readonly keys: KeyboardHandlers;
}

const withoutLast = (text: string): string =>
  Array.from(text.normalize('NFC')).slice(0, -1).join('');

/** Typing a name: capitals at the start of words, tones where they belong. */
export const useName = (longest: number, tones: boolean): Text => {
  const [text, setText] = useState('');
  const keys = useMemo<KeyboardHandlers>(
    () => ({
      onLetter: letter =>
        setText(typed => (typed.length < longest ? withLetter(typed, letter) : typed)),
      onErase: () => setText(withoutLast),
      ...(tones ? { onTone: (tone: Tone) => setText(typed => withTone(typed, tone)) } : {}),
    }),
    [longest, tones],
  );
  return { text, keys };
};

/** Typing the number of a paper: capitals throughout. */
export const useCode = (longest: number): Text => {
  const [text, setText] = useState('');
  const keys = useMemo<KeyboardHandlers>(
    () => ({
      onLetter: letter => setText(typed => (typed.length < longest ? typed + letter : typed)),
      onErase: () => setText(withoutLast),
    }),
    [longest],
  );
  return { text, keys };
};

interface TextBoxProps {
  readonly text: string;
  readonly label: string;
  readonly hint: Hint;
  readonly isComplete: boolean;
}

/** What stands there so far, and what is still to come. */
export const TextBox = ({ text, label, hint, isComplete }: TextBoxProps) => {
  const { say } = useWords();
  return (
    <div className="typed">
      <div className="typed-text" role="group" aria-label={label}>
        {text === '' ? (
          <span className="typed-empty">{say(hint.key, hint.values)}</span>
        ) : (
          <span>{text}</span>
        )}
      </div>
      {text !== '' && <HintLine hint={hint} isComplete={isComplete} />}
    </div>
  );
};
