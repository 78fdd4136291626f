import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partialDateSchema } from '../contract/primitives.ts';
import {
  ageOn,
  birthDatesAgree,
  compareDates,
  daysInMonth,
  firstDayOf,
  isAfterDay,
  isBeforeDay,
  isCalendarDate,
  lastDayOf,
  parseDigitDate,
  parseSlashDate,
  precisionOf,
} from './partial-date.ts';

const day = fc
  .date({
    min: new Date('1850-01-01T00:00:00Z'),
    max: new Date('2150-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  .map(date => date.toISOString().slice(0, 10));
const partial = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([date, end]) => date.slice(0, end));

describe('dates as citizen cards print them', () => {
  test.each([
    ['12031948', '1948-03-12'],
    ['061985', '1985-06'],
    ['1947', '1947'],
    ['00001947', '1947'],
    ['00061985', '1985-06'],
    ['29022000', '2000-02-29'],
  ])('%s is %s', (printed, date) => {
    expect(parseDigitDate(printed)).toBe(date);
  });

  test.each(['', '29021900', '31041990', '15001985', '131985', '12345', '0000', '1/2/1990', 'x'])(
    '"%s" is no date',
    printed => {
      expect(parseDigitDate(printed)).toBeUndefined();
    },
  );
});

describe('dates as insurance cards print them', () => {
  test.each([
    ['1/2/1990', '1990-02-01'],
    ['01/02/1990', '1990-02-01'],
    ['6/1985', '1985-06'],
    ['1947', '1947'],
    [' 01/10/2027', '2027-10-01'],
  ])('%s is %s', (printed, date) => {
    expect(parseSlashDate(printed)).toBe(date);
  });

  test.each(['', '-', '30/2/2020', '1/13/2020', '1/2/90', '1//2020', '12031948'])(
    '"%s" is no date',
    printed => {
      expect(parseSlashDate(printed)).toBeUndefined();
    },
  );
});

test('both forms of every date lead back to it, whatever its precision', () => {
  fc.assert(
    fc.property(partial, date => {
      expect(parseDigitDate(date.split('-').reverse().join(''))).toBe(date);
      expect(parseSlashDate(date.split('-').reverse().join('/'))).toBe(date);
      expect(isCalendarDate(date)).toBe(true);
    }),
  );
});

test('any text is a date of the calendar or none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d/]{0,10}$/)), text => {
      for (const date of [parseDigitDate(text), parseSlashDate(text)]) {
        if (date === undefined) continue;
        expect(isCalendarDate(date)).toBe(true);
        expect(partialDateSchema.safeParse(date).success).toBe(true);
      }
    }),
  );
});

test('a month has the days the calendar gives it', () => {
  expect([2023, 2024, 1900, 2000].map(year => daysInMonth(year, 2))).toEqual([28, 29, 28, 29]);
  expect(daysInMonth(2023, 13)).toBe(0);
});

test('a partial date spans from its first day to its last', () => {
  expect([firstDayOf('1947'), lastDayOf('1947')]).toEqual(['1947-01-01', '1947-12-31']);
  expect([firstDayOf('2024-02'), lastDayOf('2024-02')]).toEqual(['2024-02-01', '2024-02-29']);
  expect(['1947', '1985-06', '1999-01-02'].map(precisionOf)).toEqual(['year', 'month', 'day']);
});

test('dates agree as far as both are known', () => {
  expect(birthDatesAgree('1985', '1985-06-01')).toBe(true);
  expect(birthDatesAgree('1985-06-01', '1985-06')).toBe(true);
  expect(birthDatesAgree('1985-06', '1985-07-01')).toBe(false);
});

test('agreeing means that some day could be both', () => {
  fc.assert(
    fc.property(partial, partial, (one, other) => {
      const overlap = firstDayOf(one) <= lastDayOf(other) && firstDayOf(other) <= lastDayOf(one);
      expect(birthDatesAgree(one, other)).toBe(overlap);
      expect(birthDatesAgree(other, one)).toBe(overlap);
    }),
  );
});

test('an order is told only where precision allows one', () => {
  expect(compareDates('1947', '1948-01')).toBe(-1);
  expect(compareDates('1948-01', '1947')).toBe(1);
  expect(compareDates('1947', '1947')).toBe(0);
  expect(compareDates('1947', '1947-05')).toBeUndefined();
});

test('a year is neither before nor after a day in it', () => {
  expect(isBeforeDay('2026', '2026-11-23')).toBe(false);
  expect(isAfterDay('2026', '2026-11-23')).toBe(false);
  expect(isBeforeDay('2026-11-22', '2026-11-23')).toBe(true);
  expect(isAfterDay('2026-12', '2026-11-23')).toBe(true);
});

describe('age', () => {
  test.each([
    ['1948-03-12', '2026-03-11', 77, 77],
    ['1948-03-12', '2026-03-12', 78, 78],
    ['1951', '2026-11-23', 74, 75],
    ['1985-11', '2026-11-23', 40, 41],
    ['2024-02-29', '2026-02-28', 1, 1],
    ['2024-02-29', '2026-03-01', 2, 2],
    ['2027-01-01', '2026-11-23', -1, -1],
  ])('of somebody born %s is on %s at least %i and at most %i', (birth, on, min, max) => {
    expect(ageOn(birth, on)).toEqual({ min, max });
  });

  test('spans at most a year, and holds the age of every day the birth date can mean', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(4, 7, 10), day, (birth, end, on) => {
        const { min, max } = ageOn(birth.slice(0, end), on);
        const exact = ageOn(birth, on);
        expect(max - min).toBeLessThanOrEqual(1);
        expect(min <= exact.min && exact.max <= max && exact.min === exact.max).toBe(true);
      }),
    );
  });
});
