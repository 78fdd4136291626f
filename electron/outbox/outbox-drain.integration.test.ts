import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultCode } from '../../core/contract/errors.ts';
import type { Log } from '../host/host-interface.ts';
import { type Settable, watched } from '../hub-client/watched.ts';
import { createMemorySecrets } from '../secrets/memory-secrets.ts';
import { createManualClock, settled } from '../storage/testing/manual-clock.ts';
import { checkIn, fromHub, referral } from '../storage/testing/sample-visits.ts';
import { openTemporaryStore, type TemporaryStore } from '../storage/testing/temporary-store.ts';
import { createOutboxDrain, type OutboxDrain } from './outbox-drain.ts';
import { createFaultyHub, type FaultyHub, type Mishap } from './testing/faulty-hub.ts';

const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A small generator with a seed (mulberry32), so that a failing run can be run again. */
const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

interface World {
  readonly data: TemporaryStore;
  readonly hub: FaultyHub;
  readonly reachable: Settable<boolean>;
  drain: OutboxDrain;
  /** A visit of that synthetic person. */
  visit(person: number): string;
  /** A crash: nothing is finished, the data are opened again by a new process. */
  crash(): Promise<void>;
}

const openWorld = async (random = () => 0.5, batchSize = 200): Promise<World> => {
  const data = await openTemporaryStore(createManualClock());
  const hub = createFaultyHub();
  const reachable = watched(true);
  let count = 0;
  const startDrain = (): OutboxDrain => {
    const { outbox } = data.store;
    const parts = { outbox, hub, reachable, clock: data.clock, random, log: SILENT, batchSize };
    const drain = createOutboxDrain(parts);
    drain.start();
    return drain;
  };
  const world: World = {
    data,
    hub,
    reachable,
    drain: startDrain(),
    visit: person => {
      count += 1;
      return data.store.visits.recordCheckIn(checkIn(fromHub(count), { person })).eventId;
    },
    crash: async () => {
      await data.reopen();
      world.drain = startDrain();
    },
  };
  return world;
};

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(async () => {
  const stopping = world.drain.stop();
  await world.data.clock.advance(5000);
  await stopping;
  world.data.remove();
});

const states = () => world.data.store.outbox.counts();

