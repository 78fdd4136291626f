/** The five tone marks as combining characters; the level tone has none. */
export const TONES = {
  acute: '\u0301',
  grave: '\u0300',
  hook: '\u0309',
  tilde: '\u0303',
  dot: '\u0323',
} as const;
export type Tone = keyof typeof TONES;

const TONE_MARKS = /[\u0300\u0301\u0303\u0309\u0323]/gu;
const VOWELS = /[aăâeêioôơuưy]+/i;
/** Vowels that take the tone whatever stands around them; of `ươ` the second. */
const MARKED = /[ăâêôơ]|ư(?!ơ)/i;

const plain = (letters: string): string =>
  letters.normalize('NFD').replace(TONE_MARKS, '').normalize('NFC');

/** Up to the last word, and the last word. */
const lastWord = (text: string): readonly [string, string] => {
  const from = text.lastIndexOf(' ') + 1;
  return [text.slice(0, from), text.slice(from)];
};

/** Where the vowels of a syllable begin: `u` after q and `i` after g before a vowel are consonants. */
const vowelsOf = (syllable: string): { readonly from: number; readonly vowels: string } => {
  const onset = /^(?:qu|gi(?=[aăâeêioôơuưy]))/i.exec(syllable)?.[0].length ?? 0;
  const found = VOWELS.exec(syllable.slice(onset));
  return found === null
    ? { from: -1, vowels: '' }
    : { from: onset + found.index, vowels: found[0] };
};

/** The letter of a syllable that carries the tone, in the usual spelling: hòa, thúy, khuyên, mía. */
const carrierOf = (syllable: string): number => {
  const { from, vowels } = vowelsOf(syllable);
  if (from < 0) return -1;
  const marked = vowels.search(MARKED);
  if (marked >= 0) return from + marked;
  const isClosed = from + vowels.length < syllable.length;
  if (vowels.length === 1) return from;
  if (isClosed) return from + vowels.length - 1;
  return vowels.length === 3 ? from + 1 : from;
};

/**
 * The text with a tone on its last word; the same tone again takes it off. A word without a vowel
 * stays as it is.
 */
export const withTone = (text: string, tone: Tone): string => {
  const [before, word] = lastWord(text);
  const bare = plain(word);
  const at = carrierOf(bare);
  if (at < 0) return text;
  const letter = bare.charAt(at);
  const toned = (letter + TONES[tone]).normalize('NFC');
  const composed = bare.slice(0, at) + toned + bare.slice(at + 1);
  return before + (composed === word.normalize('NFC') ? bare : composed);
};

/**
 * The text with one more letter: capital at the start of a word, and a tone that is there already
 * moves to where it belongs in the longer word.
 */
export const withLetter = (text: string, letter: string): string => {
  if (letter === ' ') return text === '' || text.endsWith(' ') ? text : `${text} `;
  const [before, word] = lastWord(text);
  const cased = word === '' ? letter.toUpperCase() : letter.toLowerCase();
  const mark = TONE_MARK.exec(word.normalize('NFD'))?.[0];
  const bare = plain(word) + cased;
  const at = mark === undefined ? -1 : carrierOf(bare);
  if (mark === undefined || at < 0) return before + word + cased;
  const toned = (bare.charAt(at) + mark).normalize('NFC');
  return before + bare.slice(0, at) + toned + bare.slice(at + 1);
};

const TONE_MARK = /[\u0300\u0301\u0303\u0309\u0323]/u;
