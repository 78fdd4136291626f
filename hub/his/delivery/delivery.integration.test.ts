import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type IntakeEvent } from '../../../core/contract/hub.ts';
import { createIntake } from '../../intake/intake.ts';
import { TEST_PATIENTS } from '../../intake/testing/test-patients.ts';
import { checkInEvent } from '../../intake/testing/synthetic-events.ts';
import { timeOrderedIds } from '../../ports/random-ids.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { type Database } from '../../storage/database.ts';
import { migrate } from '../../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase, emptyTables } from '../../storage/testing/carriers.ts';
import { type DeliveryVerdict, type His, type HisDelivery } from '../his.ts';
import {
  type DeliveryCounts,
  countDeliveries,
  listDeliveries,
  retryDeliveries,
  showDelivery,
} from './delivery-register.ts';
import { createDeliveryStore } from './delivery-store.ts';
import { type DeliveryWorker, createDeliveryWorker } from './delivery-worker.ts';

const ids = timeOrderedIds(systemClock);

const delivered: DeliveryVerdict = { verdict: 'delivered', receipt: { Encounter: 'Encounter/1' } };
const later = (
  scope: 'item' | 'system',
  fault: 'his-busy' | 'his-timeout' = 'his-busy',
): DeliveryVerdict => ({
  verdict: 'later',
  scope,
  diagnosis: { fault },
});
const rejected: DeliveryVerdict = {
  verdict: 'rejected',
  diagnosis: {
    fault: 'his-rejected',
    httpStatus: 422,
    outcome: { resourceType: 'OperationOutcome' },
  },
};

const patient = (number: number): IntakeEvent['identity'] => ({
  method: 'card-qr',
  citizenNumber: `0010619900${String(number).padStart(2, '0')}`,
  authenticity: 'not-checked',
  flags: [],
});

/** A visit of one of some patients; every visit is to another clinic, so none is a duplicate. */
let clinics = 0;
const visitOf = (number: number) => {
  clinics += 1;
  const { identity: _other, ...event } = checkInEvent({ servicePointId: `clinic-${clinics}` });
  return { ...event, identity: patient(number)! };
};

