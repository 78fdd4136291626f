import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  SYNTHETIC_REFERRALS,
  syntheticPerson,
  type SyntheticPersonId,
} from '../../core/identity/synthetic-people.ts';
import { type IdentityClaim } from '../../core/contract/identity.ts';
import { addDays, businessDayOf } from '../../core/scheduling/business-day.ts';
import { PUBLIC_CALENDAR } from '../../core/scheduling/working-days.ts';
import { noAuthorization } from '../his/fhir-r4/authorization.ts';
import { createFhirHis } from '../his/fhir-r4/connector.ts';
import { createFhirClient } from '../his/fhir-r4/fhir-client.ts';
import { identifierSystemsSchema } from '../his/fhir-r4/systems.ts';
import { type His, type SlipQuestion } from '../his/his.ts';
import { NO_FAULTS } from '../his/simulator/faults.ts';
import { type SimulatedHis, startSimulatedHis } from '../his/simulator/testing/simulated-his.ts';
import { createIntake } from '../intake/intake.ts';
import { TEST_PATIENTS } from '../intake/testing/test-patients.ts';
import { checkInEvent } from '../intake/testing/synthetic-events.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { systemClock } from '../ports/system-clock.ts';
import { type Database } from '../storage/database.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { createSlipCheck, type SlipCheckOptions } from './slip-check.ts';

const today = businessDayOf(systemClock.now());
const [good, old] = SYNTHETIC_REFERRALS;

let simulated: SimulatedHis;
let his: His;
let carried: CarriedDatabase;
let database: Database;

beforeAll(async () => {
  simulated = await startSimulatedHis();
  const client = createFhirClient({
    baseUrl: simulated.url,
    timeoutMs: 1_000,
    authorization: noAuthorization,
    clock: systemClock,
  });
  his = createFhirHis({
    client,
    deliveryClient: client,
    systems: identifierSystemsSchema.parse({}),
    clock: systemClock,
    facilityCode: '01999',
  });
  carried = await CARRIERS[0]!.open();
  database = carried.database;
  await migrate(database);
});
afterAll(async () => {
  await simulated.close();
  await carried.close();
});
afterEach(() => {
  simulated.faults.set(NO_FAULTS);
});

const claimOf = (id: SyntheticPersonId): IdentityClaim => ({
  method: 'card-qr',
  citizenNumber: syntheticPerson(id).citizenNumber ?? '',
  authenticity: 'not-checked',
  flags: [],
});
const CUONG = claimOf('anh-do-manh-cuong');
const BINH = { claim: claimOf('ong-tran-van-binh'), hisPatientId: 'bn26999902' };

const check = (question: SlipQuestion, day = today, options: Partial<SlipCheckOptions> = {}) =>
  createSlipCheck({
    database,
    his,
    clock: systemClock,
    timeoutMs: 1_000,
    slips: { calendar: PUBLIC_CALENDAR, rules: {} },
    onHisAway: () => undefined,
    ...options,
  })(question, day);

const referral = (number: string, claim = CUONG): SlipQuestion => ({
  kind: 'referral',
  number,
  claim,
});

describe('a referral', () => {
  it('that another hospital sent for the patient is good for ten working days', async () => {
    const { slip } = await check(referral(good!.number));
    expect(slip).toMatchObject({
      standing: 'valid',
      fromFacility: good!.fromFacility,
      day: addDays(today, -good!.daysAgo),
    });
    expect((await check(referral(old!.number))).slip.standing).toBe('expired');
  });

  it('is as good as the hospital says', async () => {
    const longer = await check(referral(old!.number), today, {
      slips: { calendar: PUBLIC_CALENDAR, rules: { referralWorkingDays: 90 } },
    });
    expect(longer.slip.standing).toBe('valid');
    const every = Array.from({ length: 12 }, (_, days) => addDays(today, 2 - days));
    const shorter = await check(referral(good!.number), today, {
      slips: {
        rules: { referralWorkingDays: 1 },
        calendar: { closed: [], open: every, saturdays: true },
      },
    });
    expect(shorter.slip.standing).toBe('expired');
  });

  it('of somebody else is as unknown as one that does not exist', async () => {
    const others = await check(referral(good!.number, BINH.claim));
    const none = await check(referral('GCT26-000000'));
    expect([others.slip.standing, none.slip.standing]).toEqual(['unknown', 'unknown']);
    expect(others.slip).not.toHaveProperty('fromFacility');
  });

  it('is taken as said while nobody can be asked', async () => {
    simulated.faults.set({ ...NO_FAULTS, answer: { status: 503, times: 9, bundlesOnly: false } });
    const away: string[] = [];
    const { slip } = await check(referral(good!.number), today, {
      onHisAway: code => away.push(code),
    });
    expect(slip.standing).toBe('unverified');
    expect(away).toHaveLength(1);
    const { slip: mute } = await check(referral(good!.number), today, { his: {} });
    expect(mute.standing).toBe('unverified');
  });
});

describe('a re-examination slip', () => {
  const question: SlipQuestion = { kind: 're-examination', number: 'TK26999902', ...BINH };

  it('leads to its booking on the appointed day and the ten working days after it', async () => {
    expect(await check(question)).toMatchObject({
      slip: { standing: 'valid', day: today },
      booking: { kind: 're-examination', servicePointId: 'clinic-gastroenterology' },
    });
    const late = await check(question, addDays(today, 40));
    expect(late.slip.standing).toBe('too-late');
    expect(late).not.toHaveProperty('booking');
    expect((await check(question, addDays(today, -1))).slip.standing).toBe('too-early');
  });

  it('is used up by the first visit, whatever the HIS still says', async () => {
    const intake = createIntake({
      database,
      clock: systemClock,
      ids: timeOrderedIds(systemClock),
      patients: TEST_PATIENTS,
    });
    const event = checkInEvent({
      slip: { kind: 're-examination', number: 'tk26999902', standing: 'valid' },
    });
    await intake.receive('kiosk-1', [event]);
    expect((await check(question)).slip.standing).toBe('used');
  });
});
