import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDate, formatDay, formatDong, formatTime } from './format.ts';

test.each([
  [0, '0 đ'],
  [500, '500 đ'],
  [150_000, '150.000 đ'],
  [1_234_567_890, '1.234.567.890 đ'],
  [-20_000, '-20.000 đ'],
])('%i đồng are written %s', (dong, written) => {
  expect(formatDong(dong)).toBe(written);
});

test('grouping never changes the amount', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), dong => {
      expect(Number(formatDong(dong).replace(/[. đ]/g, ''))).toBe(dong);
      expect(formatDong(dong)).toMatch(/^\d{1,3}(\.\d{3})* đ$/);
    }),
  );
});

test('dates are written as far as they are known', () => {
  expect(['1947', '1985-06', '2026-11-23'].map(formatDate)).toEqual([
    '1947',
    '06/1985',
    '23/11/2026',
  ]);
});

test('moments are written by the clock of the hospital', () => {
  expect(formatTime('2026-11-23T01:30:00.000Z')).toBe('08:30');
  expect(formatDay('2026-11-22T17:00:00.000Z')).toBe('23/11/2026');
});
