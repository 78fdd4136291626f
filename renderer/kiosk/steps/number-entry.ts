import type { Values } from '../../ui/words/words.ts';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';

/** What is still missing, in words. */
export interface Hint {
  readonly key: KioskKey;
  readonly values?: Values;
}

/** Digits of a citizen number; nothing longer can be typed. */
export const LONGEST_NUMBER = 12;

const COMPLETE: Readonly<Record<number, KioskKey>> = {
  9: 'typeNumber.oldComplete',
  10: 'typeNumber.insuranceComplete',
  12: 'typeNumber.citizenComplete',
};

/** An old identity card has 9 digits, a BHXH number 10, a citizen number 12. */
export const isCompleteNumber = (digits: string): boolean => digits.length in COMPLETE;

export const numberHint = (digits: string): Hint => {
  if (digits === '') return { key: 'typeNumber.empty' };
  const key = COMPLETE[digits.length];
  return key === undefined
    ? { key: 'typeNumber.missing', values: { count: missingDigits(digits.length) } }
    : { key };
};

/** Counted to the number most people have: that of the citizen card. */
const missingDigits = (length: number): number => LONGEST_NUMBER - length;

/** Groups of three are read and compared more easily than twelve in a row. */
export const groupedNumber = (digits: string): string =>
  digits.replace(/(\d{3})(?=\d)/g, '$1\u2009');
