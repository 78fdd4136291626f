import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgresSession } from './hub-postgres.ts';
import type { PostgresSession } from './postgres-session.ts';
import { simulate } from './simulation.ts';

let session: PostgresSession;
beforeAll(async () => {
  session = await openPostgresSession();
});
afterAll(() => session.close());

const SEEDS = 300;
const PORTION = 50;
/** No timing fails a test. */
const PATIENCE = { timeout: 1_200_000 };

describe('a simulated world', () => {
  it('goes the same way for the same seed, whatever was simulated before', PATIENCE, async () => {
    const once = [];
    for (const seed of [7, 8, 9]) once.push((await simulate({ seed, session })).hash);
    const again = [];
    for (const seed of [9, 8, 7]) again.push((await simulate({ seed, session })).hash);
    expect(again.toReversed()).toEqual(once);
    expect(new Set(once).size).toBe(once.length);
  });

  it('has tickets, deaths, refusals and dead letters: the faults are met', PATIENCE, async () => {
    const met = { visits: 0, effects: 0, deaths: 0, deadLetters: 0 };
    for (let seed = 1; seed <= 20; seed += 1) {
      const { figures } = await simulate({ seed, session });
      met.visits += figures.visits;
      met.effects += figures.effects;
      met.deaths += figures.deaths;
      met.deadLetters += figures.deadLetters;
    }
    expect(met.visits).toBeGreaterThan(200);
    expect(met.effects).toBeGreaterThan(200);
    expect(met.deaths).toBeGreaterThan(5);
    expect(met.deadLetters).toBeGreaterThan(0);
  });

  describe.each(Array.from({ length: SEEDS / PORTION }, (_, index) => 1 + index * PORTION))(
    'from seed %i on',
    from => {
      it('keeps every guarantee', PATIENCE, async () => {
        for (let seed = from; seed < from + PORTION; seed += 1) {
          const { violations } = await simulate({ seed, session });
          const again = `npm run simulate -- --seed ${seed} --trace`;
          expect({ again, violations }).toEqual({ again, violations: [] });
        }
      });
    },
  );
});
