import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectedWaitMinutes, plainMinutes } from './expected-wait.ts';

test.each([
  [0, 0],
  [0.5, 5],
  [5, 5],
  [6, 10],
  [58, 60],
  [61, 70],
  [120, 120],
  [121, 135],
  [-5, 0],
  [Number.NaN, 0],
])('%d minutes are told as %d', (minutes, told) => {
  expect(plainMinutes(minutes)).toBe(told);
});

test('everybody ahead takes their time; a priority number passes half of them', () => {
  expect(expectedWaitMinutes(7, { minutesPerPatient: 6 })).toBe(45);
  expect(expectedWaitMinutes(7, { minutesPerPatient: 6 }, 'priority')).toBe(25);
  expect(expectedWaitMinutes(0, { minutesPerPatient: 6 }, 'priority')).toBe(0);
});

test('no figure promises less than the sum, or shrinks as the queue grows', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.integer({ min: 1, max: 60 }), (waiting, minutesPerPatient) => {
      const told = expectedWaitMinutes(waiting, { minutesPerPatient });
      expect(told).toBeGreaterThanOrEqual(waiting * minutesPerPatient);
      expect(told % 5).toBe(0);
      expect(expectedWaitMinutes(waiting + 1, { minutesPerPatient })).toBeGreaterThanOrEqual(told);
      expect(expectedWaitMinutes(waiting, { minutesPerPatient }, 'priority')).toBeLessThanOrEqual(
        told,
      );
    }),
  );
});
