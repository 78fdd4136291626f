import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SYNTHETIC_PEOPLE } from '../../core/identity/synthetic-people.ts';
import { createMemorySecrets } from '../secrets/memory-secrets.ts';
import { loadSqlite } from './sqlite-database.ts';
import {
  checkIn,
  fromHub,
  fromLease,
  keyOf,
  referral,
  SAMPLE_DAY,
  SAMPLE_LINE,
  sampleLease,
} from './testing/sample-visits.ts';
import { openTemporaryStore, type TemporaryStore } from './testing/temporary-store.ts';

let world: TemporaryStore;
beforeEach(async () => {
  world = await openTemporaryStore();
});
afterEach(() => world.remove());

const raw = () => new (loadSqlite())(join(world.directory, 'kiosk.sqlite'));

describe('recording a check-in', () => {
  it('stores visit, number and outbox row together and returns the event as it will be sent', () => {
    const event = world.store.visits.recordCheckIn(checkIn(fromHub(17)));
    expect(event).toMatchObject({ type: 'check-in', sequence: 1, number: { label: 'B-0017' } });
    expect(event.aggregate).toMatch(/^[\w-]{22}$/);
    expect(world.store.visits.read(event.visitId)).toEqual({
      event,
      extras: { peopleAhead: 4, waitMinutes: 25 },
      reprints: 0,
    });
    expect(world.store.outbox.claim(10)).toMatchObject([{ eventId: event.eventId, event }]);
  });

  it('counts events up by one, over referrals as well, and after a restart', async () => {
    const { visits } = world.store;
    expect(visits.recordCheckIn(checkIn(fromHub(1))).sequence).toBe(1);
    expect(visits.recordCounterReferral(referral(fromHub(2))).sequence).toBe(2);
    const reopened = await world.reopen();
    expect(reopened.visits.recordCheckIn(checkIn(fromHub(3))).sequence).toBe(3);
  });

  it('takes leased numbers in order, older blocks first, and says when none is left', () => {
    const { visits, leases } = world.store;
    leases.receive(randomUUID(), sampleLease({ first: 7, last: 8 }));
    leases.receive(randomUUID(), sampleLease({ first: 21, last: 21 }));
    const labels = [1, 2, 3].map(() => visits.recordCheckIn(checkIn(fromLease)).number.label);
    expect(labels).toEqual(['B-0007', 'B-0008', 'B-0021']);
    expect(() => visits.recordCheckIn(checkIn(fromLease))).toThrow(
      expect.objectContaining({ code: 'numbers-exhausted' }) as Error,
    );
    expect(world.store.outbox.counts().queued).toBe(3);
  });

  it('never gives a number twice, and leaves nothing of the second attempt behind', () => {
    const { visits, outbox } = world.store;
    visits.recordCheckIn(checkIn(fromHub(5)));
    expect(() => visits.recordCheckIn(checkIn(fromHub(5)))).toThrow(
      expect.objectContaining({ code: 'idempotency-conflict' }) as Error,
    );
    expect(outbox.counts().queued).toBe(1);
    expect(visits.list({ limit: 10 })).toHaveLength(1);
    expect(visits.recordCheckIn(checkIn(fromHub(6))).sequence).toBe(2);
  });

  it('records a visit once: the same visit again gets its first number, also after a restart', async () => {
    world.store.leases.receive(randomUUID(), sampleLease());
    const recording = checkIn(fromLease, { visitId: randomUUID() });
    const first = world.store.visits.recordCheckIn(recording);
    expect(world.store.visits.recordCheckIn(recording)).toEqual(first);
    const reopened = await world.reopen();
    expect(reopened.visits.recordCheckIn(recording)).toEqual(first);
    expect(reopened.outbox.counts().queued).toBe(1);
  });

  it('writes few pages, so that the disk is the only thing a patient waits for', () => {
    const { visits, leases } = world.store;
    leases.receive(randomUUID(), sampleLease({ first: 1, last: 5000 }));
    for (let person = 0; person < 400; person += 1) {
      visits.recordCheckIn(checkIn(fromLease, { person }));
    }
    const database = raw();
    database.pragma('wal_checkpoint(truncate)');
    for (let person = 400; person < 500; person += 1) {
      visits.recordCheckIn(checkIn(fromLease, { person }));
    }
    const log = readFileSync(join(world.directory, 'kiosk.sqlite-wal')).length;
    database.close();
    // 24 bytes of frame header with each page of 4096 (SQLite file format, 4.1).
    expect(log / (4096 + 24) / 100).toBeLessThan(5);
  });
});

