import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { timeOrderedIds } from './random-ids.ts';
import { fakeClock } from './testing/fake-clock.ts';

describe('time-ordered ids', () => {
  it('are in order and all different, also where the clock stands still or goes back', () => {
    let now = fakeClock().now();
    const ids = timeOrderedIds({ now: () => now, after: () => () => undefined });
    const made = Array.from({ length: 10_000 }, (_, index) => {
      if (index % 3_000 === 0) now -= 5;
      return ids.uuid();
    });
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
  });

  it('are UUIDs of version 7 that begin with the time', () => {
    const clock = fakeClock();
    const id = timeOrderedIds(clock).uuid();
    expect(z.uuidv7().safeParse(id).success).toBe(true);
    expect(parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(clock.now());
  });
});