describe('the outbox', () => {
  it('sends pictures in requests the hub can take, in order', async () => {
    world.reachable.set(false);
    const ids = Array.from({ length: 120 }, (_, person) => {
      const sample = checkIn(fromHub(person + 1), { person });
      const event = { ...sample.event, portrait: 'A'.repeat(56_000) };
      return world.data.store.visits.recordCheckIn({ ...sample, event }).eventId;
    });
    world.reachable.set(true);
    await settled();
    await world.data.clock.advance(1000);
    expect(world.hub.effects.map(event => event.eventId)).toEqual(ids);
    expect(world.hub.requests.length).toBeGreaterThan(2);
    for (const request of world.hub.requests) {
      expect(request.length * 56_000).toBeLessThan(4 * 1_048_576);
    }
  });

  it('sends new work at once, and says that it is delivered', async () => {
    const eventId = world.visit(1);
    await settled();
    expect(world.hub.effects.map(event => event.eventId)).toEqual([eventId]);
    expect(world.data.store.outbox.show(eventId)).toMatchObject({
      state: 'delivered',
      attempts: 1,
    });
    expect(states()).toEqual({ queued: 0, inFlight: 0, delivered: 1, rejected: 0, failed: 0 });
  });

  it('sends nothing while the hub is away, and everything when it is back', async () => {
    world.reachable.set(false);
    for (const person of [1, 2, 3]) world.visit(person);
    await world.data.clock.advance(600_000);
    expect(world.hub.requests).toEqual([]);
    world.reachable.set(true);
    await settled();
    expect(states()).toMatchObject({ queued: 0, delivered: 3 });
  });

  it('has one event of a patient on its way, the oldest, and any number of patients', async () => {
    world.reachable.set(false);
    const [first, other, second] = [world.visit(1), world.visit(2), world.visit(1)];
    world.reachable.set(true);
    await settled();
    expect(world.hub.requests).toEqual([[first, other], [second]]);
  });

  it('waits longer after each failure, with jitter, and counts the attempts', async () => {
    world.hub.mishaps(...Array<Mishap>(3).fill({ on: 'request', code: 'hub-overloaded' }));
    const eventId = world.visit(1);
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await settled();
      const wait = world.data.clock.untilNext() ?? 0;
      waits.push(wait);
      expect(world.data.store.outbox.show(eventId)).toMatchObject({
        state: 'queued',
        attempts: attempt,
        fault: 'hub-overloaded',
      });
      await world.data.clock.advance(wait);
    }
    expect(waits).toEqual([500, 1000, 2000]);
    expect(world.data.store.outbox.show(eventId)).toMatchObject({
      state: 'delivered',
      attempts: 4,
    });
  });

  it('waits as long as the hub asks for', async () => {
    world.hub.mishaps({ on: 'request', code: 'hub-overloaded', retryAfterMs: 9000 });
    world.visit(1);
    await settled();
    await world.data.clock.advance(8999);
    expect(world.hub.effects).toEqual([]);
    await world.data.clock.advance(1);
    expect(world.hub.effects).toHaveLength(1);
  });

  it('repeats after a lost answer, which is one effect because the hub knows the event', async () => {
    world.hub.mishaps({ on: 'answer' });
    const eventId = world.visit(1);
    await world.data.clock.advance(60_000);
    expect(world.hub.requests).toEqual([[eventId], [eventId]]);
    expect(world.hub.effects).toHaveLength(1);
    expect(states().delivered).toBe(1);
  });

  it('asks again about an event that the answer does not mention', async () => {
    world.reachable.set(false);
    for (const person of [1, 2, 3]) world.visit(person);
    world.hub.mishaps({ on: 'half-an-answer' });
    world.reachable.set(true);
    await world.data.clock.advance(60_000);
    expect(states()).toMatchObject({ queued: 0, delivered: 3 });
    expect(world.hub.effects).toHaveLength(3);
  });

  it('keeps what the hub rejects as a dead letter, explained, until a person retries it', async () => {
    world.reachable.set(false);
    const eventId = world.visit(1);
    const next = world.visit(1);
    world.hub.reject(eventId);
    world.reachable.set(true);
    await world.data.clock.advance(600_000);
    expect(world.data.store.outbox.list({ states: ['rejected'], limit: 10 })).toMatchObject([
      { eventId, fault: 'his-rejected', correlationId: 'c-1', attempts: 1 },
    ]);
    expect(world.hub.effects.map(event => event.eventId)).toEqual([next]);
    expect(world.data.store.outbox.retry([eventId])).toBe(1);
    await settled();
    expect(world.hub.requests.at(-1)).toEqual([eventId]);
    expect(states().rejected).toBe(1);
  });

  it.each<[FaultCode, string, number]>([
    ['bad-request', 'rejected', 1],
    ['internal', 'failed', 5],
  ])('finds the one event that the hub answers %s to, and calls it %s', async (code, state, n) => {
    world.reachable.set(false);
    const events = Array.from({ length: 20 }, (_, person) => world.visit(person));
    const [, , , , , , , culprit = ''] = events;
    world.hub.poison(culprit, code);
    world.reachable.set(true);
    await world.data.clock.advance(400_000);
    expect(states()).toMatchObject({ queued: 0, delivered: 19, [state]: 1 });
    expect(world.data.store.outbox.show(culprit)).toMatchObject({
      state,
      fault: code,
      attempts: n,
      correlationId: 'c-2',
    });
  });

  it('makes no dead letters of a hub that fails at everything', async () => {
    world.hub.mishaps(...Array<Mishap>(500).fill({ on: 'request', code: 'internal' }));
    world.reachable.set(false);
    for (let person = 0; person < 20; person += 1) world.visit(person);
    world.reachable.set(true);
    await world.data.clock.advance(300_000);
    expect(states()).toMatchObject({ queued: 20, rejected: 0, failed: 0 });
    expect(world.hub.requests.length).toBeLessThan(150);
    world.hub.heal();
    await world.data.clock.advance(2 * 60_000);
    expect(states()).toMatchObject({ queued: 0, delivered: 20 });
  });

  it('holds everything, and blames no event, while the kiosk is not let in', async () => {
    world.hub.mishaps({ on: 'request', code: 'hub-unauthorised' });
    world.visit(1);
    world.visit(2);
    await settled();
    expect(world.drain.held()).toBe('hub-unauthorised');
    world.visit(3);
    await settled();
    expect(world.hub.requests).toHaveLength(1);
    expect(states()).toMatchObject({ queued: 3 });
    await world.data.clock.advance(60_000);
    expect(world.drain.held()).toBeUndefined();
    expect(states()).toMatchObject({ queued: 0, delivered: 3 });
  });

  it('keeps an event that can no longer be read as failed, and delivers the others', async () => {
    world.reachable.set(false);
    const unreadable = world.visit(1);
    await world.drain.stop();
    await world.data.reopen(createMemorySecrets());
    const readable = world.data.store.visits.recordCounterReferral(referral(fromHub(77)));
    const { outbox } = world.data.store;
    const { hub, data } = world;
    world.reachable.set(true);
    const parts = { outbox, hub, clock: data.clock, random: () => 0.5, log: SILENT };
    world.drain = createOutboxDrain({ ...parts, reachable: world.reachable });
    world.drain.start();
    await settled();
    expect(outbox.show(unreadable)).toMatchObject({ state: 'failed', fault: 'data-unreadable' });
    expect(outbox.show(readable.eventId)).toMatchObject({ state: 'delivered' });
  });

  it('notices within seconds what another process made due', async () => {
    const eventId = world.visit(1);
    world.hub.reject(eventId);
    await settled();
    const inspector = await world.data.inspect();
    expect(inspector.outbox.retry('all-dead')).toBe(1);
    await world.data.clock.advance(15_000);
    expect(world.hub.requests).toEqual([[eventId], [eventId]]);
  });

  it('sends again after a crash what was in flight', async () => {
    world.hub.mishaps({ on: 'answer' });
    const eventId = world.visit(1);
    // Claimed and sent; the process dies before the answer.
    await Promise.resolve();
    await world.crash();
    await world.data.clock.advance(60_000);
    expect(world.hub.effects.map(event => event.eventId)).toEqual([eventId]);
    expect(states()).toMatchObject({ queued: 0, inFlight: 0, delivered: 1 });
  });

  it('takes up to two hundred events at a time', async () => {
    world.reachable.set(false);
    for (let person = 0; person < 450; person += 1) world.visit(person);
    world.reachable.set(true);
    await world.data.clock.advance(1000);
    expect(world.hub.requests.map(events => events.length)).toEqual([200, 200, 50]);
  });
});

