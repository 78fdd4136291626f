import { statSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import type { Clock, Ids, Secrets } from '../../core/ports/ports.ts';
import { lockDirectory } from './data-lock.ts';
import { createDayIndex } from './day-index.ts';
import { openDeviceChangeTable } from './device-change-table.ts';
import { openDocumentJournal } from './document-journal.ts';
import { openKeyRing } from './key-ring.ts';
import { openCaches, openSettings } from './kept-values.ts';
import type { KioskInspector, KioskStore } from './kiosk-store.ts';
import { openLeaseTable } from './lease-table.ts';
import { MIGRATIONS_DIRECTORY, migrate, missingMigrations, readMigrations } from './migrations.ts';
import { openOutboxTable } from './outbox-table.ts';
import { openPrintJournal } from './print-journal.ts';
import { createPurge } from './retention.ts';
import { openStaffTable } from './staff-table.ts';
import { type Database, openDatabase, translating } from './sqlite-database.ts';
import { checkStore, DATABASE_FILE } from './store-check.ts';
import { openVisitJournal } from './visit-journal.ts';
import { createVisitReading } from './visit-reading.ts';

export interface StoreOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  /** Where the numbered SQL files are; a packaged program has them elsewhere. */
  readonly migrationsDirectory?: string;
}

/**
 * Opens the data of this kiosk as their only owner: locks the directory, brings the schema forward,
 * queues again what a crash left in flight, and calls uncertain what it left at the printers.
 * @throws FaultError `data-in-use` while another process owns them, `data-unreadable` where they
 * are damaged or newer than this program, `storage-failed` where the disk refuses.
 */
export const openKioskStore = async (options: StoreOptions): Promise<KioskStore> => {
  const unlock = lockDirectory(options.directory);
  try {
    const database = openDatabase(join(options.directory, DATABASE_FILE), { create: true });
    return await closingOnFailure(database, () => storeIn(options, database, unlock));
  } catch (error) {
    unlock();
    throw error;
  }
};

/** The store over a database that is open and has no other owner; `unlock` is called at its end. */
export const storeIn = async (
  options: StoreOptions,
  database: Database,
  unlock: () => void,
): Promise<KioskStore> => {
  const { directory, clock, ids, secrets } = options;
  const migrations = readMigrations(options.migrationsDirectory ?? MIGRATIONS_DIRECTORY);
  translating(() => migrate(database, migrations, clock.now()));
  const keys = await openKeyRing(database, secrets);
  const outbox = openOutboxTable(database, keys, clock);
  const leases = openLeaseTable(database, ids);
  const days = createDayIndex(database);
  outbox.recover();
  const visits = openVisitJournal({ database, keys, outbox, leases, days });
  const prints = openPrintJournal({ database, clock, sequenceOf: visits.sequenceOf });
  prints.recover();
  const documents = openDocumentJournal({ database, clock, sequenceOf: visits.sequenceOf });
  documents.recover();
  return {
    visits,
    prints,
    documents,
    outbox,
    leases,
    caches: openCaches(database, clock),
    staff: openStaffTable(database, clock),
    deviceChanges: openDeviceChangeTable(database, clock),
    settings: openSettings(database, clock),
    purge: createPurge({ database, keys, outbox, leases, days, clock }),
    check: () => checkStore({ database, keys, directory, migrations }),
    close: () => {
      database.close();
      unlock();
    },
  };
};

/**
 * Opens the data beside the process that owns them, or while none does: to read, and to mark dead
 * letters for another attempt.
 * @throws FaultError `not-possible-now` where there are no data yet or the schema is older than
 * this program, `data-unreadable`, `storage-failed`.
 */
export const openKioskInspector = async (options: StoreOptions): Promise<KioskInspector> => {
  const { directory, clock, ids, secrets } = options;
  const path = join(directory, DATABASE_FILE);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) {
    throw new FaultError('not-possible-now', `no kiosk has kept data in ${directory} yet`);
  }
  const migrations = readMigrations(options.migrationsDirectory ?? MIGRATIONS_DIRECTORY);
  const database = openDatabase(path, { create: false });
  return closingOnFailure(database, async () => {
    if (translating(() => missingMigrations(database, migrations)).length > 0) {
      throw new FaultError(
        'not-possible-now',
        `the data in ${directory} are of an older program: start the kiosk once`,
      );
    }
    const keys = await openKeyRing(database, secrets);
    const outbox = openOutboxTable(database, keys, clock);
    return {
      visits: createVisitReading(database, outbox),
      outbox,
      leases: openLeaseTable(database, ids),
      caches: openCaches(database, clock),
      settings: openSettings(database, clock),
      staff: openStaffTable(database, clock),
      deviceChanges: openDeviceChangeTable(database, clock),
      check: () => checkStore({ database, keys, directory, migrations }),
      close: () => {
        database.close();
      },
    };
  });
};

const closingOnFailure = async <T>(database: Database, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    database.close();
    throw error;
  }
};