describe.each(CARRIERS)('deliveries, $name', ({ isAvailable, open }) => {
  describe.runIf(isAvailable)('into the HIS', () => {
    let carried: CarriedDatabase;
    let database: Database;
    const workers: DeliveryWorker[] = [];

    beforeAll(async () => {
      carried = await open();
      database = carried.database;
      await migrate(database);
    });
    afterAll(() => carried.close());
    beforeEach(() => emptyTables(database));

    const queue = (...events: IntakeEvent[]) =>
      createIntake({ database, clock: systemClock, ids, patients: TEST_PATIENTS }).receive(
        'kiosk-1',
        events,
      );

    const workWith = (deliver: His['deliver'], on: Database = database): DeliveryWorker => {
      const worker = createDeliveryWorker({
        store: createDeliveryStore(on),
        his: { deliver },
        clock: systemClock,
        ids,
        concurrency: 2,
        random: () => 0,
        onEvent: () => undefined,
      });
      workers.push(worker);
      worker.start();
      return worker;
    };
    const stopAll = async () => {
      await Promise.all(workers.splice(0).map(worker => worker.stop()));
    };

    const until = async (done: (counts: DeliveryCounts) => boolean): Promise<DeliveryCounts> => {
      for (let look = 0; look < 1_000; look += 1) {
        const counts = await countDeliveries(database);
        if (done(counts)) return counts;
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      throw new Error(`it did not end: ${JSON.stringify(await countDeliveries(database))}`);
    };
    const drained = () => until(counts => counts.queued + counts['in-flight'] === 0);

    it('wait no longer for a clock that was days ahead', async () => {
      const store = createDeliveryStore(database);
      const ahead = '2026-11-25T08:00:00.000Z';
      const right = '2026-11-23T08:00:00.000Z';
      const waiting = visitOf(1);
      await queue(waiting);
      await retryDeliveries(database, 'all', ahead);
      const [claimed] = await store.claim('early', 1, right, 0);
      expect(claimed?.eventId).toBe(waiting.eventId);
    });

    it('are held as long as agreed also where the clocks of two hubs are days apart', async () => {
      const store = createDeliveryStore(database);
      const [behind, right] = ['2026-11-20T08:00:00.000Z', '2026-11-23T08:00:00.000Z'];
      await queue(visitOf(1));
      await retryDeliveries(database, 'all', behind);
      expect(await store.claim('behind', 1, behind, 60_000)).toHaveLength(1);
      expect(await store.recover('overdue')).toBe(0);
      expect(await store.claim('right', 1, right, 60_000)).toEqual([]);
      await store.extend('behind', -1);
      expect(await store.recover('overdue')).toBe(1);
    });

    it('are not sent by a hub that lost them while it waited', async () => {
      const [first, second] = [visitOf(1), visitOf(2)];
      await queue(first, second);
      const sent: string[] = [];
      const worker = createDeliveryWorker({
        store: createDeliveryStore(database),
        his: {
          deliver: async ({ event }) => {
            sent.push(event.eventId);
            // Meanwhile another hub finds the rest overdue, and takes it.
            await database.query(
              `update delivery set lease_owner = 'another' where event_id <> $1`,
              [event.eventId],
            );
            return delivered;
          },
        },
        clock: systemClock,
        ids,
        concurrency: 1,
        random: () => 0,
        onEvent: () => undefined,
      });
      workers.push(worker);
      worker.start();
      await until(counts => counts.delivered === 1);
      await stopAll();
      expect(sent).toEqual([first.eventId]);
      const [other] = await listDeliveries(database, ['in-flight'], 10);
      expect(other?.eventId).toBe(second.eventId);
    });

    it('arrive, and their receipt is kept', async () => {
      const event = visitOf(1);
      await queue(event);
      workWith(() => Promise.resolve(delivered));
      expect(await drained()).toMatchObject({ delivered: 1 });
      await stopAll();
      expect(await showDelivery(database, event.eventId)).toMatchObject({
        state: 'delivered',
        attempts: 1,
        fault: null,
        receipt: { Encounter: 'Encounter/1' },
      });
    });

    it('come again after a failure that passes, and are then told that they were sent', async () => {
      await queue(visitOf(1));
      const seen: number[] = [];
      const answers = [later('item'), later('system', 'his-timeout'), delivered];
      workWith(({ attemptsBefore }) => {
        seen.push(attemptsBefore);
        return Promise.resolve(answers[seen.length - 1] ?? delivered);
      });
      expect(await drained()).toMatchObject({ delivered: 1 });
      await stopAll();
      expect(seen).toEqual([0, 1, 2]);
    });

    it('that the HIS refuses become dead letters with its words, and others go on', async () => {
      const bad = visitOf(1);
      await queue(bad, visitOf(2), visitOf(1));
      workWith(({ event }) =>
        Promise.resolve(event.visitId === bad.visitId ? rejected : delivered),
      );
      expect(await drained()).toMatchObject({ delivered: 2, rejected: 1 });
      await stopAll();
      expect(await listDeliveries(database, ['rejected'], 10)).toMatchObject([
        { eventId: bad.eventId, fault: 'his-rejected', httpStatus: 422, attempts: 1 },
      ]);
      expect(await showDelivery(database, bad.eventId)).toMatchObject({
        diagnosis: { resourceType: 'OperationOutcome' },
      });
    });

    it('can be sent again by a person, and end well then', async () => {
      const event = visitOf(1);
      await queue(event);
      workWith(() => Promise.resolve(rejected));
      await drained();
      await stopAll();
      const now = new Date(systemClock.now()).toISOString();
      expect(await retryDeliveries(database, [event.eventId], now)).toBe(1);
      expect(await retryDeliveries(database, ['6f2f3c0e-8b1d-4c53-a7e9-0d5b2c7f4a61'], now)).toBe(
        0,
      );
      workWith(() => Promise.resolve(delivered));
      expect(await drained()).toMatchObject({ delivered: 1, rejected: 0 });
      await stopAll();
    });

    it('that fail for themselves again and again are given to a person in the end', async () => {
      const obstinate = visitOf(1);
      await queue(obstinate, visitOf(2));
      workWith(({ event }) =>
        Promise.resolve(event.visitId === obstinate.visitId ? later('item') : delivered),
      );
      expect(await drained()).toMatchObject({ delivered: 1, failed: 1 });
      await stopAll();
    });

    it('never give up while the HIS as a whole is away', async () => {
      await queue(visitOf(1), visitOf(2));
      let calls = 0;
      workWith(() => {
        calls += 1;
        return Promise.resolve(calls <= 60 ? later('system') : delivered);
      });
      expect(await drained()).toMatchObject({ delivered: 2, failed: 0 });
      await stopAll();
    });

    it('of one visit that makes the HIS stumble do not stand in front of the others', async () => {
      const poison = visitOf(1);
      await queue(poison, ...Array.from({ length: 20 }, (_, index) => visitOf(index + 2)));
      workWith(({ event }) =>
        Promise.resolve(event.visitId === poison.visitId ? later('system') : delivered),
      );
      await until(counts => counts.delivered === 20);
      await stopAll();
    });

    it('left behind by a process that died are taken up again, as sent before', async () => {
      const event = visitOf(1);
      await queue(event);
      const store = createDeliveryStore(database);
      const now = systemClock.now();
      const iso = (ms: number) => new Date(ms).toISOString();
      expect(await store.claim('dead', 10, iso(now), -1)).toHaveLength(1);
      const seen: number[] = [];
      workWith(({ attemptsBefore }) => {
        seen.push(attemptsBefore);
        return Promise.resolve(delivered);
      });
      expect(await drained()).toMatchObject({ delivered: 1 });
      await stopAll();
      expect(seen).toEqual([1]);
    });

    it('held by a living process are left alone', async () => {
      await queue(visitOf(1));
      const store = createDeliveryStore(database);
      const iso = (ms: number) => new Date(systemClock.now() + ms).toISOString();
      await store.claim('alive', 10, iso(0), 60_000);
      expect(await store.recover('overdue')).toBe(0);
      expect(await store.claim('other', 10, iso(0), 60_000)).toEqual([]);
      expect(await store.recover('all')).toBe(1);
    });

    it('of content that can no longer be read are failures, not a standstill', async () => {
      const broken = visitOf(1);
      await queue(broken, visitOf(2));
      await database.query(`update intake_event set content = '{}' where event_id = $1`, [
        broken.eventId,
      ]);
      workWith(() => Promise.resolve(delivered));
      expect(await drained()).toMatchObject({ delivered: 1, failed: 1 });
      await stopAll();
    });

    it('keep their order per patient and have one effect each, through any trouble', async () => {
      const trouble = fc.constantFrom('fine', 'fine', 'before', 'after', 'busy', 'away', 'refused');
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 5, maxLength: 40 }),
          fc.infiniteStream(trouble),
          async (visits, troubles) => {
            await emptyTables(database);
            const events = visits.map(visitOf);
            await queue(...events);
            const effects = new Map<string, string[]>();
            const underWay = new Set<string>();
            let mostAtOnce = 0;
            const deliver = async ({
              event,
              attemptsBefore,
            }: HisDelivery): Promise<DeliveryVerdict> => {
              const who = event.identity?.citizenNumber ?? '';
              expect(underWay.has(who)).toBe(false);
              underWay.add(who);
              mostAtOnce = Math.max(mostAtOnce, underWay.size);
              await new Promise(resolve => setImmediate(resolve));
              underWay.delete(who);
              const done = effects.get(who) ?? [];
              effects.set(who, done);
              if (attemptsBefore > 0 && done.includes(event.visitId)) return delivered;
              const what = String(troubles.next().value);
              if (what === 'before') return later('item');
              if (what === 'busy') return later('item');
              if (what === 'away') return later('system');
              if (what === 'refused') return rejected;
              done.push(event.visitId);
              return what === 'after' ? later('system', 'his-timeout') : delivered;
            };
            workWith(deliver);
            if (carried.second !== undefined) workWith(deliver, carried.second);
            await drained();
            await stopAll();
            const dead = await listDeliveries(database, ['rejected', 'failed'], 100);
            const isDead = (event: IntakeEvent) => dead.some(one => one.eventId === event.eventId);
            for (const number of new Set(visits)) {
              const own = events.filter((_, index) => visits[index] === number);
              const expected = own.filter(event => !isDead(event)).map(event => event.visitId);
              expect(effects.get(patient(number)!.citizenNumber!) ?? []).toEqual(expected);
            }
            expect(mostAtOnce).toBeLessThanOrEqual(carried.second === undefined ? 2 : 4);
          },
        ),
        { numRuns: database.carrier === 'server' ? 12 : 5 },
      );
    });

    it('are claimed through their index, also behind thousands that are done', async () => {
      await database.script(`
        insert into intake_event (event_id, kiosk_id, content_hash, outcome, received_at)
          select gen_random_uuid(), 'k', 'h', 'accepted', now() from generate_series(1, 5000);
        insert into delivery (event_id, patient_key, service_point_id, state, due_at, updated_at)
          select event_id, gen_random_uuid(), 'p', 'delivered', now(), now() from intake_event;
        insert into intake_event (event_id, kiosk_id, content_hash, outcome, received_at)
          select gen_random_uuid(), 'k2', 'h', 'accepted', now() from generate_series(1, 50);
        insert into delivery (event_id, patient_key, service_point_id, state, due_at, updated_at)
          select event_id, gen_random_uuid(), 'p', 'queued', now(), now()
          from intake_event where kiosk_id = 'k2';
        analyze delivery;`);
      const { rows } = await database.query<{ 'QUERY PLAN': string }>(
        `explain select head.event_id from delivery head
         where head.state = 'queued' and head.due_at <= now() and not exists (
           select from delivery earlier where earlier.patient_key = head.patient_key
             and earlier.ordinal < head.ordinal and earlier.state in ('queued', 'in-flight'))
         order by head.attempts, head.ordinal limit 64`,
      );
      const plan = rows.map(row => row['QUERY PLAN']).join('\n');
      expect(plan).toContain('delivery_queued');
      expect(plan).not.toContain('Seq Scan');
    });
  });
});
