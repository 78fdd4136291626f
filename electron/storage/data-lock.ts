import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import { loadSqlite } from './sqlite-database.ts';

const LOCK_FILE = 'in-use.lock';
const PID_FILE = 'in-use.pid';

/**
 * Makes this process the only owner of a data directory, made where it is missing, until the
 * returned function lets go or the process dies.
 *
 * The lock is the operating system's (fcntl, on Windows LockFileEx), held through SQLite's
 * exclusive transaction on an empty file. It ends with its process, however that ends: nothing is
 * left behind by a kill -9, and a recycled process id cannot pass for the holder. The pid file only
 * says who it is. Nothing else may open the lock file in this process: POSIX drops all locks of a
 * process on a file when it closes any descriptor of it.
 * @throws FaultError `data-in-use` while another process holds it.
 */
export const lockDirectory = (directory: string): (() => void) => {
  const Sqlite = loadSqlite();
  const pidFile = join(directory, PID_FILE);
  const lock = openLockFile(directory);
  try {
    lock.pragma('journal_mode = MEMORY');
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new FaultError('data-in-use', inUse(directory, pidFile), { cause: error });
    }
    throw new FaultError('storage-failed', `${directory} cannot be locked`, { cause: error });
  }
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  return () => {
    if (!lock.open) return;
    rmSync(pidFile, { force: true });
    lock.close();
  };
};

const openLockFile = (directory: string) => {
  const Sqlite = loadSqlite();
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return new Sqlite(join(directory, LOCK_FILE), { timeout: 0 });
  } catch (error) {
    throw new FaultError('storage-failed', `${directory} cannot be used as a data directory`, {
      cause: error,
    });
  }
};

const inUse = (directory: string, pidFile: string): string => {
  let holder = 'another process';
  try {
    holder = `process ${readFileSync(pidFile, 'utf8').trim()}`;
  } catch {
    // The holder is just starting and has not written its number yet.
  }
  return `the data in ${directory} are in use by ${holder}: stop it first, or choose another folder`;
};
