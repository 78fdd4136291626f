import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FaultError } from '../../core/contract/errors.ts';
import type { Database } from './sqlite-database.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file's text, line ends as LF. */
  readonly checksum: string;
}

export const MIGRATIONS_DIRECTORY = fileURLToPath(
  new URL('../../migrations/kiosk/', import.meta.url),
);

/**
 * The migrations of a folder in order: `0001_what_it_does.sql`, counted without gaps.
 * @throws FaultError `data-unreadable` where names or numbers are wrong.
 */
export const readMigrations = (directory: string = MIGRATIONS_DIRECTORY): readonly Migration[] =>
  readdirSync(directory)
    .filter(file => file.endsWith('.sql'))
    .sort()
    .map((file, index) => {
      const [, number, name] = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file) ?? [];
      if (name === undefined || Number(number) !== index + 1) {
        throw new FaultError('data-unreadable', `migration ${file} is not number ${index + 1}`);
      }
      const sql = readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n');
      return { number: index + 1, name, sql, checksum: sha256(sql) };
    });

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

const appliedIn = (database: Database): readonly Applied[] => {
  const made = database
    .prepare("select 1 from sqlite_schema where type = 'table' and name = 'kiosk_migration'")
    .get();
  return made === undefined
    ? []
    : database
        .prepare<[], Applied>('select number, name, checksum from kiosk_migration order by number')
        .all();
};

/**
 * Migrations that the database lacks; changes nothing.
 * @throws FaultError `data-unreadable` where the database is newer than this program, or was made
 * by a migration that has been changed since.
 */
export const missingMigrations = (
  database: Database,
  migrations: readonly Migration[],
): readonly Migration[] => {
  const applied = appliedIn(database);
  for (const row of applied) {
    const known = migrations[row.number - 1];
    if (known === undefined) {
      throw new FaultError(
        'data-unreadable',
        `the kiosk database is newer than this program: it has migration ${row.number} ` +
          `(${row.name}); install the newer program again`,
      );
    }
    if (known.checksum !== row.checksum) {
      throw new FaultError(
        'data-unreadable',
        `migration ${row.number} (${row.name}) is not the one this kiosk database was made with`,
      );
    }
  }
  return migrations.slice(applied.length);
};

/**
 * Brings the database forward, all or nothing. Returns the numbers applied now.
 * @throws FaultError `data-unreadable`, see missingMigrations.
 */
export const migrate = (
  database: Database,
  migrations: readonly Migration[],
  now: number,
): readonly number[] =>
  database
    .transaction(() => {
      const missing = missingMigrations(database, migrations);
      if (missing.length === 0) return [];
      database.exec(
        `create table if not exists kiosk_migration (
          number integer primary key,
          name text not null,
          checksum text not null,
          applied_at integer not null
        ) strict`,
      );
      const note = database.prepare('insert into kiosk_migration values (?, ?, ?, ?)');
      for (const { number, name, sql, checksum } of missing) {
        database.exec(sql);
        note.run(number, name, checksum, now);
      }
      return missing.map(({ number }) => number);
    })
    .immediate();
