import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { moneyCommands } from './testing/money/money-event.ts';
import { type MoneyRuns, moneyRuns } from './testing/money/money-runs.ts';

const EVENTS = 200;
/** 5,000 events where the database is quick, and the same machine on the other one. */
const RUNS = { embedded: 1, server: 25 } as const;

/** No timing fails a test. */
const PATIENCE = 1_200_000;

describe.each(CARRIERS)('the money of a hospital, $name', ({ isAvailable, open }) => {
  describe.runIf(isAvailable)('with two hubs, lost answers and power cuts', () => {
    let carried: CarriedDatabase;
    let runs: MoneyRuns;

    beforeAll(async () => {
      carried = await open();
      const { database, second = database } = carried;
      await migrate(database);
      const clock = fakeClock();
      runs = moneyRuns({
        databases: [database, second],
        clock,
        ids: timeOrderedIds(clock),
        draw: () => randomInt(REFERENCE_CODES),
      });
    });
    afterAll(() => carried.close());

    it(
      'is never astray, whatever happens in whatever order',
      async () => {
        await fc.assert(
          fc.asyncProperty(moneyCommands(EVENTS), commands => runs.run(commands)),
          { numRuns: RUNS[carried.database.carrier], endOnFailure: true },
        );
        await runs.finish();
      },
      PATIENCE,
    );
  });
});
