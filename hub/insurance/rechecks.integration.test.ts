import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Coverage } from '../../core/contract/coverage.ts';
import { type CheckInEvent } from '../../core/contract/hub.ts';
import { createDeliveryStore } from '../his/delivery/delivery-store.ts';
import { listDeliveries } from '../his/delivery/delivery-register.ts';
import { createIntake } from '../intake/intake.ts';
import { checkInEvent } from '../intake/testing/synthetic-events.ts';
import { TEST_PATIENTS } from '../intake/testing/test-patients.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { type FakeClock, fakeClock } from '../ports/testing/fake-clock.ts';
import { type Database } from '../storage/database.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { createRecheckStore, unverifiedOfDay } from './recheck-store.ts';
import { type RecheckWorker, createRecheckWorker } from './recheck-worker.ts';

const DAY = '2026-11-23';
const MINUTE = 60_000;

const unverified = (change: Partial<CheckInEvent> = {}): CheckInEvent =>
  checkInEvent({
    payer: { mode: 'insured', coverage: { reason: 'unverified-portal-away' } },
    ...change,
  });

const VERIFIED: Coverage = { reason: 'valid-in-network', cardNumber: 'HT3010199999921' };
const AWAY: Coverage = { reason: 'unverified-portal-away' };

for (const carrier of CARRIERS) {
  describe.runIf(carrier.isAvailable)(`unverified cards, ${carrier.name}`, () => {
    let carried: CarriedDatabase;
    let database: Database;
    let clock: FakeClock;
    let asked: string[];
    let answer: Coverage | undefined;
    let worker: RecheckWorker;

    beforeAll(async () => {
      carried = await carrier.open();
      database = carried.database;
      await migrate(database);
    });
    afterAll(() => carried.close());

    const workerParts = (of: Database) => ({
      store: createRecheckStore(of),
      look: (event: CheckInEvent) => {
        asked.push(event.visitId);
        return Promise.resolve(answer);
      },
      clock,
      ids: timeOrderedIds(clock),
      random: () => 1,
      onQueued: () => undefined,
      onStorageFailed: () => undefined,
    });
    const workerOn = (of: Database): RecheckWorker => createRecheckWorker(workerParts(of));

    beforeEach(async () => {
      await database.script(`truncate insurance_recheck, insurance_failure, delivery, visit,
        intake_conflict, intake_event, patient_alias cascade`);
      clock = fakeClock();
      asked = [];
      answer = VERIFIED;
      worker = workerOn(database);
    });

    const arrive = async (...events: readonly CheckInEvent[]): Promise<void> => {
      const ids = timeOrderedIds(clock);
      await createIntake({ database, clock, ids, patients: TEST_PATIENTS }).receive(
        'kiosk-1',
        events,
      );
    };
    const updates = async () => {
      const { rows } = await database.query<{ updates_visit: string; content: CheckInEvent }>(
        `select delivery.updates_visit, event.content from delivery
         join intake_event event on event.event_id = delivery.event_id
         where updates_visit is not null order by ordinal`,
      );
      return rows;
    };
    const states = async (): Promise<readonly string[]> => {
      const { rows } = await database.query<{ state: string }>(
        'select state from insurance_recheck order by state',
      );
      return rows.map(({ state }) => state);
    };

    it('are looked up, and the HIS gets the cover behind the visit itself', async () => {
      const event = unverified();
      await arrive(event, checkInEvent());
      expect(await worker.round()).toBe(1);
      expect(asked).toEqual([event.visitId]);
      const [update, ...others] = await updates();
      expect(others).toEqual([]);
      expect(update?.updates_visit).toBe(event.visitId);
      expect(update?.content.payer.coverage).toEqual(VERIFIED);
      const store = createDeliveryStore(database);
      const at = new Date(clock.now()).toISOString();
      const first = await store.claim('me', 10, at, 60_000);
      const visits = first.flatMap(one => ('event' in one ? [one] : []));
      expect(visits.map(one => [one.event.visitId, one.isCoverUpdate])).toContainEqual([
        event.visitId,
        undefined,
      ]);
      expect(first).toHaveLength(2);
      const receipt = { Encounter: 'Encounter/1' };
      await store.settle(
        'me',
        first.map(({ eventId }) => ({ eventId, state: 'delivered' as const, receipt })),
        at,
      );
      const [second] = await store.claim('me', 10, at, 60_000);
      expect(second).toMatchObject({ isCoverUpdate: true, attemptsBefore: 1 });
      expect(await listDeliveries(database, [], 10)).toHaveLength(3);
    });

    it('are looked up once, however often it is looked', async () => {
      await arrive(unverified());
      await worker.round();
      await worker.round();
      await workerOn(database).round();
      expect(asked).toHaveLength(1);
      expect(await updates()).toHaveLength(1);
    });

    it('of whoever pays themselves, or was verified, are nobody else’s business', async () => {
      await arrive(
        unverified({ payer: { mode: 'self-pay', coverage: AWAY } }),
        checkInEvent({ payer: { mode: 'insured', coverage: VERIFIED } }),
      );
      await worker.round();
      expect(await states()).toEqual([]);
    });

    it('are asked for again, less and less often, one at a time while the portal is away', async () => {
      answer = AWAY;
      await arrive(unverified(), unverified(), unverified());
      await worker.round();
      expect(asked).toHaveLength(3);
      await worker.round();
      expect(asked).toHaveLength(3);
      clock.advance(MINUTE / 2);
      await worker.round();
      expect(asked).toHaveLength(4);
      answer = VERIFIED;
      clock.advance(16 * MINUTE);
      for (let round = 0; round < 3; round += 1) await worker.round();
      expect(await states()).toEqual(['verified', 'verified', 'verified']);
    });

    it('stay for the clerk when the hospital’s day is over', async () => {
      answer = AWAY;
      const event = unverified();
      await arrive(event);
      await worker.round();
      // 08:00 to midnight in Asia/Ho_Chi_Minh.
      clock.advance(16 * 60 * MINUTE - 1);
      await worker.round();
      expect(await states()).toEqual(['waiting']);
      clock.advance(1);
      answer = VERIFIED;
      await worker.round();
      expect(await states()).toEqual(['day-over']);
      expect(await unverifiedOfDay(database, DAY, 10)).toMatchObject([
        { visitId: event.visitId, label: event.number.label, state: 'day-over' },
      ]);
    });

    it('of a kiosk that was offline for days are for the clerk at once', async () => {
      const event = unverified();
      await arrive({ ...event, number: { ...event.number, day: '2026-11-20' } });
      await worker.round();
      expect([await states(), asked]).toEqual([['day-over'], []]);
    });

    it('without anything to ask with are for the clerk', async () => {
      answer = undefined;
      await arrive(unverified());
      await worker.round();
      clock.advance(60 * MINUTE);
      await worker.round();
      expect([await states(), asked.length]).toEqual([['no-key'], 1]);
    });

    it('are found although another visit carries a text no database can take apart', async () => {
      const odd = unverified({ identity: { ...checkInEvent().identity, name: 'a\u0000b' } });
      await arrive(odd, unverified());
      await worker.round();
      expect(asked).toHaveLength(2);
      expect(await updates()).toHaveLength(2);
    });

    it('held by a hub that died are taken over, and its late answer changes nothing', async () => {
      const event = unverified();
      await arrive(event);
      const store = createRecheckStore(database);
      const at = new Date(clock.now()).toISOString();
      await store.discover(undefined, DAY, at);
      await store.claim('dead', 5, at, MINUTE);
      expect(await worker.round()).toBe(0);
      // Whatever the clock of a hub says: they are held by that of the database.
      clock.advance(2 * MINUTE);
      expect(await worker.round()).toBe(0);
      await store.extend('dead', -1);
      expect(await worker.round()).toBe(1);
      const late = { ...event, eventId: checkInEvent().eventId };
      expect(await store.verified('dead', event.visitId, late, at)).toBe(false);
      expect(await updates()).toHaveLength(1);
    });

    it('taken over from a hub that stood still are not looked up by it again', async () => {
      await arrive(unverified(), unverified());
      const store = createRecheckStore(database);
      const owner = 'still';
      const still = createRecheckWorker({
        ...workerParts(database),
        look: async event => {
          asked.push(event.visitId);
          await store.extend(owner, -1);
          await worker.round();
          return answer;
        },
        ids: { uuid: () => owner },
      });
      await still.round();
      expect([asked.length, new Set(asked).size]).toEqual([3, 2]);
      expect(await updates()).toHaveLength(2);
    });

    it('are found whatever the clock said under which they were stored', async () => {
      await worker.round();
      clock.advance(-30 * 60 * MINUTE);
      await arrive(unverified());
      clock.advance(30 * 60 * MINUTE);
      expect(await worker.round()).toBe(1);
      expect(await workerOn(database).round()).toBe(0);
    });

    it('are looked up after all when a clock ahead had called their day over', async () => {
      clock.advance(30 * 60 * MINUTE);
      await arrive(unverified());
      await worker.round();
      expect(await states()).toEqual(['day-over']);
      clock.advance(-30 * 60 * MINUTE);
      await worker.round();
      expect(await states()).toEqual(['verified']);
    });

    it('wait no longer for a clock that was days ahead', async () => {
      answer = AWAY;
      await arrive(unverified());
      clock.advance(10 * 60 * MINUTE);
      await worker.round();
      clock.advance(-10 * 60 * MINUTE);
      answer = VERIFIED;
      expect(await worker.round()).toBe(1);
    });

    it('not looked up yet are given back when a hub stops', async () => {
      await arrive(unverified(), unverified());
      answer = AWAY;
      const stopping = createRecheckWorker({
        ...workerParts(database),
        look: event => {
          asked.push(event.visitId);
          void stopping.stop();
          return Promise.resolve(answer);
        },
      });
      await stopping.round();
      expect([asked.length, await states()]).toEqual([1, ['waiting', 'waiting']]);
    });

    it('know the evidence of the look-up that failed at the kiosk', async () => {
      const evidenceId = '0d5b2c7f-4a61-4c53-a7e9-6f2f3c0e8b1d';
      await database.query(
        `insert into insurance_failure (evidence_id, day, failed_at, purpose, method, what, took_ms)
         values ($1, $2::date, $3, 'check-in', 'card-qr', 'timeout', 2000)`,
        [evidenceId, DAY, '2026-11-23T00:59:00.000Z'],
      );
      const portal = { at: '2026-11-23T00:59:00.000Z', evidenceId };
      const event = unverified({ payer: { mode: 'insured', coverage: { ...AWAY, portal } } });
      await arrive(event);
      await worker.round();
      const { rows } = await database.query('select visit_id from insurance_failure');
      expect(rows).toEqual([{ visit_id: event.visitId }]);
    });

    it('are looked up by one of several hubs only', async () => {
      await arrive(...Array.from({ length: 20 }, () => unverified()));
      const hubs = [worker, workerOn(carried.second ?? database), workerOn(database)];
      for (let round = 0; round < 4; round += 1) {
        await Promise.all(hubs.map(hub => hub.round()));
      }
      expect(asked).toHaveLength(20);
      expect(new Set(asked).size).toBe(20);
      expect(await updates()).toHaveLength(20);
    });
  });
}
