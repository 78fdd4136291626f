import type { PartialDate } from '../contract/primitives.ts';
import { printedText } from './person-name.ts';

/** Always ten, so that a mask does not even tell how long the number is. */
const STARS = '*'.repeat(10);

const masked = (compact: string, shownFirst: number): string =>
  compact.length <= shownFirst + 4
    ? STARS
    : compact.slice(0, shownFirst) + STARS + compact.slice(-2);

/** A number as a screen may show it: `001148999921` becomes `0**********21`. */
export const maskNumber = (number: string): string => masked(number.replace(/\s/g, ''), 1);

/** An insurance number: its two letters of the group stay where it has them, `HT**********21`. */
export const maskInsuranceNumber = (number: string): string => {
  const compact = number.replace(/\s/g, '');
  return masked(compact, /^[A-Z]{2}/i.test(compact) ? 2 : 1);
};

const initialOf = (word: string): string => `${String.fromCodePoint(word.codePointAt(0) ?? 0)}.`;

/** A name for boards and calls: the family name and initials, `Nguyễn T. H.`. */
export const maskName = (name: string): string => {
  const [family, ...given] = printedText(name)
    .split(' ')
    .filter(word => word !== '');
  if (family === undefined) return '';
  return given.length === 0 ? initialOf(family) : [family, ...given.map(initialOf)].join(' ');
};

/** A birth date for boards and calls: the year tells namesakes apart and says no more. */
export const maskBirthDate = (date: PartialDate): string => date.slice(0, 4);
