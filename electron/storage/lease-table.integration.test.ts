import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  checkIn,
  fromLease,
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

describe('leased numbers', () => {
  it('are asked for under an id that is kept until the answer, so that a lost one burns nothing', async () => {
    const request = world.store.leases.request(SAMPLE_LINE, 20);
    expect(world.store.leases.request(SAMPLE_LINE, 35)).toEqual(request);
    const store = await world.reopen();
    expect(store.leases.request(SAMPLE_LINE, 5)).toEqual(request);
    store.leases.receive(request.requestId, sampleLease());
    expect(store.leases.request(SAMPLE_LINE, 5).requestId).not.toBe(request.requestId);
  });

  it('are asked for line by line', () => {
    const { leases } = world.store;
    const { requestId } = leases.request(SAMPLE_LINE, 20);
    expect(leases.request({ ...SAMPLE_LINE, numberClass: 'priority' }, 20).requestId).not.toBe(
      requestId,
    );
    expect(leases.request({ ...SAMPLE_LINE, day: '2026-03-03' }, 20).requestId).not.toBe(requestId);
  });

  it('are asked for anew after the hub refused for good', () => {
    const { leases } = world.store;
    const { requestId } = leases.request(SAMPLE_LINE, 20);
    leases.abandon(requestId);
    expect(leases.request(SAMPLE_LINE, 20).requestId).not.toBe(requestId);
  });

  it('are the same once, however often the answer comes', () => {
    const { leases } = world.store;
    const { requestId } = leases.request(SAMPLE_LINE, 100);
    const lease = sampleLease();
    leases.receive(requestId, lease);
    leases.receive(requestId, lease);
    expect(leases.remaining(SAMPLE_DAY)).toEqual([{ ...SAMPLE_LINE, remaining: 100 }]);
  });

  it('are counted per line as visits use them, over a restart', async () => {
    world.store.leases.receive(randomUUID(), sampleLease({ first: 1, last: 10 }));
    world.store.leases.receive(randomUUID(), sampleLease({ first: 31, last: 35 }));
    world.store.leases.receive(
      randomUUID(),
      sampleLease({ first: 1, last: 3, numberClass: 'priority', series: 'PB' }),
    );
    for (let count = 0; count < 12; count += 1) {
      world.store.visits.recordCheckIn(checkIn(fromLease));
    }
    const left = [
      { ...SAMPLE_LINE, remaining: 3 },
      { ...SAMPLE_LINE, numberClass: 'priority', remaining: 3 },
    ];
    expect(world.store.leases.remaining(SAMPLE_DAY)).toEqual(left);
    const store = await world.reopen();
    expect(store.leases.remaining(SAMPLE_DAY)).toEqual(left);
    expect(store.leases.remaining('2026-03-03')).toEqual([]);
    expect(store.visits.recordCheckIn(checkIn(fromLease)).number.label).toBe('B-0033');
  });

  it('are of one day: yesterday’s block gives no number today', () => {
    world.store.leases.receive(randomUUID(), sampleLease({ day: '2026-03-01' }));
    expect(() => world.store.visits.recordCheckIn(checkIn(fromLease))).toThrow(
      expect.objectContaining({ code: 'numbers-exhausted' }) as Error,
    );
  });

  it.each([
    ['before', 90, 101],
    ['inside', 120, 130],
    ['after', 200, 220],
    ['around', 1, 500],
  ])('that overlap ones already held (%s) are refused, whoever sends them', (_, first, last) => {
    const { leases } = world.store;
    leases.receive(randomUUID(), sampleLease({ first: 101, last: 200 }));
    expect(() => leases.receive(randomUUID(), sampleLease({ first, last }))).toThrow(
      expect.objectContaining({ code: 'idempotency-conflict' }) as Error,
    );
    expect(leases.book(SAMPLE_DAY)).toHaveLength(1);
  });

  it('of another line than the one asked for are refused', () => {
    const { leases } = world.store;
    const { requestId } = leases.request(SAMPLE_LINE, 10);
    expect(() => leases.receive(requestId, sampleLease({ servicePointId: 'clinic-eye' }))).toThrow(
      expect.objectContaining({ code: 'hub-refused' }) as Error,
    );
  });

  it('that end before they begin are refused', () => {
    expect(() =>
      world.store.leases.receive(randomUUID(), sampleLease({ first: 9, last: 8 })),
    ).toThrow();
  });
});
