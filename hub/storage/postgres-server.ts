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

/** SQLSTATE classes that say the server is not there, not that the statement was wrong. */
const isAway = (sqlState: string): boolean =>
  sqlState.startsWith('08') || sqlState.startsWith('57P') || sqlState === '53300';

const failureOf = (thrown: unknown): unknown => {
  if (thrown instanceof pg.DatabaseError && thrown.code !== undefined && !isAway(thrown.code)) {
    return new SqlError(thrown.code, thrown.constraint, thrown);
  }
  return new FaultError('storage-failed', 'the PostgreSQL server cannot be reached', {
    cause: thrown,
  });
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
    await tx.script('BEGIN');
    const value = await work(tx);
    await tx.script('COMMIT');
    return value;
  } catch (error) {
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
  let closing: Promise<void> | undefined;
  return {
    carrier: 'server',
    ...queryableOf(pool),
    async transaction(work) {
      for (let run = 1; ; run += 1) {
        try {
          return await transactionOnce(pool, work);
        } catch (error) {
          if (run >= RUN_AGAIN_LIMIT || !asksToRunAgain(error)) throw error;
        }
      }
    },
    close: () => (closing ??= pool.end()),
  };
};
