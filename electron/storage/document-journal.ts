import type { Clock } from '../../core/ports/ports.ts';
import type { DocumentJournal } from './kiosk-store.ts';
import { type Database, translating } from './sqlite-database.ts';

export interface DocumentJournalParts {
  readonly database: Database;
  readonly clock: Clock;
  /** Undefined for a visit that another kiosk recorded. */
  readonly sequenceOf: (visitId: string) => number | undefined;
}

export interface OwnedDocumentJournal extends DocumentJournal {
  /** Jobs that nobody waits for any more: the kiosk was cut short. Returns how many. */
  recover(): number;
}

export const openDocumentJournal = (parts: DocumentJournalParts): OwnedDocumentJournal => {
  const { database, clock, sequenceOf } = parts;
  const sql = statementsOf(database);
  return {
    begin: ({ jobId, visitId, document }) => {
      const sequence = sequenceOf(visitId) ?? null;
      translating(() => sql.begin.run(jobId, sequence, document, clock.now()));
    },
    settle: (jobId, { outcome, fault }) => {
      translating(() => sql.settle.run(outcome, clock.now(), fault ?? null, jobId));
    },
    mayBeOnPaper: (visitId, document) => {
      const sequence = sequenceOf(visitId);
      if (sequence === undefined) return true;
      return translating(() => sql.onPaper.get(sequence, document)) !== undefined;
    },
    recover: () => translating(() => sql.recover.run(clock.now())).changes,
  };
};

const statementsOf = (database: Database) => ({
  begin: database.prepare<[string, number | null, string, number]>(
    `insert into document_job (job_id, sequence, document, state, begun_at)
     values (?, ?, ?, 'begun', ?)`,
  ),
  settle: database.prepare<[string, number, string | null, string]>(
    `update document_job set state = ?, settled_at = ?, fault = ?
     where job_id = ? and state = 'begun'`,
  ),
  onPaper: database
    .prepare<[number, string], number>(
      `select 1 from document_job where sequence = ? and document = ? and state <> 'failed'
       limit 1`,
    )
    .pluck(),
  recover: database.prepare<[number]>(
    `update document_job set state = 'uncertain', settled_at = ?, fault = 'print-uncertain'
     where state = 'begun'`,
  ),
});
