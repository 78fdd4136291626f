import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { FaultError } from '../../core/contract/errors.ts';

export interface DataLock {
  release(): void;
}

const holderOf = (pidFile: string): string => {
  try {
    return ` by process ${readFileSync(pidFile, 'utf8').trim()}`;
  } catch {
    return '';
  }
};

/**
 * Makes this process the only user of a data directory until it releases the lock or dies.
 *
 * The lock is the operating system's own, held on `<name>.lock` through SQLite's exclusive mode
 * (fcntl on POSIX, LockFileEx on Windows): it cannot outlive its process, so that nothing is left
 * to clean up after kill -9, and a recycled process id cannot be mistaken for the holder.
 * `<name>.pid` only says who it is.
 * @throws FaultError `data-in-use` while another process holds it.
 */
export const lockDataDirectory = (directory: string, name: string): DataLock => {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pidFile = join(directory, `${name}.pid`);
  const lock = new BetterSqlite3(join(directory, `${name}.lock`), { timeout: 0 });
  try {
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new FaultError('data-in-use', `${directory} is in use${holderOf(pidFile)}`);
    }
    throw new FaultError('storage-failed', `${directory} cannot be locked`, { cause: error });
  }
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  return {
    release: () => {
      if (lock.open) lock.close();
    },
  };
};
