import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CheckInEvent, type IntakeEvent } from '../../core/contract/hub.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { type Database } from '../storage/database.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase, emptyTables } from '../storage/testing/carriers.ts';
import { type Intake, type ReceivedEvent, createIntake } from './intake.ts';
import { visitsOfPatient } from './known-visits.ts';
import { removeOldPersonalData } from './retention.ts';
import { slipWasUsed } from './slip-uses.ts';
import { openPatientAliases, forgetPatientKey } from './open-patient-aliases.ts';
import { checkInEvent, counterEvent } from './testing/synthetic-events.ts';
import { TEST_PATIENTS } from './testing/test-patients.ts';

const received = (event: IntakeEvent | Record<string, unknown>): ReceivedEvent =>
  event as unknown as ReceivedEvent;

const KEPT = { deliveredDays: 30, refusedDays: 60 };
const DAY_MS = 24 * 3_600_000;

const BINH = { citizenNumber: '001061999902' };

describe.each(CARRIERS)('intake, $name', ({ isAvailable, open }) => {
  describe.runIf(isAvailable)('of events from the kiosks', () => {
    let carried: CarriedDatabase;
    let database: Database;
    let intake: Intake;
    let otherHub: Intake;
    const clock = fakeClock();
    const ids = timeOrderedIds(clock);

    beforeAll(async () => {
      carried = await open();
      database = carried.database;
      await migrate(database);
      const parts = { clock, ids, patients: TEST_PATIENTS };
      intake = createIntake({ ...parts, database });
      otherHub = createIntake({ ...parts, database: carried.second ?? database });
    });
    afterAll(() => carried.close());
    beforeEach(() => emptyTables(database));

    const receive = (...events: (IntakeEvent | Record<string, unknown>)[]) =>
      intake.receive('kiosk-1', events.map(received));
    const outcomesOf = async (...events: (IntakeEvent | Record<string, unknown>)[]) =>
      (await receive(...events)).map(({ outcome, fault }) => fault?.code ?? outcome);
    const count = async (table: string, where = 'true'): Promise<number> => {
      const { rows } = await database.query<{ n: number }>(
        `select count(*) as n from ${table} where ${where}`,
      );
      return rows[0]!.n;
    };

    it('stores an event together with its delivery', async () => {
      const event = checkInEvent();
      expect(await receive(event)).toEqual([{ eventId: event.eventId, outcome: 'accepted' }]);
      const { rows } = await database.query(
        `select delivery.state, delivery.service_point_id, visit.number_label
         from delivery join visit using (event_id) where event_id = $1`,
        [event.eventId],
      );
      expect(rows).toEqual([
        { state: 'queued', service_point_id: 'clinic-eye', number_label: event.number.label },
      ]);
    });

    it('answers a repeat with duplicate, also within one batch, and keeps one', async () => {
      const event = checkInEvent();
      expect(await outcomesOf(event, event)).toEqual(['accepted', 'duplicate']);
      expect(await outcomesOf(event)).toEqual(['duplicate']);
      expect(await count('delivery')).toBe(1);
    });

    it('takes an event as the same whatever order its members come in', async () => {
      const event = checkInEvent();
      await receive(event);
      const turned = Object.fromEntries(Object.entries(event).reverse());
      expect(await outcomesOf(turned)).toEqual(['duplicate']);
    });

    it('refuses other content under a known id, and keeps what came', async () => {
      const event = checkInEvent();
      const other = { ...event, language: 'en' as const };
      await receive(event);
      expect(await outcomesOf(other)).toEqual(['idempotency-conflict']);
      expect(await outcomesOf(other)).toEqual(['idempotency-conflict']);
      expect(await outcomesOf(event)).toEqual(['duplicate']);
      expect(await count('intake_conflict')).toBe(1);
    });

    it('refuses one bad event of a batch alone, and keeps what came', async () => {
      const good = checkInEvent();
      const bad = { ...checkInEvent(), servicePointId: '' };
      expect(await outcomesOf(bad, good)).toEqual(['bad-request', 'accepted']);
      expect(await outcomesOf(bad)).toEqual(['bad-request']);
      expect(await count('intake_event', "outcome = 'rejected' and content is not null")).toBe(1);
    });

    it('refuses events in the name of another kiosk', async () => {
      expect(await outcomesOf(checkInEvent({ kioskId: 'kiosk-2' }))).toEqual(['bad-request']);
    });

    it('refuses a visit id that another event has', async () => {
      const event = checkInEvent();
      const thief = checkInEvent({ visitId: event.visitId });
      expect(await outcomesOf(event, thief)).toEqual(['accepted', 'idempotency-conflict']);
      expect(await outcomesOf(thief)).toEqual(['idempotency-conflict']);
      expect(await count('delivery')).toBe(1);
    });

    it('keeps text PostgreSQL has no character for', async () => {
      const event = checkInEvent();
      const identity = { ...event.identity, name: 'Nguyễn\u0000Văn \ud800Thử' };
      expect(await outcomesOf({ ...event, identity })).toEqual(['accepted']);
      expect(await outcomesOf({ ...event, identity })).toEqual(['duplicate']);
    });

    it('links a second check-in for the same booking or clinic to the first', async () => {
      const first = checkInEvent({ kioskId: 'kiosk-1', identity: claim(BINH), bookingId: 'bk-1' });
      const again = checkInEvent({ kioskId: 'kiosk-2', identity: claim(BINH), bookingId: 'bk-1' });
      const elsewhere = checkInEvent({ identity: claim(BINH), servicePointId: 'clinic-ent' });
      await intake.receive('kiosk-1', [received(first)]);
      const [result] = await otherHub.receive('kiosk-2', [received(again)]);
      await receive(elsewhere);
      expect(result!.outcome).toBe('accepted');
      const { rows } = await database.query(
        'select visit_id, duplicate_of from visit order by duplicate_of nulls last',
      );
      expect(rows[0]).toEqual({ visit_id: again.visitId, duplicate_of: first.visitId });
      expect(rows).toHaveLength(3);
      expect(await count('delivery')).toBe(3);
    });

    it('knows a patient by any number they were ever known by', async () => {
      const byCard = checkInEvent({ identity: claim(BINH), hisPatientId: 'p-2' });
      const byId = checkInEvent({
        identity: claim({ patientCode: 'BN2' }),
        hisPatientId: 'p-2',
        servicePointId: 'clinic-ent',
      });
      await receive(byCard);
      await receive(byId);
      expect(await count('(select distinct patient_key from delivery) keys')).toBe(1);
      const known = await visitsOfPatient(
        database,
        TEST_PATIENTS,
        { patientCode: 'BN2' },
        undefined,
        '2026-11-23',
      );
      expect(known.map(visit => visit.visitId).sort()).toEqual(
        [byCard.visitId, byId.visitId].sort(),
      );
    });

    it('joins what turns out to be one patient, and the second visit is a duplicate then', async () => {
      const byCard = checkInEvent({ identity: claim(BINH) });
      const byCode = checkInEvent({ identity: claim({ patientCode: 'BN2' }) });
      await receive(byCard, byCode);
      expect(await count('visit', 'duplicate_of is not null')).toBe(0);
      const both = claim({ ...BINH, patientCode: 'BN2' });
      await receive(checkInEvent({ identity: both, servicePointId: 'clinic-ent' }));
      expect(await count('(select distinct patient_key from delivery) keys')).toBe(1);
      const { rows } = await database.query(
        'select visit_id, duplicate_of from visit where duplicate_of is not null',
      );
      expect(rows).toEqual([{ visit_id: byCode.visitId, duplicate_of: byCard.visitId }]);
    });

    const slip = { kind: 're-examination', number: 'tk-26/7', standing: 'unverified' } as const;
    const withSlip = (kioskId: string, person: string, change: Partial<CheckInEvent> = {}) =>
      checkInEvent({ kioskId, identity: claim({ citizenNumber: person }), slip, ...change });
    const slipUsers = async () => {
      const { rows } = await database.query<{ visit_id: string; slip_used_by: string | null }>(
        'select visit_id, slip_used_by from visit where slip_used_by is not null',
      );
      return rows;
    };

    it('lets one visit use a re-examination slip; the second is kept and points to the first', async () => {
      const first = withSlip('kiosk-1', '001061999902');
      const typed = { ...slip, number: 'TK-26/7' };
      const second = withSlip('kiosk-2', '036096999906', { slip: typed });
      await intake.receive('kiosk-1', [received(first)]);
      const [result] = await otherHub.receive('kiosk-2', [received(second)]);
      expect(result!.outcome).toBe('accepted');
      expect(await slipUsers()).toEqual([
        { visit_id: second.visitId, slip_used_by: first.visitId },
      ]);
      expect(await count('delivery')).toBe(2);
      expect(await slipWasUsed(database, typed)).toBe(true);
      expect(await slipWasUsed(database, { ...slip, number: 'TK-26/8' })).toBe(false);
    });

    it('takes the order within a batch where both come at once, and repeats change nothing', async () => {
      const first = withSlip('kiosk-1', '001061999902');
      const second = withSlip('kiosk-1', '036096999906');
      await receive(first, second);
      await receive(second, first);
      expect(await slipUsers()).toEqual([
        { visit_id: second.visitId, slip_used_by: first.visitId },
      ]);
    });

    it('sees no second use in a repetition of the same visit, nor in a referral', async () => {
      await receive(withSlip('kiosk-1', '001061999902'), withSlip('kiosk-1', '001061999902'));
      const referral = { ...slip, kind: 'referral' as const };
      await receive(
        withSlip('kiosk-1', '036096999906', { slip: referral }),
        withSlip('kiosk-1', '017095999908', { slip: referral }),
      );
      expect(await slipUsers()).toEqual([]);
    });

    it('gives a slip to one of two hubs that store it at the same moment', async () => {
      const visits = ['001061999902', '036096999906', '017095999908', '046194999907'].map(
        (person, index) => withSlip(`kiosk-${(index % 2) + 1}`, person),
      );
      await Promise.all(
        visits.map((visit, index) =>
          (index % 2 === 0 ? intake : otherHub).receive(visit.kioskId, [received(visit)]),
        ),
      );
      const users = await slipUsers();
      expect(users).toHaveLength(3);
      expect(new Set(users.map(user => user.slip_used_by)).size).toBe(1);
    });

    it('never takes two people without a number for one', async () => {
      await receive(counterEvent({ aggregate: 'a' }), counterEvent({ aggregate: 'b' }));
      await receive(counterEvent({ aggregate: 'a' }));
      expect(await count('(select distinct patient_key from delivery) keys')).toBe(2);
      expect(await count('visit', 'duplicate_of is not null')).toBe(0);
    });

    it('has one effect for each event, however batches repeat and overlap on two hubs', async () => {
      const patients = fc.integer({ min: 0, max: 5 });
      const clinics = fc.constantFrom('clinic-eye', 'clinic-ent', 'clinic-general');
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(patients, clinics), { minLength: 1, maxLength: 30 }),
          fc.infiniteStream(fc.nat()),
          async (visits, choices) => {
            await emptyTables(database);
            const events = visits.map(([patient, servicePointId]) =>
              checkInEvent({
                identity: claim({ citizenNumber: `00106199990${patient}` }),
                servicePointId,
              }),
            );
            const pick = (): number => Number(choices.next().value);
            const batches = Array.from({ length: 6 }, () =>
              events.filter(() => pick() % 2 === 0).sort(() => (pick() % 2 === 0 ? 1 : -1)),
            ).filter(batch => batch.length > 0);
            const results = await Promise.all(
              [...batches, events].map((batch, index) =>
                (index % 2 === 0 ? intake : otherHub).receive('kiosk-1', batch.map(received)),
              ),
            );
            const accepted = results.flat().filter(result => result.outcome === 'accepted');
            expect(accepted.map(result => result.eventId).sort()).toEqual(
              events.map(event => event.eventId).sort(),
            );
            expect(await count('delivery')).toBe(events.length);
            const firsts = new Set(visits.map(([patient, clinic]) => `${patient} ${clinic}`));
            expect(await count('visit', 'duplicate_of is null')).toBe(firsts.size);
          },
        ),
        { numRuns: database.carrier === 'server' ? 15 : 6 },
      );
    });

    it('removes personal data of delivered visits in time, and still knows the event', async () => {
      const event = checkInEvent();
      const waiting = checkInEvent();
      await receive(event, waiting);
      await database.query("update delivery set state = 'delivered' where event_id = $1", [
        event.eventId,
      ]);
      const later = clock.now() + 31 * 24 * 3_600_000;
      expect(await removeOldPersonalData(database, later, KEPT)).toBe(1);
      expect(await count('intake_event', 'content is null')).toBe(1);
      expect(await outcomesOf(event, waiting)).toEqual(['duplicate', 'duplicate']);
    });

    it('removes what was refused when nobody needs it any more, conflicts too', async () => {
      const event = checkInEvent();
      await receive(event);
      await receive({ ...event, language: 'en' }, { ...checkInEvent(), servicePointId: '' });
      const emptied = () => removeOldPersonalData(database, clock.now() + 59 * DAY_MS, KEPT);
      expect(await emptied()).toBe(0);
      expect(await removeOldPersonalData(database, clock.now() + 61 * DAY_MS, KEPT)).toBe(2);
      expect(await count('intake_conflict', 'content is not null')).toBe(0);
      expect(await count('intake_event', "outcome = 'rejected' and content is not null")).toBe(0);
      expect(await count('intake_event', "outcome = 'accepted' and content is not null")).toBe(1);
    });

    it('takes what an older program could not read, when the kiosk sends it again', async () => {
      const event = checkInEvent();
      await receive(event);
      await database.query(
        "update intake_event set outcome = 'rejected', fault = 'bad-request' where event_id = $1",
        [event.eventId],
      );
      await database.script('delete from delivery; delete from visit');
      const both = await Promise.all(
        [intake, otherHub].map(hub => hub.receive('kiosk-1', [received(event)])),
      );
      expect(
        both
          .flat()
          .map(({ outcome }) => outcome)
          .sort(),
      ).toEqual(['accepted', 'duplicate']);
      expect(await count('delivery')).toBe(1);
    });

    it('has the HIS asked first for what may have reached it before an older copy was put in place', async () => {
      await database.query(
        'insert into hub_identity (hub_id, created_at, restored_at) values ($1, $2, $2)',
        [randomUUID(), '2026-11-23T02:00:00.000Z'],
      );
      await receive(
        checkInEvent({ occurredAt: '2026-11-23T01:59:59.000Z' }),
        checkInEvent({ occurredAt: '2026-11-23T02:00:01.000Z' }),
      );
      const { rows } = await database.query<{ attempts: number }>(
        'select attempts from delivery order by ordinal',
      );
      expect(rows.map(({ attempts }) => attempts)).toEqual([1, 0]);
    });

    describe('the hashes of patients', () => {
      const secretsOf = (byte: number) => ({
        obtain: () => new Uint8Array(32).fill(byte),
        destroy: () => undefined,
      });
      beforeEach(() =>
        database.query('insert into hub_identity (hub_id, created_at) values ($1, $2)', [
          randomUUID(),
          '2026-11-23T01:00:00.000Z',
        ]),
      );
      const plain = (name: string) =>
        createHash('sha256').update(`patient alias ${name}`).digest('hex');

      it('cannot be made by whoever has the database and tries every number', async () => {
        await receive(checkInEvent({ identity: claim(BINH) }));
        const { rows } = await database.query<{ alias: string }>('select alias from patient_alias');
        expect(rows).toHaveLength(1);
        expect(rows[0]!.alias).not.toBe(plain(`citizen ${BINH.citizenNumber}`));
      });

      it('of an older program are put under the key, and still find the patient', async () => {
        const key = randomUUID();
        await database.query(
          'insert into patient_alias (alias, patient_key, seen_at) values ($1, $2, $3)',
          [plain(`citizen ${BINH.citizenNumber}`), key, '2026-11-23T01:00:00.000Z'],
        );
        const patients = await openPatientAliases(database, secretsOf(1));
        await openPatientAliases(carried.second ?? database, secretsOf(1));
        await createIntake({ database, clock, ids, patients }).receive('kiosk-1', [
          received(checkInEvent({ identity: claim(BINH) })),
        ]);
        expect(await count('visit', `patient_key = '${key}'`)).toBe(1);
        expect(await count('patient_alias')).toBe(1);
      });

      it('beside tickets sent to a HIS are put under the key too, once', async () => {
        const visitId = randomUUID();
        await database.query(
          `insert into hl7_ticket (visit_id, service_point_id, day, state, content)
           values ($1, 'clinic-eye', '2026-11-23', 'waiting', '{}')`,
          [visitId],
        );
        await database.query(
          'insert into hl7_ticket_patient (patient_key, visit_id) values ($1, $2)',
          ['plain digest', visitId],
        );
        const { keyed } = await openPatientAliases(database, secretsOf(1));
        await openPatientAliases(database, secretsOf(1));
        expect(await count('hl7_ticket_patient', `patient_key = '${keyed('plain digest')}'`)).toBe(
          1,
        );
        await database.query('delete from hl7_ticket where visit_id = $1', [visitId]);
      });

      it('are refused under another key, until a person gives the old one up', async () => {
        await openPatientAliases(database, secretsOf(1));
        await receive(checkInEvent({ identity: claim(BINH) }));
        await expect(openPatientAliases(database, secretsOf(2))).rejects.toMatchObject({
          code: 'config-invalid',
        });
        expect(await forgetPatientKey(database)).toBe(1);
        await openPatientAliases(database, secretsOf(2));
      });
    });

    it('takes ids in upper case and answers with them as they came', async () => {
      const event = checkInEvent({ eventId: randomUUID().toUpperCase() });
      expect(await receive(event)).toEqual([{ eventId: event.eventId, outcome: 'accepted' }]);
      expect(await outcomesOf(event)).toEqual(['duplicate']);
    });
  });
});

const claim = (numbers: { citizenNumber?: string; patientCode?: string }) => ({
  method: 'card-qr' as const,
  name: 'Trần Văn Bình',
  authenticity: 'not-checked' as const,
  flags: [],
  ...numbers,
});
