import { type KeyStroke, textOfKeys } from './key-text.ts';

export interface TypedScansOptions {
  /** What the scanner types before every code. */
  readonly prefix: string;
  /** The longest pause between two keys of one code, in milliseconds. */
  readonly betweenKeysMs: number;
  readonly onCode: (text: string) => void;
}

/** What a key was: `kept` belongs to a scan and to nobody else. */
export type KeyFate = 'kept' | 'passed';

export interface TypedScans {
  /** Takes every key that goes down, with the time of it in milliseconds. */
  readonly take: (stroke: KeyStroke, at: number) => KeyFate;
  readonly stop: () => void;
}

/** A hand on the keys may hit some at once, hardly as many as the shortest code has. */
const FEWEST_CHARACTERS = 4;
/** Longer than any code: a key that is stuck. */
const MOST_KEYS = 20_000;
/**
 * So many pauses without a key are the end of a code, for scanners that send none. What is a scan
 * beyond doubt is not cut short before: a scanner waits for a keyboard's buffer now and then.
 */
const SILENCES = 4;

const ENDS: ReadonlySet<string> = new Set(['Enter', 'Tab']);
const SILENT: ReadonlySet<string> = new Set([
  'Shift',
  'CapsLock',
  'NumLock',
  'AltGraph',
  'Control',
]);

/**
 * Tells a scanner that types from a person by the pace: keys that follow each other at once are a
 * scan, and end with Enter, Tab or silence. Enter and Tab at a person's pace pass, so that the page
 * stays usable with a keyboard; no letter ever does, since no page takes any.
 */
export const createTypedScans = (options: TypedScansOptions): TypedScans => {
  let strokes: KeyStroke[] = [];
  let last = Number.NEGATIVE_INFINITY;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const { betweenKeysMs } = options;
  const patience = (): number =>
    strokes.length < FEWEST_CHARACTERS ? betweenKeysMs : betweenKeysMs * SILENCES;

  const finish = (): void => {
    clearTimeout(silence);
    const typed = textOfKeys(strokes);
    strokes = [];
    const { prefix } = options;
    const text = typed.startsWith(prefix) ? typed.slice(prefix.length) : typed;
    if (Array.from(typed).length >= FEWEST_CHARACTERS && text !== '') options.onCode(text);
  };

  const forget = (): void => {
    clearTimeout(silence);
    strokes = [];
  };

  return {
    take: (stroke, at) => {
      if (SILENT.has(stroke.key)) return 'passed';
      const follows = at - last <= patience();
      last = at;
      if (!follows) forget();
      if (ENDS.has(stroke.key)) {
        const ended = strokes.length > 1;
        if (ended) finish();
        else forget();
        // A second one belongs to the same end: CR and LF.
        return ended || follows ? 'kept' : 'passed';
      }
      if (!isTyping(stroke)) return 'passed';
      if (strokes.length < MOST_KEYS) strokes.push(stroke);
      clearTimeout(silence);
      silence = setTimeout(finish, betweenKeysMs * SILENCES);
      // A blank alone is somebody pressing the button that has the focus.
      return stroke.key === ' ' && !follows ? 'passed' : 'kept';
    },
    stop: forget,
  };
};

const isTyping = ({ key, code, alt }: KeyStroke): boolean =>
  Array.from(key).length === 1 ||
  key === 'Process' ||
  key === 'Dead' ||
  key === 'Unidentified' ||
  key === 'Backspace' ||
  key === 'Alt' ||
  (alt && code.startsWith('Numpad'));
