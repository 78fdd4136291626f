import { addDays, businessDayOf } from '../../core/scheduling/business-day.ts';
import { RANGE } from '../queueing/number-ranges.ts';
import { type Database } from '../storage/database.ts';

/** More than any line gives out in the time between two backups. */
const NUMBERS_SKIPPED = 1000;

export interface AfterRestore {
  /** Deliveries that are looked up in the HIS before they are sent. */
  readonly lookedUp: number;
  /** Lines of numbers that were moved on. */
  readonly lines: number;
}

/**
 * Makes an older copy of a hub's database safe to go on with: numbers that may have been given out
 * after the copy was made are skipped, today and as far ahead as bookings have numbers, and what may
 * have reached the HIS since is looked up there before it is sent. Visits that the kiosks had
 * delivered after the copy come again with `kiosk outbox resend`.
 */
export const prepareAfterRestore = (
  database: Database,
  now: number,
  daysAhead: number,
): Promise<AfterRestore> =>
  database.transaction(async tx => {
    const at = new Date(now).toISOString();
    const today = businessDayOf(now);
    await tx.query('update hub_identity set restored_at = $1', [at]);
    const looked = await tx.query(
      `update delivery set attempts = greatest(attempts, 1) where state in ('queued', 'in-flight')`,
    );
    const moved = await tx.query(
      `insert into number_sequence as counter
         (service_point_id, day, session, number_class, last_number, last_leased)
       select service_point_id, day::date, session, number_class,
         ${NUMBERS_SKIPPED}, ${RANGE + NUMBERS_SKIPPED}
       from number_series,
         generate_series($1::date, $2::date, interval '1 day') as day,
         (values ('day'), ('morning'), ('afternoon')) as half (session)
       on conflict (service_point_id, day, session, number_class) do update set
         last_number = counter.last_number + ${NUMBERS_SKIPPED},
         last_leased = greatest(counter.last_leased, ${RANGE}) + ${NUMBERS_SKIPPED}`,
      [today, addDays(today, daysAhead)],
    );
    return { lookedUp: looked.affected, lines: moved.affected };
  });
