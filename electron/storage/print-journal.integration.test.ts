import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, readMigrations } from './migrations.ts';
import { loadSqlite } from './sqlite-database.ts';
import { checkIn, fromHub } from './testing/sample-visits.ts';
import { openTemporaryStore, type TemporaryStore } from './testing/temporary-store.ts';

let world: TemporaryStore;
beforeEach(async () => {
  world = await openTemporaryStore();
});
afterEach(() => world.remove());

const recorded = (): string => world.store.visits.recordCheckIn(checkIn(fromHub(1))).visitId;

describe('the journal of print jobs', () => {
  it('knows of no paper before the first job', () => {
    expect(world.store.prints.mayBeOnPaper(recorded())).toBe(false);
    expect(world.store.prints.mayHang()).toBe(false);
  });

  it.each([
    ['printed', true, false],
    ['uncertain', true, true],
    ['failed', false, false],
  ] as const)(
    'after %s: may be on paper %s, may hang from the printer %s',
    (outcome, on, hangs) => {
      const { prints } = world.store;
      const visitId = recorded();
      prints.begin({ jobId: 'job', visitId, kind: 'ticket' });
      expect(prints.mayBeOnPaper(visitId)).toBe(true);
      prints.settle('job', { outcome });
      expect(prints.mayBeOnPaper(visitId)).toBe(on);
      expect(prints.mayHang()).toBe(hangs);
    },
  );

  it('is uncertain, after a restart, of a job that never came to an end', async () => {
    const visitId = recorded();
    world.store.prints.begin({ jobId: 'job', visitId, kind: 'ticket' });
    const { prints, visits } = await world.reopen();
    expect(prints.mayBeOnPaper(visitId)).toBe(true);
    expect(prints.mayHang()).toBe(true);
    expect(visits.show(visitId)?.prints).toEqual([
      {
        printedAt: '2026-03-02T01:00:00.000Z',
        kind: 'ticket',
        outcome: 'uncertain',
        fault: 'print-uncertain',
      },
    ]);
  });

  it('keeps the first result of a job', () => {
    const { prints, visits } = world.store;
    const visitId = recorded();
    prints.begin({ jobId: 'job', visitId, kind: 'ticket' });
    prints.settle('job', { outcome: 'printed' });
    prints.settle('job', { outcome: 'failed', fault: 'device-absent' });
    expect(visits.show(visitId)?.prints.map(({ outcome }) => outcome)).toEqual(['printed']);
  });

  it('never begins the same job twice', () => {
    const { prints } = world.store;
    prints.begin({ jobId: 'job', visitId: recorded(), kind: 'ticket' });
    expect(() => prints.begin({ jobId: 'job', visitId: randomUUID(), kind: 'ticket' })).toThrow();
  });

  it('forgets what hung from the printer once a later ticket is out', () => {
    const { prints } = world.store;
    const visitId = recorded();
    prints.begin({ jobId: 'torn', visitId, kind: 'ticket' });
    prints.settle('torn', { outcome: 'uncertain' });
    prints.begin({ jobId: 'refused', visitId, kind: 'reprint' });
    prints.settle('refused', { outcome: 'failed', fault: 'printer-paper-end' });
    expect(prints.mayHang()).toBe(true);
    prints.begin({ jobId: 'out', visitId, kind: 'reprint' });
    prints.settle('out', { outcome: 'printed' });
    expect(prints.mayHang()).toBe(false);
  });

  it('takes a visit of another kiosk for one that has its paper', () => {
    const { prints } = world.store;
    const elsewhere = randomUUID();
    expect(prints.mayBeOnPaper(elsewhere)).toBe(true);
    prints.begin({ jobId: 'job', visitId: elsewhere, kind: 'reprint' });
    prints.settle('job', { outcome: 'uncertain' });
    expect(prints.mayHang()).toBe(true);
  });

  it('goes with its visit, and keeps the last job of all', async () => {
    const { outbox, prints, purge, visits } = world.store;
    const visitId = recorded();
    prints.begin({ jobId: 'own', visitId, kind: 'ticket' });
    prints.settle('own', { outcome: 'printed' });
    for (const jobId of ['elsewhere', 'last']) {
      prints.begin({ jobId, visitId: randomUUID(), kind: 'reprint' });
      prints.settle(jobId, { outcome: 'uncertain' });
    }
    outbox.settle(outbox.claim(10).map(({ sequence }) => ({ sequence, to: 'delivered' })));
    await world.clock.advance(9 * 24 * 3_600_000);
    purge(7);
    expect(visits.show(visitId)).toBeUndefined();
    expect(jobsOf(world)).toEqual(['last']);
    expect(prints.mayHang()).toBe(true);
  });

  it('takes over what an older program noted', () => {
    const [first, second] = readMigrations();
    const database = new (loadSqlite())(':memory:');
    migrate(database, [first!], 0);
    database.exec(
      `insert into day_key values (1, '2026-03-02', x'00');
       insert into outbox (sequence, event_id, aggregate, type, state, created_at, next_attempt_at,
         key_id, sealed) values (7, 'event', 'a', 'check-in', 'queued', 1, 1, 1, x'00');
       insert into print_outcome values (7, 10, 'ticket', 'uncertain', 'print-uncertain'),
         (7, 20, 'reprint', 'printed', null);`,
    );
    migrate(database, [first!, second!], 0);
    expect(
      database.prepare('select sequence, kind, state, begun_at, fault from print_job').all(),
    ).toEqual([
      { sequence: 7, kind: 'ticket', state: 'uncertain', begun_at: 10, fault: 'print-uncertain' },
      { sequence: 7, kind: 'reprint', state: 'printed', begun_at: 20, fault: null },
    ]);
    database.close();
  });
});

const jobsOf = ({ directory }: TemporaryStore): unknown[] => {
  const database = new (loadSqlite())(join(directory, 'kiosk.sqlite'), { readonly: true });
  const ids = database.prepare('select job_id from print_job order by job').pluck().all();
  database.close();
  return ids;
};
