import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantSchema } from '../contract/primitives.ts';
import {
  addDays,
  addMinutes,
  businessDayOf,
  instantOf,
  minuteOfDay,
  momentOn,
  untilReset,
  wallClockOf,
} from './business-day.ts';

const moment = fc
  .integer({ min: Date.UTC(1980, 0, 1), max: Date.UTC(2100, 0, 1) })
  .map(milliseconds => instantOf(milliseconds));

test.each([
  ['2026-11-22T16:59:59.999Z', '2026-11-22', '23:59'],
  ['2026-11-22T17:00:00.000Z', '2026-11-23', '00:00'],
  ['2026-11-23T01:30:00.000Z', '2026-11-23', '08:30'],
  ['2026-12-31T17:00:00.000Z', '2027-01-01', '00:00'],
])('%s is %s, %s in the hospital', (instant, day, clock) => {
  expect(businessDayOf(instant)).toBe(day);
  expect(wallClockOf(instant)).toBe(clock);
});

test('the wall clock is that of Asia/Ho_Chi_Minh at every moment', () => {
  const oracle = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Ho_Chi_Minh',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  fc.assert(
    fc.property(moment, instant => {
      expect(`${businessDayOf(instant)} ${wallClockOf(instant)}`).toBe(
        oracle.format(Date.parse(instant)),
      );
    }),
  );
});

test('a day and a wall clock lead back to their moment', () => {
  expect(momentOn('2026-11-23', '08:30')).toBe('2026-11-23T01:30:00.000Z');
  expect(momentOn('2026-11-23')).toBe('2026-11-22T17:00:00.000Z');
  fc.assert(
    fc.property(moment, instant => {
      const back = momentOn(businessDayOf(instant), wallClockOf(instant));
      expect(Date.parse(instant) - Date.parse(back)).toBe(Date.parse(instant) % 60_000);
      expect(instantSchema.safeParse(back).success).toBe(true);
    }),
  );
});

test('no such time or day, no moment', () => {
  for (const [day, clock] of [
    ['2026-11-23', '24:00'],
    ['2026-11-23', '8:30'],
    ['2026-13-01', '08:30'],
    ['', '08:30'],
  ] as const) {
    expect(() => momentOn(day, clock)).toThrow(RangeError);
  }
});

test('numbers start anew at the next midnight of the hospital', () => {
  expect(untilReset('2026-11-22T16:59:59.000Z')).toBe(1000);
  expect(untilReset('2026-11-22T17:00:00.000Z')).toBe(86_400_000);
  fc.assert(
    fc.property(moment, instant => {
      const reset = Date.parse(instant) + untilReset(instant);
      expect(businessDayOf(reset)).toBe(addDays(businessDayOf(instant), 1));
      expect(businessDayOf(reset - 1)).toBe(businessDayOf(instant));
    }),
  );
});

test('days and minutes are counted over every border', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
  expect(addMinutes('2026-11-22T16:50:00.000Z', 25)).toBe('2026-11-22T17:15:00.000Z');
  expect(minuteOfDay('2026-11-23T01:30:00.000Z')).toBe(510);
});
