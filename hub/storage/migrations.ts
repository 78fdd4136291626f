import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import { type Database, type Queryable } from './database.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file's text, line ends as LF. */
  readonly checksum: string;
}

const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('../../migrations/hub/', import.meta.url));

/** Any number will do, as long as nothing else in the database locks the same. */
const MIGRATION_LOCK = 7_438_201_946;

/**
 * The migrations of a folder in order: `0001_what_it_does.sql`, counted without gaps.
 * @throws FaultError `data-unreadable` where names or numbers are wrong.
 */
export const readMigrations = (directory: string = MIGRATIONS_DIRECTORY): readonly Migration[] => {
  const files = readdirSync(directory)
    .filter(file => file.endsWith('.sql'))
    .sort();
  return files.map((file, index) => {
    const match = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file);
    if (Number(match?.[1]) !== index + 1) {
      throw new FaultError('data-unreadable', `migration ${file} is not number ${index + 1}`);
    }
    const sql = readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n');
    const checksum = createHash('sha256').update(sql).digest('hex');
    return { number: index + 1, name: file.slice(5, -4), sql, checksum };
  });
};

interface AppliedRow {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

const refuseDifferences = (applied: readonly AppliedRow[], known: readonly Migration[]): void => {
  for (const row of applied) {
    const migration = known[row.number - 1];
    if (migration === undefined) {
      throw new FaultError(
        'data-unreadable',
        `the database is newer than this hub: it has migration ${row.number} (${row.name})`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new FaultError(
        'data-unreadable',
        `migration ${row.number} (${row.name}) is not the one this database was made with`,
      );
    }
  }
};

const appliedIn = async (tx: Queryable): Promise<readonly AppliedRow[]> => {
  const { rows } = await tx.query<AppliedRow>(
    'select number, name, checksum from hub_migration order by number',
  );
  return rows;
};

/** Numbers of the migrations a database lacks; changes nothing. */
export const pendingMigrations = async (
  database: Queryable,
  migrations: readonly Migration[] = readMigrations(),
): Promise<readonly number[]> => {
  const { rows } = await database.query<{ there: boolean }>(
    "select to_regclass('hub_migration') is not null as there",
  );
  const applied = rows[0]?.there === true ? await appliedIn(database) : [];
  refuseDifferences(applied, migrations);
  return migrations.slice(applied.length).map(migration => migration.number);
};

/**
 * Brings the database forward, all or nothing. Several hubs may start at once: one migrates, the
 * others wait for it.
 * @returns how many migrations were applied now.
 * @throws FaultError `data-unreadable` where an applied migration differs from its file, or the
 *   database is newer than this program.
 */
export const migrate = (
  database: Database,
  migrations: readonly Migration[] = readMigrations(),
): Promise<number> =>
  database.transaction(async tx => {
    await tx.query('select pg_advisory_xact_lock($1::bigint)', [MIGRATION_LOCK]);
    await tx.script(`create table if not exists hub_migration (
      number integer primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`);
    const applied = await appliedIn(tx);
    refuseDifferences(applied, migrations);
    const missing = migrations.slice(applied.length);
    for (const migration of missing) {
      await tx.script(migration.sql);
      await tx.query('insert into hub_migration (number, name, checksum) values ($1, $2, $3)', [
        migration.number,
        migration.name,
        migration.checksum,
      ]);
    }
    return missing.length;
  });
