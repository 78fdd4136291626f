import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDirectory } from '../data-directory.ts';
import { type Database } from '../database.ts';
import { openEmbeddedPostgres } from '../embedded-postgres.ts';
import { openPostgresServer } from '../postgres-server.ts';
import { postgresBinaries, startPostgres } from './postgres-for-tests.ts';

/** One of the two ways a hub may have its PostgreSQL, for suites that run on both. */
export interface Carrier {
  readonly name: string;
  /** False where this machine cannot run it; `name` says why. */
  readonly isAvailable: boolean;
  open(): Promise<CarriedDatabase>;
}

export interface CarriedDatabase {
  readonly database: Database;
  /** A second hub's connection to the same data; undefined where only one process can have it. */
  readonly second: Database | undefined;
  close(): Promise<void>;
}

const embedded: Carrier = {
  name: 'embedded (PGlite)',
  isAvailable: true,
  async open() {
    const directory = mkdtempSync(join(tmpdir(), 'hub-embedded-'));
    const database = await openEmbeddedPostgres({ directory, cacheDirectory: cacheDirectory() });
    return {
      database,
      second: undefined,
      async close() {
        await database.close();
        rmSync(directory, { recursive: true, force: true });
      },
    };
  },
};

const binaries = postgresBinaries();

const server: Carrier = {
  name:
    binaries === undefined
      ? 'server: skipped, no initdb and postgres on PATH or in /usr/lib/postgresql'
      : `server (${binaries})`,
  isAvailable: binaries !== undefined,
  async open() {
    const postgres = await startPostgres(binaries ?? '');
    const url = await postgres.freshDatabase('hub');
    const database = openPostgresServer({ url });
    const second = openPostgresServer({ url });
    return {
      database,
      second,
      async close() {
        await database.close();
        await second.close();
        await postgres.stop();
      },
    };
  },
};

export const CARRIERS: readonly Carrier[] = [embedded, server];

/** Empties every table of the hub, so that tests on one database do not see each other. */
export const emptyTables = (database: Database): Promise<void> =>
  database.script(`truncate hub_identity, catalogue_copy, number_series, number_sequence,
    number_issue, number_quota, intake_event, intake_conflict, patient_alias, visit, delivery,
    staff_call, request_nonce, device_change, slip_use, his_receipt`);