describe('over any network, with crashes', () => {
  // Without `internal`: a hub that fails at one event while it takes others makes a dead letter.
  const mishap: fc.Arbitrary<Mishap> = fc.oneof(
    fc.constant<Mishap>({ on: 'nothing' }),
    fc.constant<Mishap>({ on: 'answer' }),
    fc.constant<Mishap>({ on: 'half-an-answer' }),
    fc
      .constantFrom<FaultCode>(
        'hub-unreachable',
        'hub-timeout',
        'hub-overloaded',
        'hub-unauthorised',
        'storage-failed',
      )
      .map<Mishap>(code => ({ on: 'request', code })),
  );
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.nat({ max: 4 }).map(person => ({ do: 'visit' as const, person })) },
    { weight: 2, arbitrary: fc.nat({ max: 20_000 }).map(ms => ({ do: 'wait' as const, ms })) },
    { weight: 1, arbitrary: fc.constant({ do: 'crash' as const }) },
    { weight: 1, arbitrary: fc.boolean().map(up => ({ do: 'cable' as const, up })) },
  );

  it('nothing acknowledged is lost, nothing happens twice, each patient stays in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(mishap, { maxLength: 30 }),
        fc.array(step, { minLength: 1, maxLength: 30 }),
        fc.integer(),
        fc.integer({ min: 1, max: 5 }),
        async (mishaps, steps, seed, batchSize) => {
          const own = await openWorld(seeded(seed), batchSize);
          try {
            own.hub.mishaps(...mishaps);
            const acknowledged: string[] = [];
            for (const one of steps) {
              if (one.do === 'visit') acknowledged.push(own.visit(one.person));
              if (one.do === 'wait') await own.data.clock.advance(one.ms);
              if (one.do === 'cable') own.reachable.set(one.up);
              if (one.do === 'crash') await own.crash();
            }
            own.reachable.set(true);
            await drained(own);
            verify(own, acknowledged);
          } finally {
            own.data.remove();
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  /** Longer than the longest row of mishaps with the longest waits. */
  const drained = async ({ data }: World): Promise<void> => {
    const open = (): number => {
      const { queued, inFlight } = data.store.outbox.counts();
      return queued + inFlight;
    };
    for (let minute = 0; minute < 60 && open() > 0; minute += 1) await data.clock.advance(60_000);
  };

  const verify = ({ hub, data }: World, acknowledged: readonly string[]): void => {
    const effects = hub.effects.map(event => event.eventId);
    expect([...effects].sort()).toEqual([...acknowledged].sort());
    const sequences = Map.groupBy(hub.effects, event => event.aggregate);
    for (const events of sequences.values()) {
      const order = events.map(event => event.sequence);
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
    expect(data.store.outbox.counts()).toEqual({
      queued: 0,
      inFlight: 0,
      delivered: acknowledged.length,
      rejected: 0,
      failed: 0,
    });
  };
});
