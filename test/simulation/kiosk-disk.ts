import type { Statement } from 'better-sqlite3';
import { type Database, loadSqlite } from '../../electron/storage/sqlite-database.ts';
import { migrate, readMigrations } from '../../electron/storage/migrations.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** The disk of a kiosk's machine: its one database outlives every process that opens it. */
export interface KioskDisk {
  /** The database for one process, which may end before and after each of its statements. */
  openFor(process: SimulatedProcess): Database;
  /** While it is full, nothing can be written. */
  setFull(full: boolean): void;
  isFull(): boolean;
  close(): void;
}

export interface KioskDiskOptions {
  /** A statement in place of another; for mutations. */
  readonly rewrite?: ((sql: string) => string) | undefined;
  /** A disk that says "written" too early: a crash takes back this many commits. */
  readonly commitsLostInCrash?: number | undefined;
}

const Sqlite = loadSqlite();

const unchanged = (sql: string): string => sql;

let template: Buffer | undefined;

/** A database with the schema of a new kiosk, as bytes: opening a copy of it costs little. */
const migratedBytes = (): Buffer => {
  if (template !== undefined) return template;
  const database = new Sqlite(':memory:');
  migrate(database, readMigrations(), 0);
  template = database.serialize();
  database.close();
  return template;
};

const opened = (bytes: Buffer): Database => {
  const database = new Sqlite(bytes);
  database.pragma('foreign_keys = ON');
  return database;
};

/**
 * What one process has prepared is there for the next, which asks for the same in the same order:
 * the second statement of one text need not be used as the first.
 */
const keptStatements = (database: Database) => {
  const kept = new Map<string, Statement[]>();
  return {
    changes: database.prepare<[], number>('select total_changes()').pluck(),
    forOne: () => {
      const asked = new Map<string, number>();
      return (sql: string): Statement => {
        const same = kept.get(sql) ?? [];
        const index = asked.get(sql) ?? 0;
        asked.set(sql, index + 1);
        kept.set(sql, same);
        return (same[index] ??= database.prepare(sql));
      };
    },
  };
};

export const createKioskDisk = (options: KioskDiskOptions = {}): KioskDisk => {
  const { rewrite = unchanged, commitsLostInCrash = 0 } = options;
  let database = opened(migratedBytes());
  let statements = keptStatements(database);
  let full = false;
  /** What a crash would bring back, the oldest first. */
  let behind: Buffer[] = [];

  const noRoom = (): Error => new Sqlite.SqliteError('database or disk is full', 'SQLITE_FULL');

  const committing = (): void => {
    if (commitsLostInCrash === 0) return;
    behind = [...behind, database.serialize()].slice(-commitsLostInCrash);
  };

  const written = (): number => statements.changes.get() ?? 0;

  /** A commit that has something to write needs room for it in the log. */
  const commitFrom = (before: number): void => {
    if (full && written() > before) throw noRoom();
    committing();
  };

  /** A write outside of any transaction is one of its own. */
  const alone = <T>(write: () => T): T =>
    database.transaction(() => {
      const before = written();
      const result = write();
      commitFrom(before);
      return result;
    })();

  const takeBack = (): void => {
    const [oldest] = behind;
    if (oldest === undefined) return;
    database.close();
    database = opened(oldest);
    statements = keptStatements(database);
    behind = [];
  };

  /** A statement that passes the process's points: alone it is a transaction of its own. */
  const seamed = (statement: Statement, process: SimulatedProcess): Statement =>
    new Proxy(statement, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        const call = value.bind(target) as (...given: unknown[]) => unknown;
        if (name === 'pluck') return () => seamed(target.pluck(), process);
        if (name !== 'run' && name !== 'get' && name !== 'all' && name !== 'iterate') return call;
        return (...given: unknown[]) => {
          if (target.readonly) {
            if (!process.alive()) process.point('read');
            return call(...given);
          }
          process.point('before a write');
          const result = target.database.inTransaction
            ? call(...given)
            : alone(() => call(...given));
          process.point('after a write');
          return result;
        };
      },
    });

  type Work = (...given: unknown[]) => unknown;

  const transactionOf = (target: Database, work: Work, process: SimulatedProcess) => {
    const whole = target.transaction((...given: unknown[]) => {
      const before = written();
      const result = work(...given);
      process.point('before a commit');
      commitFrom(before);
      return result;
    });
    const started =
      (begin: Work): Work =>
      (...given) => {
        process.point('before a transaction');
        const result = begin(...given);
        process.point('after a commit');
        return result;
      };
    return Object.assign(started(whole), {
      default: started(whole.default),
      deferred: started(whole.deferred),
      immediate: started(whole.immediate),
      exclusive: started(whole.exclusive),
    });
  };

  return {
    openFor: process => {
      if (!process.alive()) process.point('open');
      process.onEnd(takeBack);
      const prepare = statements.forOne();
      return new Proxy(database, {
        get: (target, name) => {
          if (name === 'prepare') {
            return (sql: string) => seamed(prepare(rewrite(sql)), process);
          }
          if (name === 'transaction') {
            return (work: Work) => transactionOf(target, work, process);
          }
          // The machine keeps it: the next process goes on with the same file.
          if (name === 'close') return () => undefined;
          // There is no log to move in a database in memory.
          if (name === 'pragma') return () => [];
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
    },
    setFull: now => {
      full = now;
    },
    isFull: () => full,
    close: () => database.close(),
  };
};
