import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { type CallEnd, createCircuitBreaker } from './circuit-breaker.ts';

const opened = () => {
  const clock = fakeClock();
  const breaker = createCircuitBreaker(clock, () => 1);
  const end = (how: CallEnd, times = 1): void => {
    for (let time = 0; time < times; time += 1) {
      breaker.admits();
      breaker.ended(how);
    }
  };
  return { clock, breaker, end };
};

describe('a portal that fails', () => {
  test('is asked on until it failed three times in a row', () => {
    const { breaker, end } = opened();
    end('failed', 2);
    end('answered');
    end('failed', 2);
    expect(breaker.admits()).toBe(true);
    end('failed');
    expect(breaker.admits()).toBe(false);
    expect(breaker.waitMs()).toBe(5_000);
  });

  test('is then left alone, and one look-up tries for all', () => {
    const { clock, breaker, end } = opened();
    end('failed', 3);
    clock.advance(5_000);
    expect(breaker.admits()).toBe(true);
    expect(breaker.admits()).toBe(false);
    breaker.ended('answered');
    expect([breaker.admits(), breaker.admits()]).toEqual([true, true]);
  });

  test('is left alone for longer after each try, up to two minutes', () => {
    const { clock, breaker, end } = opened();
    end('failed', 3);
    const waits = [breaker.waitMs()];
    for (let round = 0; round < 7; round += 1) {
      clock.advance(breaker.waitMs());
      end('failed');
      waits.push(breaker.waitMs());
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 120, 120, 120].map(seconds => seconds * 1_000));
  });

  test('is tried again by others when a try never ends', () => {
    const { clock, breaker, end } = opened();
    end('failed', 3);
    clock.advance(5_000);
    expect(breaker.admits()).toBe(true);
    clock.advance(30_000);
    expect(breaker.admits()).toBe(true);
  });

  test('that refuses the account is left alone at once: asking on might lock it', () => {
    const { breaker, end } = opened();
    end('barred');
    expect(breaker.admits()).toBe(false);
    expect(breaker.waitMs()).toBe(60_000);
  });
});

test('a portal left alone by a clock that was days ahead is asked as soon as that is right', () => {
  const { clock, breaker, end } = opened();
  clock.advance(48 * 3_600_000);
  end('failed', 3);
  clock.advance(-48 * 3_600_000);
  expect([breaker.waitMs(), breaker.admits()]).toEqual([0, true]);
  end('failed');
  expect([breaker.waitMs(), breaker.admits()]).toEqual([10_000, false]);
});

test('whatever happens, an hour later it is asked again, and an answer opens it for all', () => {
  const ends = fc.array(fc.constantFrom<CallEnd>('answered', 'failed', 'barred'), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(ends, fc.nat(400_000), (list, pause) => {
      const { clock, breaker } = opened();
      for (const how of list) {
        if (breaker.admits()) breaker.ended(how);
        clock.advance(pause);
      }
      clock.advance(3_600_000);
      expect(breaker.admits()).toBe(true);
      breaker.ended('answered');
      expect(breaker.waitMs()).toBe(0);
    }),
  );
});
