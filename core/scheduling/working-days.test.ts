import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from './business-day.ts';
import { HOLIDAYS_KNOWN_TO } from './holidays.ts';
import { addWorkingDays, isWorkingDay, PUBLIC_CALENDAR } from './working-days.ts';

describe('a working day', () => {
  test.each([
    ['2026-11-23', true, 'a Monday'],
    ['2026-11-21', false, 'a Saturday'],
    ['2026-11-22', false, 'a Sunday'],
    ['2026-01-01', false, 'New Year'],
    ['2026-02-16', false, 'the eve of Tết 2026'],
    ['2026-02-20', false, 'the fourth day of Tết 2026'],
    ['2026-02-23', true, 'the Monday after Tết 2026'],
    ['2026-04-27', false, 'the Monday for the Hùng Kings on a Sunday'],
    ['2026-04-30', false, 'Reunification Day'],
    ['2026-05-01', false, 'Labour Day'],
    ['2026-09-02', false, 'National Day'],
    ['2027-02-08', false, 'Tết 2027'],
    ['2027-04-16', false, 'the Hùng Kings 2027'],
    ['2027-05-03', false, 'the Monday for a Labour Day on a Saturday'],
  ])('%s is one: %s (%s)', (day, works) => {
    expect(isWorkingDay(day)).toBe(works);
  });

  test('is what the hospital says it is, before anything else', () => {
    const calendar = { closed: ['2026-11-23'], open: ['2026-11-22'], saturdays: true };
    expect(isWorkingDay('2026-11-23', calendar)).toBe(false);
    expect(isWorkingDay('2026-11-22', calendar)).toBe(true);
    expect(isWorkingDay('2026-11-21', calendar)).toBe(true);
  });
});

describe('working days after a day', () => {
  test('leave out weekends', () => {
    expect(addWorkingDays('2026-03-02', 10)).toBe('2026-03-16');
  });

  test('leave out Tết', () => {
    expect(addWorkingDays('2026-02-12', 10)).toBe('2026-03-05');
  });

  test('are always working days, as many as were asked for', () => {
    const start = fc.integer({ min: 0, max: 650 }).map(days => addDays('2026-01-01', days));
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 15 }), (day, count) => {
        const end = addWorkingDays(day, count);
        expect(isWorkingDay(end)).toBe(true);
        let working = 0;
        for (let at = addDays(day, 1); at <= end; at = addDays(at, 1)) {
          if (isWorkingDay(at)) working += 1;
        }
        expect(working).toBe(count);
      }),
    );
  });

  test('end where a calendar has none', () => {
    const closed = Array.from({ length: 100 }, (_, days) => addDays('2026-03-02', days));
    expect(() => addWorkingDays('2026-03-02', 1, { ...PUBLIC_CALENDAR, closed })).toThrow(
      RangeError,
    );
  });
});

test('the public holidays are listed for whole years', () => {
  expect(HOLIDAYS_KNOWN_TO).toMatch(/-12-31$/);
});
