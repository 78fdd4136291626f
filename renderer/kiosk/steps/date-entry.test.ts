import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partialDateSchema } from '../../../core/contract/primitives.ts';
import { isCalendarDate } from '../../../core/identity/partial-date.ts';
import { birthDates, CARD_ENDS, dateParts, longestDate, readDateEntry } from './date-entry.ts';

const TODAY = '2026-11-23';
const read = (digits: string, precision: 'day' | 'month' | 'year' = 'day') =>
  readDateEntry(digits, precision, birthDates(TODAY));

describe('typing a birth date', () => {
  it.each([
    ['12031948', 'day', '1948-03-12'],
    ['061985', 'month', '1985-06'],
    ['1947', 'year', '1947'],
    ['29022024', 'day', '2024-02-29'],
  ] as const)('%s to the %s is %s', (digits, precision, date) => {
    expect(read(digits, precision)).toEqual({
      date,
      hint: { key: 'typeNumber.birthComplete' },
    });
  });

  it.each([
    ['', 'typeNumber.dayMissing'],
    ['1', 'typeNumber.dayMissing'],
    ['12', 'typeNumber.monthMissing'],
    ['120', 'typeNumber.monthMissing'],
    ['1203', 'typeNumber.yearMissing'],
    ['1203194', 'typeNumber.yearMissing'],
  ])('%j asks for what is missing next', (digits, key) => {
    expect(read(digits)).toEqual({ hint: { key } });
  });

  it.each([
    ['1213', 'typeNumber.monthRange'],
    ['1200', 'typeNumber.monthRange'],
    ['00', 'typeNumber.dayRange'],
    ['32', 'typeNumber.dayRange'],
    ['3002', 'typeNumber.dayRange'],
    ['29022023', 'typeNumber.dayRange'],
    ['12031847', 'typeNumber.yearRange'],
    ['24112026', 'typeNumber.yearRange'],
  ])('%s is no birth date, and the hint says why', (digits, key) => {
    const entry = read(digits);
    expect(entry.date).toBeUndefined();
    expect(entry.hint.key).toBe(key);
  });

  it('leaves 29 February open until the year is known', () => {
    expect(read('2902').hint.key).toBe('typeNumber.yearMissing');
  });

  it('gives out only dates of the calendar, never in the future, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('day', 'month', 'year'),
        fc.stringMatching(/^\d{0,8}$/),
        (precision, typed) => {
          const { date } = read(typed.slice(0, longestDate(precision)), precision);
          if (date === undefined) return;
          expect(partialDateSchema.safeParse(date).success).toBe(true);
          expect(isCalendarDate(date)).toBe(true);
          expect(date <= TODAY).toBe(true);
        },
      ),
    );
  });

  it('fills the boxes from the left', () => {
    expect(dateParts('120', 'day').map(({ digits }) => digits)).toEqual(['12', '0', '']);
  });
});

describe('typing the date of expiry of a card', () => {
  it.each([
    ['23112036', '2036-11-23'],
    ['12032025', '2025-03-12'],
  ])('%s is %s: in the future, or past on a card that has expired', (digits, date) => {
    expect(readDateEntry(digits, 'day', CARD_ENDS)).toEqual({
      date,
      hint: { key: 'cardKey.expiryComplete' },
    });
  });

  it.each(['12031948', '12032100'])('%s is on no card with a chip', digits => {
    expect(readDateEntry(digits, 'day', CARD_ENDS)).toEqual({
      hint: { key: 'typeNumber.yearRange', values: { first: 2021, last: '2099' } },
    });
  });
});
