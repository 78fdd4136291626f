import { textOfHex } from './hex-text.ts';
import { readScannedCode, type ScannedCode } from './scanned-code.ts';
import { hasVietnameseLetters, waysToType } from './vietnamese-typing.ts';

const UNREADABLE = '\uFFFD';
const WORDS = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * A code from a scanner that may have gone through a keyboard. Where the layout made Vietnamese of
 * plain keys (`ee` → `ê`) it is undone if only one reading makes sense; a letter that cannot be
 * known becomes U+FFFD, which the readers of the formats take for damage. Never throws.
 */
export const readTypedCode = (text: string): ScannedCode => readScannedCode(untangled(text));

/** The text as the scanner meant it, as far as that can be known. */
export const untangled = (text: string): string => {
  const decoded = utf8OfSingleBytes(text);
  if (!hasVietnameseLetters(decoded)) return decoded;
  return decoded.includes('|') ? untangledFields(decoded) : untangledCode(decoded);
};

/** Codes without fields are plain letters: whatever is not was made by the layout. */
const untangledCode = (text: string): string => {
  const readings = combinations(text).filter(isRecognised);
  return readings.length === 1 ? (readings[0] ?? text) : text.replace(WORDS, unreadable);
};

/** Between the fields of a card stand names and addresses, which are Vietnamese, and hex, which is not. */
const untangledFields = (text: string): string =>
  text.replace(WORDS, word => {
    if (!/\d/.test(word) || !hasVietnameseLetters(word)) return word;
    const readings = waysToType(word).filter(way => textOfHex(way) !== undefined);
    return readings.length === 1 ? (readings[0] ?? word) : unreadable(word);
  });

const unreadable = (word: string): string =>
  Array.from(word.normalize('NFC'), letter =>
    hasVietnameseLetters(letter) ? UNREADABLE : letter,
  ).join('');

/** One check character lets one in 37 pass: of more readings than this a wrong one may be alone. */
const MOST_READINGS = 8;

/** The text with each of its words in every way it may have been typed. */
const combinations = (text: string): readonly string[] => {
  let readings: readonly string[] = [''];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORDS)) {
    const between = text.slice(end, index);
    end = index + word.length;
    const ways = hasVietnameseLetters(word) ? waysToType(word) : [word];
    readings = readings.flatMap(before => ways.map(way => before + between + way));
    if (readings.length > MOST_READINGS) return [];
  }
  return readings.map(reading => reading + text.slice(end));
};

const isRecognised = (text: string): boolean => {
  const { kind } = readScannedCode(text);
  return kind !== 'unknown' && kind !== 'opaque';
};

/** Characters that Windows-1252 has in the place of control characters (0x80 to 0x9F). */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/**
 * A scanner that types byte for byte makes two or three letters of one: `Hòa` → `HÃ²a`. Undone
 * only where all of it are such bytes and they are UTF-8, which true letters never are by chance.
 */
const utf8OfSingleBytes = (text: string): string => {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const at = WINDOWS_1252.indexOf(character);
    if (at >= 0) bytes.push(0x80 + at);
    else if (code < 0x100) bytes.push(code);
    else return text;
  }
  if (bytes.every(byte => byte < 0x80)) return text;
  return utf8(bytes) ?? text;
};

/** Strict UTF-8 (RFC 3629); undefined where it is none. */
const utf8 = (bytes: readonly number[]): string | undefined => {
  try {
    return decodeURIComponent(bytes.map(byte => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return undefined;
  }
};
