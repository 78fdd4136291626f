import type { BusinessDay } from '../../core/contract/primitives.ts';
import type { Clock } from '../../core/ports/ports.ts';
import { addDays, businessDayOf, momentOn } from '../../core/scheduling/business-day.ts';
import type { DayIndex } from './day-index.ts';
import type { KeyRing } from './key-ring.ts';
import type { PurgeReport } from './kiosk-store.ts';
import type { LeaseBlocks } from './lease-table.ts';
import type { OutboxRows } from './outbox-table.ts';
import { keepSequenceFloor } from './sequence.ts';
import { type Database, translating } from './sqlite-database.ts';

export interface RetentionParts {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly outbox: OutboxRows;
  readonly leases: LeaseBlocks;
  readonly days: DayIndex;
  readonly clock: Clock;
}

/**
 * Deletes what is past its time. Only delivered visits are deleted: what the hub does not have, or
 * what a person must still look at, stays with the key of its day. The database refuses to delete
 * a key that a record still needs.
 */
export const createPurge = (parts: RetentionParts): ((retentionDays: number) => PurgeReport) => {
  const { database, keys, outbox, leases, days, clock } = parts;
  const sql = statementsOf(database);

  const purge = database.transaction((firstKept: BusinessDay): PurgeReport => {
    keepSequenceFloor(database, clock.now());
    const delivered = sql.delivered.all(firstKept);
    // How far a block is used follows from the visits: it is written down before they go.
    leases.spent(({ day }) => day < firstKept);
    for (const { day, service_point_id, session, number_class, number, sequence } of delivered) {
      sql.deleteVisit.run(day, service_point_id, session, number_class, number);
      sql.deleteEvent.run(sequence);
    }
    const keysDestroyed = sql.deleteKeys.all(firstKept);
    sql.deleteLeases.run(addDays(firstKept, -LEASES_KEPT_DAYS));
    sql.deleteRequests.run(firstKept);
    sql.deleteForeignJobs.run(Date.parse(momentOn(firstKept)));
    sql.deleteForeignDocuments.run(Date.parse(momentOn(firstKept)));
    return {
      visits: delivered.length,
      keysDestroyed: [...new Set(keysDestroyed)].sort(),
      undelivered: sql.undelivered.get(firstKept) ?? 0,
    };
  });

  return retentionDays => {
    const today = businessDayOf(clock.now());
    const firstKept = addDays(today, -Math.max(0, retentionDays));
    const report = translating(() => purge.immediate(firstKept));
    keys.forget();
    days.forget();
    leases.forget();
    outbox.recount();
    // The log still holds the pages as they were, keys among them.
    translating(() => database.pragma('wal_checkpoint(truncate)'));
    return report;
  };
};

/** A block nobody could be told about for so long is not told about any more. */
const LEASES_KEPT_DAYS = 60;

interface DeliveredRow {
  readonly day: BusinessDay;
  readonly service_point_id: string;
  readonly session: string;
  readonly number_class: string;
  readonly number: number;
  readonly sequence: number;
}

const statementsOf = (database: Database) => ({
  delivered: database.prepare<[BusinessDay], DeliveredRow>(
    `select v.day, v.service_point_id, v.session, v.number_class, v.number, v.sequence
     from visit v cross join outbox o on o.sequence = v.sequence
     where v.day < ? and o.state = 'delivered'`,
  ),
  deleteVisit: database.prepare<[BusinessDay, string, string, string, number]>(
    `delete from visit where day = ? and service_point_id = ? and session = ?
       and number_class = ? and number = ?`,
  ),
  deleteEvent: database.prepare<[number]>('delete from outbox where sequence = ?'),
  deleteKeys: database
    .prepare<[BusinessDay], BusinessDay>(
      `delete from day_key
       where day < ? and key_id not in (select key_id from outbox) returning day`,
    )
    .pluck(),
  deleteLeases: database.prepare<[BusinessDay]>('delete from number_lease where day < ?'),
  deleteRequests: database.prepare<[BusinessDay]>('delete from lease_request where day < ?'),
  /** Jobs of other kiosks' visits; the last one is kept, since it may hang from the printer. */
  deleteForeignJobs: database.prepare<[number]>(
    `delete from print_job where sequence is null and begun_at < ?
     and job < (select max(job) from print_job)`,
  ),
  deleteForeignDocuments: database.prepare<[number]>(
    'delete from document_job where sequence is null and begun_at < ?',
  ),
  undelivered: database
    .prepare<[BusinessDay], number>('select count(*) from visit where day < ?')
    .pluck(),
});
