import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { PATIENT_SECRET } from '../intake/patient-aliases.ts';
import { type Database } from '../storage/database.ts';
import { pendingMigrations, readMigrations } from '../storage/migrations.ts';
import { TLS_FILES } from '../tls/hub-certificate.ts';
import { readLines, writeBackupFile } from './backup-file.ts';
import { type BackupLine, type RowCounts } from './lines.ts';
import { rowsOf, tablesOf } from './tables.ts';

export interface BackupParts {
  readonly database: Database;
  readonly secretsDirectory: string;
  readonly version: string;
  readonly clock: Clock;
  /** Written anew; an older file of that name is replaced once this one is good. */
  readonly file: string;
  readonly passphrase: string;
}

/**
 * Kiosks know the hub by its key: without these files every one of them would have to join anew.
 * Patients are found again by hashes under another.
 */
const KEPT_FILES: readonly string[] = [...Object.values(TLS_FILES), `${PATIENT_SECRET.name}.key`];

const keyFiles = (directory: string) =>
  existsSync(directory)
    ? readdirSync(directory)
        .filter(name => KEPT_FILES.includes(name))
        .map(name => ({ name, content: readFileSync(join(directory, name), 'utf8') }))
    : [];

/** Copies inside one transaction of the database into lines that wait to be written. */
const copyInto = (parts: BackupParts, push: (line: BackupLine) => Promise<unknown>) =>
  parts.database.transaction(async tx => {
    await tx.script('set transaction isolation level repeatable read, read only');
    const { rows } = await tx.query<{ hub_id: string }>('select hub_id from hub_identity');
    await push({
      kind: 'head',
      version: parts.version,
      madeAt: new Date(parts.clock.now()).toISOString(),
      hubId: rows[0]?.hub_id ?? '',
      migrations: readMigrations().map(({ name, checksum }) => ({ name, checksum })),
      files: keyFiles(parts.secretsDirectory),
    });
    const counts: Record<string, number> = {};
    for (const table of await tablesOf(tx)) {
      const { name, columns } = table;
      await push({ kind: 'table', name, columns: [...columns] });
      counts[name] = 0;
      for await (const batch of rowsOf(tx, table)) {
        counts[name] += batch.length;
        await push({ kind: 'rows', rows: batch.map(row => [...row]) });
      }
    }
    await push({ kind: 'end', counts });
    return counts;
  });

/** Lines come out as fast as they are taken: a large database is never in memory as a whole. */
async function* linesOf(parts: BackupParts): AsyncGenerator<BackupLine> {
  let offered = Promise.withResolvers<BackupLine | undefined>();
  let taken = Promise.withResolvers<undefined>();
  const copying = copyInto(parts, line => {
    offered.resolve(line);
    return taken.promise;
  });
  copying.then(
    () => {
      offered.resolve(undefined);
    },
    (cause: unknown) => {
      offered.reject(cause);
    },
  );
  try {
    for (;;) {
      const line = await offered.promise;
      if (line === undefined) return;
      yield line;
      offered = Promise.withResolvers();
      const before = taken;
      taken = Promise.withResolvers();
      before.resolve(undefined);
    }
  } finally {
    // Whoever wrote has given up: the transaction must not wait for them.
    offered.promise.catch(() => undefined);
    taken.promise.catch(() => undefined);
    taken.reject(new FaultError('storage-failed', 'the backup was given up'));
    await copying.catch(() => undefined);
  }
}

/** Reads a backup from its first line to its last. @returns the rows that it really holds. */
export const countBackup = async (file: string, passphrase: string): Promise<RowCounts> => {
  const found: Record<string, number> = {};
  let table = '';
  for await (const line of readLines(file, passphrase)) {
    if (line.kind === 'table') {
      table = line.name;
      found[table] = 0;
    } else if (line.kind === 'rows') {
      found[table] = (found[table] ?? 0) + line.rows.length;
    } else if (line.kind === 'end') {
      const isSame = Object.entries(line.counts).every(([name, count]) => found[name] === count);
      if (!isSame) throw new FaultError('data-unreadable', 'the backup has too few rows');
    }
  }
  return found;
};

/**
 * Copies everything the hub keeps, as it is at one moment, into one sealed file, and reads that
 * file again before it gets its name.
 * @throws FaultError `config-invalid` where the database is older than this program.
 */
export const backUp = async (parts: BackupParts): Promise<RowCounts> => {
  const pending = await pendingMigrations(parts.database);
  if (pending.length > 0) {
    throw new FaultError('config-invalid', 'the database is older than this hub: start it once');
  }
  let counts: RowCounts = {};
  await writeBackupFile(parts.file, parts.passphrase, linesOf(parts), async partial => {
    counts = await countBackup(partial, parts.passphrase);
  });
  return counts;
};
