import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { prepareAfterRestore } from '../server/after-restore.ts';
import { type Database, type Queryable } from '../storage/database.ts';
import { migrate, type Migration, readMigrations } from '../storage/migrations.ts';
import { readLines } from './backup-file.ts';
import { type BackupHead, type RowCounts } from './lines.ts';
import {
  deferReferences,
  emptyTable,
  enforceReferences,
  moveCounters,
  putRows,
  type Table,
  tablesOf,
} from './tables.ts';

export interface RestoreParts {
  readonly file: string;
  readonly passphrase: string;
  readonly database: Database;
  readonly secretsDirectory: string;
  readonly clock: Clock;
  /**
   * How many days ahead numbers may have been given out since the copy was made; undefined where
   * nothing was: then everything goes on where it ends.
   */
  readonly daysAhead: number | undefined;
}

export interface Restored {
  readonly counts: RowCounts;
  readonly madeAt: string;
}

/** The migrations that made the copied tables. @throws FaultError where this program lacks one. */
const migrationsOf = (head: BackupHead): readonly Migration[] => {
  const known = readMigrations();
  const fits = head.migrations.every(
    ({ name, checksum }, at) => known[at]?.name === name && known[at].checksum === checksum,
  );
  if (fits) return known.slice(0, head.migrations.length);
  throw new FaultError(
    'data-unreadable',
    `the backup was made by version ${head.version}, and its tables are not those of this program`,
  );
};

const refuseFilledPlace = async ({ database, secretsDirectory }: RestoreParts): Promise<void> => {
  const { rows } = await database.query<{ there: boolean }>(
    "select to_regclass('hub_migration') is not null as there",
  );
  if (rows[0]?.there === true) {
    throw new FaultError('data-in-use', 'there are data of a hub here already: restore elsewhere');
  }
  if (existsSync(join(secretsDirectory, 'hub-tls-key.pem'))) {
    throw new FaultError(
      'data-in-use',
      `${secretsDirectory} holds the keys of a hub already: restore elsewhere`,
    );
  }
};

const writeKeys = (directory: string, { files }: BackupHead): void => {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const { name, content } of files) {
    writeFileSync(join(directory, name), content, { flag: 'wx', mode: 0o600 });
  }
};

/** The same columns, in any order: another would be lost silently. */
const tableNamed = (tables: readonly Table[], copied: Table): Table => {
  const here = tables.find(({ name }) => name === copied.name);
  const spelled = (table: Table | undefined): string =>
    JSON.stringify(table?.columns.map(({ name, type }) => [name, type]).toSorted());
  if (here === undefined || spelled(here) !== spelled(copied)) {
    throw new FaultError('data-unreadable', `the table ${copied.name} of the backup does not fit`);
  }
  return copied;
};

/** The transaction as a database of its own, for what wants one. */
const insideOf = (tx: Queryable, { database: { carrier } }: RestoreParts): Database => ({
  carrier,
  query: (sql, values) => tx.query(sql, values),
  script: sql => tx.script(sql),
  transaction: work => work(tx),
  close: () => Promise.resolve(),
});

/** Everything in one transaction: there is a whole hub afterwards, or nothing. */
const restoreInto = async (tx: Queryable, parts: RestoreParts): Promise<BackupHead & Restored> => {
  let head: BackupHead | undefined;
  let counts: RowCounts = {};
  let tables: readonly Table[] = [];
  let table: Table | undefined;
  let references: Awaited<ReturnType<typeof deferReferences>> = [];
  for await (const line of readLines(parts.file, parts.passphrase)) {
    if (line.kind === 'head') {
      head = line;
      await migrate(insideOf(tx, parts), migrationsOf(line));
      references = await deferReferences(tx);
      tables = await tablesOf(tx);
      for (const one of tables) await emptyTable(tx, one);
    } else if (line.kind === 'table') table = tableNamed(tables, line);
    else if (line.kind === 'rows') {
      if (table !== undefined) await putRows(tx, table, line.rows);
    } else counts = line.counts;
  }
  if (head === undefined) throw new FaultError('data-unreadable', 'this is no backup of a hub');
  await enforceReferences(tx, references);
  await moveCounters(tx);
  // A backup of an older program is brought forward before anything is read from it.
  await migrate(insideOf(tx, parts));
  if (parts.daysAhead !== undefined) {
    await prepareAfterRestore(insideOf(tx, parts), parts.clock.now(), parts.daysAhead);
  }
  return { ...head, counts };
};

/**
 * Puts a backup into an empty place.
 * @throws FaultError `data-in-use` where the place is not empty, `not-permitted` where the
 * passphrase is another, `data-unreadable` where the backup is damaged or of a newer program.
 */
export const restore = async (parts: RestoreParts): Promise<Restored> => {
  await refuseFilledPlace(parts);
  const restored = await parts.database.transaction(tx => restoreInto(tx, parts));
  writeKeys(parts.secretsDirectory, restored);
  return { counts: restored.counts, madeAt: restored.madeAt };
};
