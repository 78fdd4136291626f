import { describe, expect, it } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

describe('the rate limit', () => {
  it('lets a burst through, then the rate, never more', () => {
    let now = 0;
    const clock = { now: () => now, after: () => () => {} };
    const limit = createRateLimit({ clock, burst: 3, perSecond: 2 });
    const takeAll = () => Array.from({ length: 10 }, () => limit.take()).filter(Boolean).length;
    expect(takeAll()).toBe(3);
    now += 1000;
    expect(takeAll()).toBe(2);
    now += 3_600_000;
    expect(takeAll()).toBe(3);
  });

  it('is not disturbed by a clock that is set back', () => {
    let now = 10_000;
    const clock = { now: () => now, after: () => () => {} };
    const limit = createRateLimit({ clock, burst: 2, perSecond: 1 });
    now = 0;
    expect([limit.take(), limit.take(), limit.take()]).toEqual([true, true, false]);
    now = 1000;
    expect(limit.take()).toBe(true);
  });
});
