import type { Database } from './sqlite-database.ts';

/** The count of events of this kiosk: up by one with each, and never back. */
export interface Sequence {
  /** The number the next event gets. */
  next(): number;
  /** Call only after the event is committed. */
  advanceTo(sequence: number): void;
}

const FLOOR = 'sequence-floor';

/**
 * Kept in memory, since one process owns the data; the outbox itself is the durable truth, and the
 * floor stands in for rows that retention has deleted.
 */
export const createSequence = (database: Database): Sequence => {
  let last =
    database
      .prepare<[string], number>(
        `select max(
          coalesce((select max(sequence) from outbox), 0),
          coalesce((select cast(value as integer) from kept_value where name = ?), 0))`,
      )
      .pluck()
      .get(FLOOR) ?? 0;
  return {
    next: () => last + 1,
    advanceTo: sequence => {
      last = sequence;
    },
  };
};

/** Remembers how far the count is; call it in the transaction that deletes rows. */
export const keepSequenceFloor = (database: Database, now: number): void => {
  database
    .prepare(
      `insert into kept_value (name, value, saved_at)
       select ?, max(sequence), ? from outbox having max(sequence) is not null
       on conflict (name) do update set value = excluded.value, saved_at = excluded.saved_at`,
    )
    .run(FLOOR, now);
};