describe('finding a patient again', () => {
  it('goes by any of the numbers the patient is known by, on that day only', async () => {
    const { visits } = world.store;
    const both = { ...checkIn(fromHub(1)), patientKeys: ['citizen:1', 'insurance:9'] };
    const first = visits.recordCheckIn(both);
    const second = visits.recordCheckIn({ ...checkIn(fromHub(2)), patientKeys: ['insurance:9'] });
    const found = (keys: string[], day = SAMPLE_DAY) =>
      visits.today(keys, day).map(({ event }) => event.visitId);
    expect(found(['citizen:1'])).toEqual([first.visitId]);
    expect(found(['insurance:9', 'citizen:1'])).toEqual([first.visitId, second.visitId]);
    expect(found(['citizen:2'])).toEqual([]);
    expect(found([])).toEqual([]);
    expect(found(['citizen:1'], '2026-03-03')).toEqual([]);
    const reopened = await world.reopen();
    expect(reopened.visits.today(['citizen:1'], SAMPLE_DAY)[0]?.event).toEqual(first);
  });

  it('keeps somebody nobody knows apart from everybody else', () => {
    const { visits } = world.store;
    const one = visits.recordCounterReferral(referral(fromHub(1)));
    const other = visits.recordCounterReferral(referral(fromHub(2)));
    expect(one.aggregate).not.toBe(other.aggregate);
  });

  it('orders the deliveries of one patient in one line, whatever the day', () => {
    const { visits } = world.store;
    const today = visits.recordCheckIn(checkIn(fromHub(1), { person: 3 }));
    const tomorrow = visits.recordCheckIn(checkIn(fromHub(1, '2026-03-03'), { person: 3 }));
    const somebody = visits.recordCheckIn(checkIn(fromHub(2), { person: 4 }));
    expect(tomorrow.aggregate).toBe(today.aggregate);
    expect(somebody.aggregate).not.toBe(today.aggregate);
  });
});

describe('personal data at rest', () => {
  it('are nowhere in the files as written: no name, no number, no birth date', async () => {
    const { visits, outbox, prints } = world.store;
    const recorded = SYNTHETIC_PEOPLE.map((person, index) => {
      const recording = checkIn(fromHub(index + 1), { person: index });
      return visits.recordCheckIn({
        ...recording,
        patientKeys: [`citizen:${person.citizenNumber ?? 'none'}`],
        extras: { name: person.name },
      });
    });
    prints.begin({ jobId: randomUUID(), visitId: recorded[0]!.visitId, kind: 'ticket' });
    outbox.settle(outbox.claim(100).map(({ sequence }) => ({ sequence, to: 'delivered' })));
    const files = readdirSync(world.directory).map(file =>
      readFileSync(join(world.directory, file)),
    );
    for (const { name, citizenNumber, address, birthDate } of SYNTHETIC_PEOPLE) {
      for (const text of [name, citizenNumber, address, birthDate]) {
        if (text === undefined || text.length < 6) continue;
        expect(files.some(bytes => bytes.includes(text))).toBe(false);
      }
    }
    const reopened = await world.reopen();
    expect(reopened.visits.read(recorded[0]!.visitId)?.event).toEqual(recorded[0]);
  });

  it('cannot be read under another master key, and patients are received all the same', async () => {
    const before = world.store.visits.recordCheckIn(checkIn(fromHub(1)));
    const store = await world.reopen(createMemorySecrets());
    expect(() => store.visits.read(before.visitId)).toThrow(
      expect.objectContaining({ code: 'data-unreadable' }) as Error,
    );
    const after = store.visits.recordCheckIn(checkIn(fromHub(2)));
    expect(store.visits.read(after.visitId)?.event).toEqual(after);
    expect(store.outbox.claim(10).map(({ event }) => event)).toEqual([
      { unreadable: 'data-unreadable' },
      after,
    ]);
    const check = await store.check();
    expect(check.findings.find(one => one.check === 'master-key')).toMatchObject({
      ok: false,
      found: `does not open ${SAMPLE_DAY}`,
    });
  });

  it('shows IT the visit with the person masked', () => {
    const { visits, prints } = world.store;
    const { visitId, eventId } = visits.recordCheckIn(checkIn(fromHub(12)));
    prints.begin({ jobId: 'first', visitId, kind: 'ticket' });
    prints.settle('first', { outcome: 'uncertain', fault: 'printer-offline' });
    prints.begin({ jobId: 'second', visitId, kind: 'reprint' });
    prints.settle('second', { outcome: 'printed' });
    expect(visits.show(visitId)).toEqual({
      visitId,
      eventId,
      sequence: 1,
      type: 'check-in',
      occurredAt: '2026-03-02T01:00:00.000Z',
      number: { ...SAMPLE_LINE, sequence: 12, label: 'B-0012', source: 'hub' },
      delivery: 'queued',
      reprints: 1,
      prints: [
        {
          printedAt: '2026-03-02T01:00:00.000Z',
          kind: 'ticket',
          outcome: 'uncertain',
          fault: 'printer-offline',
        },
        { printedAt: '2026-03-02T01:00:00.000Z', kind: 'reprint', outcome: 'printed' },
      ],
      person: { name: 'Nguyễn T. H.', number: '0**********21', birthYear: '1948' },
    });
    expect(visits.read(visitId)?.reprints).toBe(1);
    expect(visits.show('nobody')).toBeUndefined();
  });

  it('lists newest first, page by page, and finds a visit by what its ticket says', () => {
    const { visits } = world.store;
    for (const count of [1, 2, 3, 4]) visits.recordCheckIn(checkIn(fromHub(count)));
    visits.recordCheckIn(checkIn(fromHub(1, '2026-03-03')));
    const labels = (list: readonly { number: { label: string } }[]) =>
      list.map(({ number }) => number.label);
    expect(labels(visits.list({ day: SAMPLE_DAY, limit: 3 }))).toEqual([
      'B-0004',
      'B-0003',
      'B-0002',
    ]);
    expect(labels(visits.list({ day: SAMPLE_DAY, limit: 3, before: 2 }))).toEqual(['B-0001']);
    expect(visits.list({ limit: 10 })).toHaveLength(5);
    expect(visits.findByLabel('B-0001', '2026-03-03')).toHaveLength(1);
    expect(visits.findByLabel('B-0009', SAMPLE_DAY)).toEqual([]);
  });
});

