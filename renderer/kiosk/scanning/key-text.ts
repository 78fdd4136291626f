/** A key as the browser tells of it. */
export interface KeyStroke {
  /** What the layout makes of it (UI Events, 3.1.1: KeyboardEvent.key). */
  readonly key: string;
  /** Where it is on the keyboard, of a US model (KeyboardEvent.code); empty for made-up keys. */
  readonly code: string;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly capsLock: boolean;
}

/** Printable keys that are no letters and no digits: plain, and with Shift. */
const US_KEYS: Readonly<Record<string, string>> = {
  Space: '  ',
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Backquote: '`~',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
};
const SHIFTED_DIGITS = ')!@#$%^&*(';

/** What a US keyboard types there: what scanners take every keyboard for. */
const usCharacter = ({ code, shift, capsLock }: KeyStroke): string | undefined => {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift === capsLock ? letter.toLowerCase() : letter;
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return shift ? SHIFTED_DIGITS[Number(digit)] : digit;
  return US_KEYS[code]?.[shift ? 1 : 0];
};

const isOneCharacter = (key: string): boolean => Array.from(key).length === 1;
const isPlain = (key: string): boolean => /^[\x20-\x7E]$/.test(key);
const numpadDigit = ({ code, alt }: KeyStroke): string | undefined =>
  alt ? /^Numpad(\d)$/.exec(code)?.[1] : undefined;

/**
 * The text of keys a scanner has typed. Where the layout made something else of a plain key, or kept
 * it for itself, the key's place decides; a letter made by a program, which has no place, stays. A
 * character typed as a number with Alt held is that byte, or that character of Unicode.
 */
export const textOfKeys = (strokes: readonly KeyStroke[]): string => {
  let text = '';
  let number = '';
  let bytes: number[] = [];
  const endBytes = (): void => {
    text += textOfBytes(bytes);
    bytes = [];
  };
  const endNumber = (): void => {
    if (number === '') return;
    const value = Number(number);
    number = '';
    if (value < 0x100) {
      bytes.push(value);
      return;
    }
    endBytes();
    text += value <= 0x10ffff ? String.fromCodePoint(value) : '\uFFFD';
  };
  for (const stroke of strokes) {
    const digit = numpadDigit(stroke);
    if (digit !== undefined) {
      // A number has at most seven digits: a leading zero and a character of Unicode.
      if (number.length < 7) number += digit;
      continue;
    }
    endNumber();
    if (stroke.key === 'Alt') continue;
    endBytes();
    if (stroke.key === 'Backspace') text = Array.from(text).slice(0, -1).join('');
    else text += characterOf(stroke);
  }
  endNumber();
  endBytes();
  return text;
};

const characterOf = (stroke: KeyStroke): string => {
  const { key } = stroke;
  if (isPlain(key)) return key;
  return usCharacter(stroke) ?? (isOneCharacter(key) ? key : '');
};

const strict = new TextDecoder('utf-8', { fatal: true });
const windows = new TextDecoder('windows-1252');

/** Scanners send the bytes of UTF-8 one by one, or a character of the Windows code page. */
const textOfBytes = (values: readonly number[]): string => {
  const bytes = Uint8Array.from(values);
  try {
    return strict.decode(bytes);
  } catch {
    return windows.decode(bytes);
  }
};
