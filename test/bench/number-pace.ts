import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { systemClock } from '../../electron/host/system-ports.ts';
import { createNumbers } from '../../hub/queueing/numbers.ts';
import type { Database, SqlValue } from '../../hub/storage/database.ts';
import { migrate } from '../../hub/storage/migrations.ts';
import { openPostgresServer } from '../../hub/storage/postgres-server.ts';

/** Numbers a second with many clients at once: as the hub gives them, and by its SQL alone. */
export interface NumberPace {
  asHub(count: number): Promise<number>;
  byHand(count: number): Promise<number>;
  close(): Promise<void>;
}

const CLIENTS = 20;
const LINES = 12;

interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

const requestOn = (line: number) => ({
  requestId: randomUUID(),
  kioskId: 'kiosk-bench',
  servicePointId: `clinic-${line}`,
  numberClass: 'normal' as const,
  day: businessDayOf(systemClock.now()),
  series: `Z${String.fromCharCode(65 + line)}`,
});

/** The statements with which the hub gives one number. */
const statementsOf = async (database: Database): Promise<readonly Statement[]> => {
  const seen: Statement[] = [];
  const watched: Database = {
    ...database,
    query: (sql, parameters = []) => {
      seen.push({ sql, parameters });
      return database.query(sql, parameters);
    },
  };
  await createNumbers(watched, systemClock).take(requestOn(0));
  return seen;
};

export const openNumberPace = async (url: string): Promise<NumberPace> => {
  const database = openPostgresServer({ url, connections: CLIENTS });
  await migrate(database);
  const numbers = createNumbers(database, systemClock);
  const statements = await statementsOf(database);
  if (statements.length === 0) throw new Error('the hub gives numbers by other means now');
  const pool = new pg.Pool({ connectionString: url, max: CLIENTS });
  // Unheard, a connection that breaks would end the process.
  pool.on('error', () => undefined);
  const pace = async (count: number, give: (index: number) => Promise<unknown>) => {
    let next = 0;
    const client = async (): Promise<void> => {
      for (let index = next++; index < count; index = next++) await give(index);
    };
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: CLIENTS }, client));
    return (count * 1000) / (performance.now() - startedAt);
  };
  return {
    asHub: count => pace(count, index => numbers.take(requestOn(index % LINES))),
    byHand: count =>
      pace(count, async index => {
        const { requestId, servicePointId, series } = requestOn(index % LINES);
        const { servicePointId: first, series: firstSeries } = requestOn(0);
        for (const { sql, parameters } of statements) {
          const [known] = statements[0]?.parameters ?? [];
          const own = parameters.map(value =>
            value === known
              ? requestId
              : value === first
                ? servicePointId
                : value === firstSeries
                  ? series
                  : value,
          );
          await pool.query(sql, own);
        }
      }),
    close: async () => {
      await pool.end();
      await database.close();
    },
  };
};
