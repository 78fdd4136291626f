import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSqlite } from './sqlite-database.ts';
import { createManualClock } from './testing/manual-clock.ts';
import { checkIn, fromHub, sampleLease } from './testing/sample-visits.ts';
import { openTemporaryStore, type TemporaryStore } from './testing/temporary-store.ts';

let world: TemporaryStore;
beforeEach(async () => {
  world = await openTemporaryStore(createManualClock('2026-03-10T01:00:00.000Z'));
});
afterEach(() => world.remove());

const record = (count: number, day: string) =>
  world.store.visits.recordCheckIn(checkIn(fromHub(count, day), { person: count }));

const deliverAll = (): void => {
  const { outbox } = world.store;
  outbox.settle(outbox.claim(100).map(({ sequence }) => ({ sequence, to: 'delivered' })));
};

const keys = (): readonly unknown[] => {
  const database = new (loadSqlite())(join(world.directory, 'kiosk.sqlite'));
  const days = database.prepare('select day from day_key order by day').pluck().all();
  database.close();
  return days;
};

describe('retention', () => {
  it('deletes delivered visits past their time with the key of the day, and keeps the rest', () => {
    const old = record(1, '2026-03-02');
    const young = record(2, '2026-03-03');
    deliverAll();
    expect(world.store.purge(7)).toEqual({
      visits: 1,
      keysDestroyed: ['2026-03-02'],
      undelivered: 0,
    });
    expect(world.store.visits.read(old.visitId)).toBeUndefined();
    expect(world.store.visits.read(young.visitId)?.event).toEqual(young);
    expect(keys()).toEqual(['2026-03-03']);
    expect(world.store.outbox.counts().delivered).toBe(1);
    expect(world.store.purge(7)).toEqual({ visits: 0, keysDestroyed: [], undelivered: 0 });
  });

  it('never deletes what the hub does not have, nor the key it needs', () => {
    const waiting = record(1, '2026-01-05');
    const refused = record(2, '2026-01-05');
    const done = record(3, '2026-01-05');
    const { outbox } = world.store;
    const [, second, third] = outbox.claim(10);
    outbox.settle([
      { sequence: second!.sequence, to: 'rejected', fault: 'his-rejected' },
      { sequence: third!.sequence, to: 'delivered' },
    ]);
    expect(world.store.purge(7)).toEqual({ visits: 1, keysDestroyed: [], undelivered: 2 });
    expect(world.store.visits.read(done.visitId)).toBeUndefined();
    expect(world.store.visits.read(waiting.visitId)?.event).toEqual(waiting);
    expect([...outbox.export(['rejected'])]).toEqual([refused]);
  });

  it('deletes them once they are delivered after all', () => {
    record(1, '2026-01-05');
    world.store.purge(7);
    deliverAll();
    expect(world.store.purge(7)).toEqual({
      visits: 1,
      keysDestroyed: ['2026-01-05'],
      undelivered: 0,
    });
    expect(world.store.visits.list({ limit: 10 })).toEqual([]);
  });

  it('leaves no trace of the key in any file', () => {
    record(1, '2026-03-02');
    const database = new (loadSqlite())(join(world.directory, 'kiosk.sqlite'));
    const wrapped = database.prepare('select wrapped from day_key').pluck().get() as Buffer;
    database.close();
    deliverAll();
    const bytes = () =>
      ['kiosk.sqlite', 'kiosk.sqlite-wal'].map(file => readFileSync(join(world.directory, file)));
    expect(bytes().some(content => content.includes(wrapped))).toBe(true);
    world.store.purge(7);
    expect(bytes().some(content => content.includes(wrapped))).toBe(false);
  });

  it('never touches today, whatever the setting', () => {
    const today = record(1, '2026-03-10');
    deliverAll();
    expect(world.store.purge(-3).visits).toBe(0);
    expect(world.store.visits.read(today.visitId)?.event).toEqual(today);
  });

  it('never counts events back, even when all of them are gone', async () => {
    record(1, '2026-03-01');
    const { sequence } = record(2, '2026-03-01');
    deliverAll();
    world.store.purge(7);
    expect(world.store.outbox.list({ limit: 10 })).toEqual([]);
    await world.reopen();
    expect(record(3, '2026-03-10').sequence).toBe(sequence + 1);
  });

  it('takes the blocks of old days along', () => {
    world.store.leases.receive(randomUUID(), sampleLease({ day: '2026-03-01' }));
    world.store.leases.receive(randomUUID(), sampleLease({ day: '2026-03-10' }));
    world.store.purge(7);
    expect(world.store.leases.book('2026-03-01')).toEqual([]);
    expect(world.store.leases.book('2026-03-10')).toHaveLength(1);
  });

  it('is refused by the database itself where a record still needs its key', () => {
    record(1, '2026-03-02');
    const database = new (loadSqlite())(join(world.directory, 'kiosk.sqlite'));
    expect(() => database.exec('delete from day_key')).toThrow(/still needs this key/);
    database.close();
  });
});
