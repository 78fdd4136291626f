import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Booking } from '../contract/scheduling.ts';
import { bookingsForToday } from './booking-choice.ts';
import { instantOf, momentOn } from './business-day.ts';

const DAY = '2026-11-23';

const booking = (id: string, start: string): Booking => ({
  id,
  kind: 'appointment',
  servicePointId: 'clinic-eye',
  start,
});

const at = (clock: string) => momentOn(DAY, clock);
const ids = (bookings: readonly Booking[], now: string) =>
  bookingsForToday(bookings, now).map(({ id }) => id);

test('bookings of the hospital’s day count, whatever day it is in UTC', () => {
  const bookings = [
    booking('yesterday', momentOn('2026-11-22', '23:59')),
    booking('early', at('00:10')),
    booking('late', at('23:50')),
    booking('tomorrow', momentOn('2026-11-24', '00:00')),
  ];
  expect(ids(bookings, at('00:05'))).toEqual(['early', 'late']);
});

test('earliest first, and those long past behind those still to come', () => {
  const bookings = [
    booking('afternoon', at('14:00')),
    booking('missed', at('07:30')),
    booking('a little late', at('09:00')),
  ];
  expect(ids(bookings, at('10:00'))).toEqual(['a little late', 'afternoon', 'missed']);
  expect(ids(bookings, at('07:00'))).toEqual(['missed', 'a little late', 'afternoon']);
});

test('bookings of one time keep one order', () => {
  const bookings = [booking('b', at('09:00')), booking('a', at('09:00'))];
  expect(ids(bookings, at('08:00'))).toEqual(['a', 'b']);
  expect(ids(bookings.toReversed(), at('08:00'))).toEqual(['a', 'b']);
});

test('no booking of today is ever hidden, in whatever order they come', () => {
  const start = fc
    .integer({ min: 0, max: 1439 })
    .map(minute => instantOf(Date.parse(at('00:00')) + minute * 60_000));
  fc.assert(
    fc.property(fc.array(start, { maxLength: 10 }), start, (starts, now) => {
      const bookings = starts.map((one, index) => booking(`b${index}`, one));
      expect(ids(bookings, now).toSorted()).toEqual(bookings.map(({ id }) => id).toSorted());
      expect(ids(bookings.toReversed(), now)).toEqual(ids(bookings, now));
    }),
  );
});
