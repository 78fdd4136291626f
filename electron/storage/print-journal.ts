import type { Clock } from '../../core/ports/ports.ts';
import type { PrintJournal } from './kiosk-store.ts';
import { type Database, translating } from './sqlite-database.ts';

export interface PrintJournalParts {
  readonly database: Database;
  readonly clock: Clock;
  /** Undefined for a visit that another kiosk recorded. */
  readonly sequenceOf: (visitId: string) => number | undefined;
}

export interface OwnedPrintJournal extends PrintJournal {
  /** Jobs that nobody waits for any more: the kiosk was cut short. Returns how many. */
  recover(): number;
}

export const openPrintJournal = (parts: PrintJournalParts): OwnedPrintJournal => {
  const { database, clock, sequenceOf } = parts;
  const sql = statementsOf(database);
  return {
    begin: ({ jobId, visitId, kind }) => {
      const sequence = sequenceOf(visitId) ?? null;
      translating(() => sql.begin.run(jobId, sequence, kind, clock.now()));
    },
    settle: (jobId, { outcome, fault }) => {
      translating(() => sql.settle.run(outcome, clock.now(), fault ?? null, jobId));
    },
    mayBeOnPaper: visitId => {
      const sequence = sequenceOf(visitId);
      if (sequence === undefined) return true;
      return translating(() => sql.onPaper.get(sequence)) !== undefined;
    },
    mayHang: () => translating(() => sql.last.get()) === 'uncertain',
    recover: () => translating(() => sql.recover.run(clock.now())).changes,
  };
};

const statementsOf = (database: Database) => ({
  begin: database.prepare<[string, number | null, string, number]>(
    `insert into print_job (job_id, sequence, kind, state, begun_at)
     values (?, ?, ?, 'begun', ?)`,
  ),
  settle: database.prepare<[string, number, string | null, string]>(
    `update print_job set state = ?, settled_at = ?, fault = ?
     where job_id = ? and state = 'begun'`,
  ),
  onPaper: database
    .prepare<[number], number>(
      "select 1 from print_job where sequence = ? and state <> 'failed' limit 1",
    )
    .pluck(),
  last: database
    .prepare<[], string>(
      `select state from print_job where state in ('printed', 'uncertain')
       order by job desc limit 1`,
    )
    .pluck(),
  recover: database.prepare<[number]>(
    `update print_job set state = 'uncertain', settled_at = ?, fault = 'print-uncertain'
     where state = 'begun'`,
  ),
});
