import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkIn, fromHub, referral } from './testing/sample-visits.ts';
import { openTemporaryStore, type TemporaryStore } from './testing/temporary-store.ts';

let world: TemporaryStore;
beforeEach(async () => {
  world = await openTemporaryStore();
});
afterEach(() => world.remove());

const record = (count: number, person: number) =>
  world.store.visits.recordCheckIn(checkIn(fromHub(count), { person }));

describe('the outbox table', () => {
  it('gives out the oldest event of each aggregate, and the next only when that one is settled', () => {
    const { outbox } = world.store;
    const [a1, b1, a2] = [record(1, 1), record(2, 2), record(3, 1)];
    const taken = outbox.claim(10);
    expect(taken.map(item => item.eventId)).toEqual([a1.eventId, b1.eventId]);
    expect(outbox.claim(10)).toEqual([]);
    outbox.settle([{ sequence: a1.sequence, to: 'delivered' }]);
    expect(outbox.claim(10).map(item => item.eventId)).toEqual([a2.eventId]);
  });

  it('lets a patient wait behind an event that waits, and nobody else', async () => {
    const { outbox } = world.store;
    const first = record(1, 1);
    record(2, 1);
    const other = record(3, 2);
    const later = world.clock.now() + 60_000;
    outbox.claim(1);
    outbox.settle([
      {
        sequence: first.sequence,
        to: 'queued',
        nextAttemptAt: later,
        fault: 'hub-timeout',
        attempted: true,
      },
    ]);
    expect(outbox.claim(10).map(item => item.eventId)).toEqual([other.eventId]);
    expect(outbox.nextDueAt()).toBe(later);
    await world.clock.advance(60_000);
    expect(outbox.claim(10)).toMatchObject([{ eventId: first.eventId, attempts: 1 }]);
  });

  it('makes everything due when the network is back', () => {
    const { outbox } = world.store;
    const { sequence } = record(1, 1);
    outbox.claim(1);
    const nextAttemptAt = world.clock.now() + 3_600_000;
    outbox.settle([{ sequence, to: 'queued', nextAttemptAt, attempted: false }]);
    expect(outbox.claim(1)).toEqual([]);
    outbox.hasten();
    expect(outbox.claim(1)).toMatchObject([{ sequence, attempts: 0 }]);
  });

  it('does not wait for a time that only a wrong clock can have written', () => {
    const { outbox } = world.store;
    world.clock.jumpTo('2027-03-02T01:00:00.000Z');
    const { sequence } = record(1, 1);
    world.clock.jumpTo('2026-03-02T01:00:00.000Z');
    expect(outbox.claim(1)).toMatchObject([{ sequence }]);
  });

  it('queues again at the next start what a crash left in flight', async () => {
    const { eventId } = record(1, 1);
    world.store.outbox.claim(1);
    expect(world.store.outbox.counts()).toMatchObject({ queued: 0, inFlight: 1 });
    const store = await world.reopen();
    expect(store.outbox.counts()).toMatchObject({ queued: 1, inFlight: 0 });
    expect(store.outbox.claim(1)[0]?.eventId).toBe(eventId);
  });

  it('shows a dead letter with its reason, and no person in it', () => {
    const { outbox } = world.store;
    const { eventId, sequence, aggregate } = record(1, 1);
    outbox.claim(1);
    outbox.settle([{ sequence, to: 'rejected', fault: 'his-rejected', correlationId: 'c-9' }]);
    expect(outbox.show(eventId)).toEqual({
      sequence: 1,
      eventId,
      aggregate,
      type: 'check-in',
      state: 'rejected',
      attempts: 1,
      createdAt: '2026-03-02T01:00:00.000Z',
      settledAt: '2026-03-02T01:00:00.000Z',
      fault: 'his-rejected',
      correlationId: 'c-9',
    });
    expect(outbox.claim(10)).toEqual([]);
    expect(outbox.show('unknown')).toBeUndefined();
  });

  it('tries dead letters again when a person says so: these, or all', () => {
    const { outbox } = world.store;
    const events = [record(1, 1), record(2, 2), record(3, 3)];
    outbox.claim(10);
    const fault = 'internal';
    outbox.settle(events.map(({ sequence }) => ({ sequence, to: 'failed', fault })));
    expect(outbox.retry([events[1]!.eventId, 'unknown'])).toBe(1);
    expect(outbox.claim(10).map(item => item.eventId)).toEqual([events[1]!.eventId]);
    expect(outbox.retry('all-dead')).toBe(2);
    expect(outbox.counts()).toMatchObject({ queued: 2, inFlight: 1, failed: 0 });
  });

  it('does not send again what is delivered, whoever asks', () => {
    const { outbox } = world.store;
    const { eventId, sequence } = record(1, 1);
    outbox.claim(1);
    outbox.settle([{ sequence, to: 'delivered' }]);
    expect(outbox.retry([eventId])).toBe(0);
    expect(outbox.retry('all-dead')).toBe(0);
    expect(outbox.counts()).toMatchObject({ delivered: 1, queued: 0 });
  });

  it('lists by state, page by page, oldest first', () => {
    const { outbox, visits } = world.store;
    for (const count of [1, 2, 3]) record(count, count);
    visits.recordCounterReferral(referral(fromHub(4)));
    outbox.settle(outbox.claim(2).map(({ sequence }) => ({ sequence, to: 'delivered' })));
    const sequences = (query: Parameters<typeof outbox.list>[0]) =>
      outbox.list(query).map(row => row.sequence);
    expect(sequences({ limit: 3 })).toEqual([1, 2, 3]);
    expect(sequences({ limit: 3, after: 3 })).toEqual([4]);
    expect(sequences({ states: ['queued'], limit: 10 })).toEqual([3, 4]);
    expect(sequences({ states: [], limit: 10 })).toEqual([]);
    expect(outbox.list({ states: ['queued'], limit: 10 })[1]?.type).toBe('counter-referral');
  });

  it('exports whole events for a person who must carry them elsewhere', () => {
    const events = [record(1, 1), record(2, 2)];
    expect([...world.store.outbox.export(['queued'])]).toEqual(events);
    expect([...world.store.outbox.export(['failed'])]).toEqual([]);
  });

  it('tells whoever listens about every change, until they stop', () => {
    const { outbox } = world.store;
    const listener = vi.fn();
    const stop = outbox.subscribe(listener);
    const { sequence } = record(1, 1);
    outbox.claim(1);
    outbox.settle([{ sequence, to: 'delivered' }]);
    expect(listener).toHaveBeenCalledTimes(2);
    stop();
    record(2, 2);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('counts the same whoever counts: the owner as it goes, or a second process', async () => {
    const { outbox } = world.store;
    for (const count of [1, 2, 3, 4]) record(count, count);
    outbox.counts();
    const [delivered, rejected] = outbox.claim(3);
    outbox.settle([
      { sequence: delivered!.sequence, to: 'delivered' },
      { sequence: rejected!.sequence, to: 'rejected', fault: 'bad-request' },
    ]);
    const expected = { queued: 1, inFlight: 1, delivered: 1, rejected: 1, failed: 0 };
    expect(outbox.counts()).toEqual(expected);
    expect((await world.inspect()).outbox.counts()).toEqual(expected);
  });

  it('sends again what the hub took since a time, in order, and nothing older', async () => {
    const { outbox } = world.store;
    const [before, first, second] = [record(1, 1), record(2, 1), record(3, 1)];
    const deliver = () =>
      outbox.settle(outbox.claim(10).map(({ sequence }) => ({ sequence, to: 'delivered' })));
    deliver();
    await world.clock.advance(3_600_000);
    const since = new Date(world.clock.now()).toISOString();
    deliver();
    deliver();
    expect(outbox.oldestWaiting()).toBeUndefined();
    const beside = await world.inspect();
    expect(beside.outbox.resend(since)).toBe(2);
    expect(outbox.counts()).toMatchObject({ queued: 2, delivered: 1 });
    expect(outbox.oldestWaiting()).toBe('2026-03-02T01:00:00.000Z');
    expect(outbox.claim(10).map(({ eventId }) => eventId)).toEqual([first.eventId]);
    outbox.settle([{ sequence: first.sequence, to: 'delivered' }]);
    expect(outbox.claim(10).map(({ eventId }) => eventId)).toEqual([second.eventId]);
    expect(outbox.show(before.eventId)?.state).toBe('delivered');
    beside.close();
  });
});
