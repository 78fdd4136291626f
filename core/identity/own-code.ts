import { type CodeReading, DAMAGED, FOREIGN } from './code-reading.ts';

/**
 * Codes the hospital prints itself: `TD1-<kind>-<payload>-<check>`, for example `TD1-A-LH26000921-J`.
 *
 * Only characters of QR's alphanumeric mode (ISO/IEC 18004, 7.4.4), so that the symbol stays small
 * and a scanner in keyboard mode needs no shift state. The check character is ISO/IEC 7064
 * MOD 37,36 over everything before it, dashes left out.
 */

const PREFIX = 'TD1';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MAX_PAYLOAD = 40;

export const OWN_CODE_KINDS = ['booking', 'ticket', 'patient', 'staff-badge', 'payment'] as const;
export type OwnCodeKind = (typeof OWN_CODE_KINDS)[number];

const LETTERS = {
  booking: 'A',
  ticket: 'T',
  patient: 'P',
  'staff-badge': 'S',
  payment: 'M',
} as const satisfies Record<OwnCodeKind, string>;

const KIND_BY_LETTER: ReadonlyMap<string, OwnCodeKind> = new Map(
  OWN_CODE_KINDS.map(kind => [LETTERS[kind], kind]),
);

/** Check character of an upper-case alphanumeric string (ISO/IEC 7064, hybrid MOD 37,36). */
export const checkCharacter = (text: string): string => {
  let product = 36;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new RangeError('a check character covers 0-9 and A-Z only');
    const sum = (product + value) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return ALPHABET.charAt((37 - product) % 36);
};

/** A code as the hospital keeps it: upper case, without separators. */
export const compactCode = (text: string): string => text.replace(/[\s\-./_]/g, '').toUpperCase();

/**
 * The printed form of a code.
 * @throws RangeError where the payload holds anything but letters and digits, or is over 40 long.
 */
export const encodeOwnCode = (kind: OwnCodeKind, payload: string): string => {
  const compact = compactCode(payload);
  if (!/^[0-9A-Z]+$/.test(compact) || compact.length > MAX_PAYLOAD) {
    throw new RangeError('an own code takes 1 to 40 letters and digits');
  }
  const letter = LETTERS[kind];
  return `${PREFIX}-${letter}-${compact}-${checkCharacter(PREFIX + letter + compact)}`;
};

export interface OwnCode {
  readonly kind: OwnCodeKind;
  readonly payload: string;
}

/** Reads any text; lower case and stray spaces are forgiven, a wrong check character is not. */
export const parseOwnCode = (text: string): CodeReading<OwnCode> => {
  const upper = text.replace(/\s/g, '').toUpperCase();
  if (!upper.startsWith(`${PREFIX}-`)) return FOREIGN;
  const match = /^TD1-([A-Z])-([0-9A-Z]{1,40})-([0-9A-Z])$/.exec(upper);
  const [, letter = '', payload = '', check = ''] = match ?? [];
  const kind = KIND_BY_LETTER.get(letter);
  if (!kind || checkCharacter(PREFIX + letter + payload) !== check) return DAMAGED;
  return { outcome: 'read', kind, payload };
};
