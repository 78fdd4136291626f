import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ITEM_BACK_OFF, waitAfter } from './back-off.ts';

describe('waiting after a failure', () => {
  it('is any moment up to a limit that doubles and then stays', () => {
    expect(waitAfter(1, ITEM_BACK_OFF, () => 1)).toBe(500);
    expect(waitAfter(2, ITEM_BACK_OFF, () => 1)).toBe(1_000);
    expect(waitAfter(5, ITEM_BACK_OFF, () => 1)).toBe(8_000);
    expect(waitAfter(50, ITEM_BACK_OFF, () => 1)).toBe(300_000);
    expect(waitAfter(5, ITEM_BACK_OFF, () => 0)).toBe(0);
  });

  it('is never shorter than the server asked for', () => {
    expect(waitAfter(1, ITEM_BACK_OFF, () => 0, 120_000)).toBe(120_000);
  });

  it('stays within its limits for any number of failures', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          const wait = waitAfter(failures, ITEM_BACK_OFF, () => random);
          expect(wait >= 0 && wait <= ITEM_BACK_OFF.limitMs).toBe(true);
        },
      ),
    );
  });
});
