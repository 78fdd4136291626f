import { FaultError } from '../../core/contract/errors.ts';
import {
  asksToRunAgain,
  type Database,
  type Queryable,
  SqlError,
  type SqlValue,
} from '../../hub/storage/database.ts';
import type { PostgresSession } from './postgres-session.ts';
import type { Choice } from './seeded-choice.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** What may be wrong between a hub and its PostgreSQL, decided statement by statement. */
export interface DatabaseTrouble {
  /** No connection comes about, and open ones are lost. */
  isAway(): boolean;
  /** The connection is lost right after a commit: nobody tells whether it happened. */
  losesCommitAnswer(): boolean;
  /** PostgreSQL asks to run the transaction again (SQLSTATE 40001). */
  asksToRunAgain(): boolean;
  isFull(): boolean;
}

export interface SharedDatabase {
  /** The database as one process uses it. */
  connect(process: SimulatedProcess, trouble: DatabaseTrouble): Database;
}

export interface SharedDatabaseParts {
  readonly session: PostgresSession;
  readonly choice: Choice;
  /** The database's own clock, in milliseconds since 1970; the hubs' may say something else. */
  readonly now: () => number;
  /** A statement in place of another; for mutations. */
  readonly rewrite?: ((sql: string) => string) | undefined;
}

const RUN_AGAIN_LIMIT = 5;
/** A statement takes this long, mostly, in milliseconds. */
const STATEMENT_MS = { mean: 1, limit: 40 };

const unchanged = (sql: string): string => sql;

const lost = (): FaultError =>
  new FaultError('storage-failed', 'the PostgreSQL server cannot be reached');

/**
 * One database for all hubs of a world. Transactions come one after the other: what two of them do
 * to each other's rows at the same time is for the tests on a PostgreSQL server.
 */
export const createSharedDatabase = (parts: SharedDatabaseParts): SharedDatabase => {
  const { session, choice, now, rewrite = unchanged } = parts;
  let holder: SimulatedProcess | undefined;
  let waiting: { readonly process: SimulatedProcess; readonly go: () => void }[] = [];

  const release = (): void => {
    holder = undefined;
    const [next, ...rest] = waiting.filter(({ process }) => process.alive());
    waiting = rest;
    if (next === undefined) return;
    holder = next.process;
    next.go();
  };

  const acquire = (process: SimulatedProcess): Promise<void> =>
    new Promise(go => {
      // What a process that just died had begun goes no further, and holds nothing.
      if (!process.alive()) return;
      if (holder === undefined) {
        holder = process;
        go();
      } else waiting.push({ process, go });
    });

  const passing = (process: SimulatedProcess): Promise<void> =>
    new Promise(resolve => {
      const { mean, limit } = STATEMENT_MS;
      process.clock.after(choice.waitAround(mean, limit), resolve);
    });

  const connect = (process: SimulatedProcess, trouble: DatabaseTrouble): Database => {
    let inTransaction = false;

    process.onEnd(() => {
      if (holder !== process) return;
      if (inTransaction) session.script('rollback');
      release();
    });

    const perform = async <T>(work: () => T): Promise<T> => {
      await passing(process);
      await process.pointOrSilence('before a statement of the hub');
      if (trouble.isAway()) throw lost();
      if (trouble.isFull()) throw new SqlError('53100', undefined, undefined);
      const result = work();
      if (!inTransaction) await process.pointOrSilence('after a statement of the hub');
      return result;
    };

    const queryable: Queryable = {
      query: <R>(sql: string, parameters: readonly SqlValue[] = []) =>
        perform(() => {
          session.setClock(now());
          return session.query<R>(rewrite(sql), parameters);
        }),
      script: sql =>
        perform(() => {
          session.script(sql);
        }),
    };

    const alone = async <T>(work: () => Promise<T>): Promise<T> => {
      await acquire(process);
      try {
        return await work();
      } finally {
        if (process.alive()) release();
      }
    };

    const transactionOnce = async <T>(work: (tx: Queryable) => Promise<T>): Promise<T> => {
      await perform(() => {
        session.script('begin');
        inTransaction = true;
      });
      try {
        const value = await work(queryable);
        if (trouble.asksToRunAgain()) throw new SqlError('40001', undefined, undefined);
        await perform(() => {
          session.script('commit');
          inTransaction = false;
        });
        if (trouble.losesCommitAnswer()) throw lost();
        return value;
      } catch (error) {
        if (inTransaction && process.alive()) session.script('rollback');
        inTransaction = false;
        throw error;
      }
    };

    return {
      carrier: 'server',
      query: <R>(sql: string, parameters: readonly SqlValue[] = []) =>
        alone(async () => {
          const result = await queryable.query<R>(sql, parameters);
          if (trouble.losesCommitAnswer()) throw lost();
          return result;
        }),
      script: sql => alone(() => queryable.script(sql)),
      async transaction(work) {
        for (let run = 1; ; run += 1) {
          try {
            return await alone(() => transactionOnce(work));
          } catch (error) {
            if (run >= RUN_AGAIN_LIMIT || !asksToRunAgain(error)) throw error;
          }
        }
      },
      close: () => Promise.resolve(),
    };
  };

  return { connect };
};
