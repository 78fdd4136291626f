import pg from 'pg';
import { FaultError } from '../../core/contract/errors.ts';
import {
  type Database,
  type QueryResult,
  type Queryable,
  type SqlValue,
  SqlError,
  asksToRunAgain,
} from './database.ts';
import { ROW_TYPES } from './row-types.ts';

export interface ServerOptions {
  /** `postgres://user:password@host:port/database`, or libpq's socket form. */
  readonly url: string;
  /** Connections this process may hold at once. */
  readonly connections?: number;
}

const RUN_AGAIN_LIMIT = 5;

/**
 * What SQLSTATEs say about the server and not about the statement (PostgreSQL, appendix A), by
 * their first characters. Nothing was kept, or nobody knows: the connection is given up, so that
 * after a fail-over the next one reaches whoever is in charge now.
 */
const SERVER_TROUBLE: readonly (readonly [start: string, words: string])[] = [
  ['08', 'cannot be reached'],
  ['57P', 'is stopping or starting'],
  ['53300', 'has no connection left'],
  ['53100', 'has a full disk'],
  ['53', 'has too little memory or room'],
  ['58', 'cannot use its files'],
  ['25006', 'takes no writes: it is a standby, or set to read only'],
];

const failureOf = (thrown: unknown): unknown => {
  const sqlState = thrown instanceof pg.DatabaseError ? thrown.code : undefined;
  if (thrown instanceof pg.DatabaseError && sqlState !== undefined) {
    const trouble = SERVER_TROUBLE.find(([start]) => sqlState.startsWith(start));
    if (trouble === undefined) return new SqlError(sqlState, thrown.constraint, thrown);
    return new FaultError('storage-failed', `the PostgreSQL server ${trouble[1]}`, {
      cause: thrown,
    });
  }
  return new FaultError('storage-failed', 'the PostgreSQL server cannot be reached', {
    cause: thrown,
  });
};

/** Runs work again where PostgreSQL asks for it: then nothing of it was kept. */
const runningAgain = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let run = 1; ; run += 1) {
    try {
      return await work();
    } catch (error) {
      if (run >= RUN_AGAIN_LIMIT || !asksToRunAgain(error)) throw error;
    }
  }
};

const queryableOf = (target: pg.Pool | pg.PoolClient): Queryable => ({
  async query<R>(sql: string, parameters: readonly SqlValue[] = []): Promise<QueryResult<R>> {
    try {
      const result = await target.query(sql, [...parameters]);
      const affected = result.command === 'SELECT' ? 0 : (result.rowCount ?? 0);
      return { rows: result.rows as R[], affected };
    } catch (error) {
      throw failureOf(error);
    }
  },
  async script(sql) {
    try {
      await target.query(sql);
    } catch (error) {
      throw failureOf(error);
    }
  },
});

const transactionOnce = async <T>(
  pool: pg.Pool,
  work: (tx: Queryable) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect().catch((error: unknown) => {
    throw failureOf(error);
  });
  const tx = queryableOf(client);
  let broken: Error | undefined;
  try {
    await tx.script('BEGIN ISOLATION LEVEL READ COMMITTED');
    const value = await work(tx);
    await tx.script('COMMIT');
    return value;
  } catch (error) {
    if (error instanceof FaultError && error.code === 'storage-failed') broken = error;
    await tx.script('ROLLBACK').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error('rollback failed');
    });
    throw error;
  } finally {
    client.release(broken);
  }
};

/**
 * A PostgreSQL server of the hospital. Nothing is connected until the first statement.
 * @throws FaultError `config-invalid` where the URL cannot be read.
 */
export const openPostgresServer = (options: ServerOptions): Database => {
  let pool: pg.Pool;
  try {
    pool = new pg.Pool({
      connectionString: options.url,
      max: options.connections ?? 8,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 30_000,
      application_name: 'tiep-don-hub',
      options: '-c TimeZone=UTC -c DateStyle=ISO',
      types: {
        getTypeParser: (oid: number) => ROW_TYPES[oid] ?? ((text: string) => text),
      },
    });
  } catch (error) {
    throw new FaultError('config-invalid', 'the database URL cannot be read', { cause: error });
  }
  // An idle connection that breaks is replaced at the next use; unheard it would end the process.
  pool.on('error', () => undefined);
  const alone = queryableOf(pool);
  let closing: Promise<void> | undefined;
  return {
    carrier: 'server',
    query: (sql, parameters) => runningAgain(() => alone.query(sql, parameters)),
    script: sql => alone.script(sql),
    transaction: work => runningAgain(() => transactionOnce(pool, work)),
    close: () => (closing ??= pool.end()),
  };
};