describe('any history of check-ins, leases, failures and restarts', () => {
  it('gives every number once and every event the next sequence', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.constant('leased' as const) },
      { weight: 3, arbitrary: fc.constant('hub' as const) },
      { weight: 2, arbitrary: fc.constant('lease' as const) },
      { weight: 1, arbitrary: fc.constant('conflict' as const) },
      { weight: 1, arbitrary: fc.constant('restart' as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
        const own = await openTemporaryStore();
        try {
          const given = await play(own, steps);
          expect(new Set(given.map(event => event.number.label)).size).toBe(given.length);
          expect(given.map(event => event.sequence)).toEqual(given.map((_, index) => index + 1));
          expect(own.store.outbox.counts().queued).toBe(given.length);
        } finally {
          own.remove();
        }
      }),
      { numRuns: 25 },
    );
  });

  type Step = 'leased' | 'hub' | 'lease' | 'conflict' | 'restart';

  const play = async (own: TemporaryStore, steps: readonly Step[]) => {
    const given: ReturnType<typeof own.store.visits.recordCheckIn>[] = [];
    let hubNumber = 0;
    let firstFree = 10_001;
    for (const step of steps) {
      const { visits, leases } = own.store;
      if (step === 'restart') await own.reopen();
      if (step === 'hub') given.push(visits.recordCheckIn(checkIn(fromHub((hubNumber += 1)))));
      if (step === 'lease') {
        leases.receive(randomUUID(), sampleLease({ first: firstFree, last: firstFree + 2 }));
        firstFree += 3;
      }
      if (step === 'leased' && leases.remaining(SAMPLE_DAY).some(line => line.remaining > 0)) {
        given.push(visits.recordCheckIn(checkIn(fromLease)));
      }
      if (step === 'conflict' && hubNumber > 0) {
        expect(() => visits.recordCheckIn(checkIn(fromHub(hubNumber)))).toThrow();
      }
    }
    return given;
  };
});

it('finds the sample person under the key the fixtures use', () => {
  world.store.visits.recordCheckIn(checkIn(fromHub(1), { person: 2 }));
  expect(world.store.visits.today([keyOf(2)], SAMPLE_DAY)).toHaveLength(1);
});
