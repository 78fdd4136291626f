import { chmodSync, closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';
import { FaultError } from '../../core/contract/errors.ts';
import { requireModernRuntime } from './runtime-guard.ts';

export type Database = BetterSqlite3.Database;

const require = createRequire(import.meta.url);

/** Loaded late: a runtime too old for it shall be told so in a sentence, see the guard. */
export const loadSqlite = (): typeof BetterSqlite3 => {
  requireModernRuntime();
  return require('better-sqlite3') as typeof BetterSqlite3;
};

/** What must be in force on every connection; set on each open, since only WAL is persistent. */
export const PRAGMAS = {
  journal_mode: { set: 'WAL', read: 'wal' },
  // Left alone it is NORMAL in WAL mode, and a power cut takes the last check-ins.
  synchronous: { set: 'FULL', read: 2 },
  foreign_keys: { set: 'ON', read: 1 },
  // Deleted keys and records are overwritten, not just unlinked.
  secure_delete: { set: 'ON', read: 1 },
  // Moving the log into the database four times less often keeps that work out of most commits.
  wal_autocheckpoint: { set: '4000', read: 4000 },
} as const;
type PragmaName = keyof typeof PRAGMAS;

export const readPragma = (database: Database, name: string): unknown =>
  database.pragma(name, { simple: true });

const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens a database file of mode 0600 (made when `create` says so) with everything that durability
 * rests on set and read back.
 * @throws FaultError `storage-failed`, or `data-unreadable` where the file is no database.
 */
export const openDatabase = (path: string, { create }: { readonly create: boolean }): Database => {
  const Sqlite = loadSqlite();
  return translating(() => {
    // The side files -wal and -shm take their mode from this one.
    closeSync(openSync(path, create ? 'a' : 'r+', 0o600));
    chmodSync(path, 0o600);
    const database = new Sqlite(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    try {
      for (const name of Object.keys(PRAGMAS) as PragmaName[]) enforce(database, name);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  });
};

const enforce = (database: Database, name: PragmaName): void => {
  database.pragma(`${name} = ${PRAGMAS[name].set}`);
  const found = readPragma(database, name);
  if (found === PRAGMAS[name].read) return;
  throw new FaultError(
    'storage-failed',
    `the database refuses ${name} = ${PRAGMAS[name].set} and stays at ${String(found)}`,
  );
};

const UNREADABLE = ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_FORMAT'];

/** Runs work on the database; what SQLite or the disk throws becomes a coded failure. */
export const translating = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw asStorageFault(error);
  }
};

const asStorageFault = (error: unknown): FaultError => {
  if (error instanceof FaultError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const unreadable = UNREADABLE.some(prefix => code.startsWith(prefix));
  // SQLite's own texts name tables and columns, never values.
  const text = error instanceof Error ? error.message : 'unknown failure';
  return new FaultError(
    unreadable ? 'data-unreadable' : code === '' ? 'internal' : 'storage-failed',
    `${unreadable ? 'the kiosk database is damaged' : 'the kiosk database failed'}: ${text}`,
    { cause: error },
  );
};

/** True where the failure is a broken UNIQUE or PRIMARY KEY rule. */
export const isDuplicate = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || error.code === 'SQLITE_CONSTRAINT_UNIQUE');
