import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSqlite } from './sqlite-database.ts';
import { checkIn, fromHub } from './testing/sample-visits.ts';
import { openTemporaryStore, type TemporaryStore } from './testing/temporary-store.ts';

let world: TemporaryStore;
beforeEach(async () => {
  world = await openTemporaryStore();
});
afterEach(() => world.remove());

const DOCUMENT = 'referral-copy';
const recorded = (): string => world.store.visits.recordCheckIn(checkIn(fromHub(1))).visitId;
const jobsOf = ({ directory }: TemporaryStore): unknown[] => {
  const database = new (loadSqlite())(join(directory, 'kiosk.sqlite'));
  const jobs = database.prepare('select job_id, state, fault from document_job').all();
  database.close();
  return jobs;
};

describe('the journal of A4 documents', () => {
  it.each([
    ['printed', true],
    ['uncertain', true],
    ['failed', false],
  ] as const)('after %s: may be on paper %s', (outcome, on) => {
    const { documents } = world.store;
    const visitId = recorded();
    expect(documents.mayBeOnPaper(visitId, DOCUMENT)).toBe(false);
    documents.begin({ jobId: 'job', visitId, document: DOCUMENT });
    expect(documents.mayBeOnPaper(visitId, DOCUMENT)).toBe(true);
    documents.settle('job', { outcome });
    expect(documents.mayBeOnPaper(visitId, DOCUMENT)).toBe(on);
  });

  it('is uncertain, after a restart, of a document that never came to an end', async () => {
    const visitId = recorded();
    world.store.documents.begin({ jobId: 'job', visitId, document: DOCUMENT });
    const { documents } = await world.reopen();
    expect(documents.mayBeOnPaper(visitId, DOCUMENT)).toBe(true);
    expect(jobsOf(world)).toEqual([
      { job_id: 'job', state: 'uncertain', fault: 'print-uncertain' },
    ]);
  });

  it('keeps the documents of a visit apart from each other and from its tickets', () => {
    const { documents, prints } = world.store;
    const visitId = recorded();
    documents.begin({ jobId: 'job', visitId, document: DOCUMENT });
    documents.settle('job', { outcome: 'uncertain' });
    expect(documents.mayBeOnPaper(visitId, 'payment-receipt')).toBe(false);
    expect(prints.mayBeOnPaper(visitId)).toBe(false);
    expect(prints.mayHang()).toBe(false);
  });

  it('keeps the first result of a job, and never begins one twice', () => {
    const { documents } = world.store;
    const visitId = recorded();
    documents.begin({ jobId: 'job', visitId, document: DOCUMENT });
    documents.settle('job', { outcome: 'printed' });
    documents.settle('job', { outcome: 'failed', fault: 'device-absent' });
    expect(documents.mayBeOnPaper(visitId, DOCUMENT)).toBe(true);
    expect(() => documents.begin({ jobId: 'job', visitId, document: DOCUMENT })).toThrow();
  });

  it('takes a visit of another kiosk for one that has its paper, and forgets it with its day', async () => {
    const { documents, outbox, purge } = world.store;
    const own = recorded();
    const elsewhere = randomUUID();
    expect(documents.mayBeOnPaper(elsewhere, DOCUMENT)).toBe(true);
    for (const visitId of [own, elsewhere]) {
      documents.begin({ jobId: visitId, visitId, document: DOCUMENT });
      documents.settle(visitId, { outcome: 'printed' });
    }
    outbox.settle(outbox.claim(10).map(({ sequence }) => ({ sequence, to: 'delivered' })));
    await world.clock.advance(9 * 24 * 3_600_000);
    purge(7);
    expect(jobsOf(world)).toEqual([]);
  });
});
