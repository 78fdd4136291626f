import { randomInt } from 'node:crypto';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { moneyCommandsOf } from '../../hub/billing/testing/money/money-event.ts';
import { moneyRuns } from '../../hub/billing/testing/money/money-runs.ts';
import { timeOrderedIds } from '../../hub/ports/random-ids.ts';
import { fakeClock } from '../../hub/ports/testing/fake-clock.ts';
import { migrate } from '../../hub/storage/migrations.ts';
import { openPostgresServer } from '../../hub/storage/postgres-server.ts';
import {
  type PostgresForTests,
  postgresBinaries,
  startPostgres,
} from '../../hub/storage/testing/postgres-for-tests.ts';
import { figure, type Measurement } from './measurement.ts';

const EVENTS_A_RUN = 200;
/** Runs that share one database: what a few busy weeks leave behind. */
const RUNS_A_DATABASE = 50;

/** Of the first run; each further one has the next. A run that fails says its own. */
const SEED = Number(process.env['MONEY_SEED'] ?? 20_261_122);

const oneDatabase = async (
  postgres: PostgresForTests,
  seed: number,
  runs: number,
): Promise<void> => {
  const url = await postgres.freshDatabase(`money_${seed}`);
  const databases = [openPostgresServer({ url }), openPostgresServer({ url })] as const;
  try {
    await migrate(databases[0]);
    const clock = fakeClock();
    const draw = (): number => randomInt(REFERENCE_CODES);
    const money = moneyRuns({ databases, clock, ids: timeOrderedIds(clock), draw });
    for (let run = seed; run < seed + runs; run += 1) {
      await money.run(moneyCommandsOf(run, EVENTS_A_RUN)).catch((cause: unknown) => {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`MONEY_SEED=${run}: ${why}`, { cause });
      });
    }
    await money.finish();
  } finally {
    for (const database of databases) await database.close();
  }
};

/** The model test of the money machine, as long as one has patience for. */
export const money: Measurement = {
  name: 'money',
  title: 'random events of money against the model: two hubs, power cuts, lost answers',
  measure: async ({ quick, say }) => {
    const binaries = postgresBinaries();
    if (binaries === undefined) return { figures: [], notes: ['no PostgreSQL server here'] };
    const postgres = await startPostgres(binaries);
    const all = (quick ? 1_000 : 200_000) / EVENTS_A_RUN;
    const startedAt = performance.now();
    try {
      for (let done = 0; done < all; done += RUNS_A_DATABASE) {
        await oneDatabase(postgres, SEED + done, Math.min(RUNS_A_DATABASE, all - done));
        say(`${Math.min(all, done + RUNS_A_DATABASE) * EVENTS_A_RUN} events`);
      }
    } finally {
      await postgres.stop();
    }
    const rate = (all * EVENTS_A_RUN * 1000) / (performance.now() - startedAt);
    return {
      figures: [figure(`${all * EVENTS_A_RUN} random events, none astray`, 'per second', [rate])],
      notes: [`seeds ${SEED} to ${SEED + all - 1}, ${EVENTS_A_RUN} events each`],
    };
  },
};
