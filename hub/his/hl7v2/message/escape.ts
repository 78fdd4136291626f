import { type Delimiters } from './delimiters.ts';

/** Control characters never stand in a field: CR ends a segment, VT and FS belong to MLLP. */
const isControl = (character: string): boolean =>
  character < ' ' || (character >= '\u007f' && character <= '\u009f');

const hexOf = (character: string): string =>
  Buffer.from(character, 'utf8').toString('hex').toUpperCase();

const namesOf = ({ field, component, subcomponent, repetition, escape }: Delimiters) =>
  new Map([
    [field, 'F'],
    [component, 'S'],
    [subcomponent, 'T'],
    [repetition, 'R'],
    [escape, 'E'],
  ]);

/** Text as it may stand in a field (v2.5.1, 2.7). `unescapeText` gives the text back. */
export const escapeText = (text: string, delimiters: Delimiters): string => {
  const names = namesOf(delimiters);
  const { escape } = delimiters;
  let wire = '';
  for (const character of text) {
    const name = names.get(character);
    if (name !== undefined) wire += `${escape}${name}${escape}`;
    else if (isControl(character)) wire += `${escape}X${hexOf(character)}${escape}`;
    else wire += character;
  }
  return wire;
};

const fromHex = (digits: string): string | undefined => {
  if (digits.length === 0 || digits.length % 2 !== 0 || !/^[\dA-F]+$/i.test(digits)) {
    return undefined;
  }
  const bytes = Buffer.from(digits, 'hex');
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
};

/** What a sequence stands for; undefined for one of the sender's own, which stays as it is. */
const meaningOf = (sequence: string, delimiters: Delimiters): string | undefined => {
  switch (sequence) {
    case 'F':
      return delimiters.field;
    case 'S':
      return delimiters.component;
    case 'T':
      return delimiters.subcomponent;
    case 'R':
      return delimiters.repetition;
    case 'E':
      return delimiters.escape;
    // Highlighting on and off: nothing to show on paper or screen.
    case 'H':
    case 'N':
      return '';
    case '.br':
    case '.sp':
      return '\n';
    default:
      return sequence.startsWith('X') ? fromHex(sequence.slice(1)) : undefined;
  }
};

/** The text of a field as it was written. Total: what is no escape sequence stays as it stands. */
export const unescapeText = (wire: string, delimiters: Delimiters): string => {
  const { escape } = delimiters;
  let text = '';
  let position = 0;
  while (position < wire.length) {
    const start = wire.indexOf(escape, position);
    const end = start < 0 ? -1 : wire.indexOf(escape, start + 1);
    if (end < 0) return text + wire.slice(position);
    const meaning = meaningOf(wire.slice(start + 1, end), delimiters);
    text += wire.slice(position, start);
    // The second character may open the next sequence where this one meant nothing.
    text += meaning ?? wire.slice(start, end);
    position = meaning === undefined ? end : end + 1;
  }
  return text;
};
