import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pauseAfter } from './try-pause.ts';

it('the first tries are free, and then there is a pause', () => {
  expect([0, 4, 5, 6, 7].map(pauseAfter)).toEqual([0, 0, 60_000, 120_000, 240_000]);
});

it('pauses never get shorter, and never longer than an hour', () => {
  fc.assert(
    fc.property(fc.nat(10_000), failures => {
      expect(pauseAfter(failures + 1)).toBeGreaterThanOrEqual(pauseAfter(failures));
      expect(pauseAfter(failures)).toBeLessThanOrEqual(3_600_000);
    }),
  );
});
