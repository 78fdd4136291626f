import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { type Database } from '../storage/database.ts';
import { migrate } from '../storage/migrations.ts';
import { openPostgresServer } from '../storage/postgres-server.ts';
import {
  type PostgresForTests,
  postgresBinaries,
  startPostgres,
} from '../storage/testing/postgres-for-tests.ts';
import { moneyCommandsOf } from './testing/money/money-event.ts';
import { MONEY_MUTATIONS, mutated } from './testing/money/money-mutations.ts';
import { type MoneyRuns, moneyRuns } from './testing/money/money-runs.ts';

const EVENTS = 100;
/** Each has been noticed in the first few; what is noticed later is noticed too. */
const SEARCHED = 20;

/** No timing fails a test. */
const PATIENCE = 1_200_000;

const binaries = postgresBinaries();

/** @returns the run in which the model saw it. */
const noticing = async (runs: MoneyRuns): Promise<number | undefined> => {
  for (let seed = 1; seed <= SEARCHED; seed += 1) {
    try {
      await runs.run(moneyCommandsOf(seed, EVENTS));
      await runs.finish();
    } catch {
      return seed;
    }
  }
  return undefined;
};

describe.runIf(binaries !== undefined)('the model of the money notices', () => {
  let postgres: PostgresForTests;
  let made = 0;
  beforeAll(async () => {
    postgres = await startPostgres(binaries ?? '');
  });
  afterAll(() => postgres.stop());

  const seenWith = async (prepare: string, change: (database: Database) => Database) => {
    made += 1;
    const url = await postgres.freshDatabase(`mutation_${made}`);
    const databases = [openPostgresServer({ url }), openPostgresServer({ url })] as const;
    try {
      await migrate(databases[0]);
      await databases[0].script(prepare);
      const clock = fakeClock();
      const draw = (): number => randomInt(REFERENCE_CODES);
      const [one, other] = databases;
      const parts = { clock, ids: timeOrderedIds(clock), draw };
      return await noticing(moneyRuns({ databases: [change(one), change(other)], ...parts }));
    } finally {
      for (const database of databases) await database.close();
    }
  };

  it.each(Object.entries(MONEY_MUTATIONS))(
    '%s',
    async (_, mutation) => {
      const seen = await seenWith(mutation.prepare ?? 'select 1', database =>
        mutated(database, mutation),
      );
      expect(seen).toBeDefined();
    },
    PATIENCE,
  );
});
