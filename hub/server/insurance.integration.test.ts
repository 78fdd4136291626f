import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Client } from '../../core/contract/contract.ts';
import { type CheckInEvent, type HubContract } from '../../core/contract/hub.ts';
import { type IdentityClaim } from '../../core/contract/identity.ts';
import { SYNTHETIC_INSURANCE_ACCOUNT } from '../../core/identity/synthetic-hospital.ts';
import { syntheticPerson, type SyntheticPersonId } from '../../core/identity/synthetic-people.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { hubConfigSchema } from '../configuration/hub-config.ts';
import { NO_FAULTS } from '../his/simulator/faults.ts';
import { type SimulatedHis, startSimulatedHis } from '../his/simulator/testing/simulated-his.ts';
import {
  type PortalSimulator,
  startPortalSimulator,
} from '../insurance/simulator/portal-simulator.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { systemClock } from '../ports/system-clock.ts';
import { cacheDirectory } from '../storage/data-directory.ts';
import { type AdminContract } from './admin-contract.ts';
import { type Hub, createHub } from './hub.ts';
import { adminOf, enrolledKiosk } from './testing/enrolled-kiosk.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-insurance-'));
const day = businessDayOf(systemClock.now());
let his: SimulatedHis;
let portal: PortalSimulator;
let hub: Hub;
let kiosk: Client<HubContract>;
let admin: Client<AdminContract>;

beforeAll(async () => {
  his = await startSimulatedHis();
  const ids = timeOrderedIds(systemClock);
  portal = await startPortalSimulator({ port: 0, clock: systemClock, ids });
  const secretsDirectory = join(folder, 'secrets');
  const { username, password, officer } = SYNTHETIC_INSURANCE_ACCOUNT;
  hub = await createHub({
    config: hubConfigSchema.parse({
      listen: { port: 0 },
      his: { baseUrl: his.url, lookupTimeoutMs: 1_000 },
      insurance: {
        facility: { level: 'basic', lineBefore2025: 'province' },
        portal: { url: portal.url, username, officer, timeoutMs: 800 },
      },
    }),
    database: {
      carrier: 'embedded',
      directory: join(folder, 'hub'),
      cacheDirectory: cacheDirectory(),
    },
    secretsDirectory,
    environment: { INSURANCE_PASSWORD: password },
    version: 'test',
    log: pino({ level: 'silent' }),
  });
  const url = await hub.listen();
  kiosk = await enrolledKiosk({ url, secretsDirectory });
  admin = await adminOf({ url, secretsDirectory });
});
afterAll(async () => {
  await hub.close();
  await portal.close();
  await his.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  portal.faults.set({});
  his.faults.set(NO_FAULTS);
});

const claimOf = (id: SyntheticPersonId, change: Partial<IdentityClaim> = {}): IdentityClaim => {
  const { citizenNumber = '', name, birthDate, gender } = syntheticPerson(id);
  return {
    method: 'card-chip',
    citizenNumber,
    name,
    birthDate,
    gender,
    authenticity: 'not-checked',
    flags: [],
    ...change,
  };
};

const lookup = (id: SyntheticPersonId, change: Partial<IdentityClaim> = {}) =>
  kiosk.lookup({ claim: claimOf(id, change), day });

describe('a look-up with the insurer', () => {
  it('finds the new card of somebody whose old one has ended (003)', async () => {
    const { coverage, routeBasis } = await lookup('chi-vo-thi-lan');
    expect(coverage).toMatchObject({
      reason: 'valid-in-network',
      cardNumber: 'GD4469999999907',
      validTo: `${Number(day.slice(0, 4)) + 1}-12-31`,
      portal: { code: '003', finding: 'renewed' },
    });
    expect(routeBasis).toMatchObject({ registration: 'here', cardPercent: 80 });
  });

  it('asks by the card shown, and its word outranks what the HIS remembers', async () => {
    const { coverage } = await lookup('anh-cao-xuan-long', {
      method: 'insurance-qr',
      insurance: { cardNumber: 'HT3010199999921' },
      name: 'Nguyễn Thị Hòa',
      birthDate: '1948-03-12',
    });
    expect(coverage).toMatchObject({ reason: 'valid-in-network', portal: { code: '000' } });
  });

  it('of somebody registered elsewhere tells what coming by oneself comes to', async () => {
    const { routeBasis } = await lookup('anh-do-manh-cuong');
    expect(routeBasis).toMatchObject({
      registration: 'elsewhere',
      walkIn: { percent: 50, objectCode: '1.14' },
    });
  });

  it('keeps the referral the HIS knows of', async () => {
    const { coverage, routeBasis } = await lookup('ba-giang-thi-mai');
    expect([coverage.reason, routeBasis?.referral]).toEqual(['valid-referral', 'good']);
  });

  it('of another name says so, and replaces nothing', async () => {
    const { coverage, routeBasis } = await lookup('ba-nguyen-thi-hoa', { name: 'Ngô Thu Hà' });
    expect(coverage).toMatchObject({
      reason: 'details-differ',
      portal: { code: '061', finding: 'name-nearly' },
    });
    expect(routeBasis).toBeUndefined();
  });

  it('without a citizen number asks by the card the hospital remembers', async () => {
    const { coverage } = await kiosk.lookup({
      claim: {
        method: 'patient-code',
        patientCode: 'BN26999921',
        authenticity: 'not-checked',
        flags: [],
      },
      day,
    });
    expect(coverage).toMatchObject({
      cardNumber: 'HT3010199999921',
      portal: { code: '000' },
    });
  });

  it('tells of the card while the hospital system is away', async () => {
    his.faults.set({ ...NO_FAULTS, away: true });
    const found = await lookup('ba-nguyen-thi-hoa');
    expect([found.outcome, found.coverage.reason]).toEqual(['his-away', 'valid-in-network']);
  });

  it('with dates that cannot be is for the clerk', async () => {
    portal.faults.set({ wrongDates: true });
    const { routeBasis } = await lookup('ba-nguyen-thi-hoa');
    expect(routeBasis?.clerk).toBe('record-unclear');
  });
});

const checkIn = async (claim: IdentityClaim): Promise<CheckInEvent> => {
  const { coverage, patient } = await kiosk.lookup({ claim, day });
  const servicePointId = 'clinic-eye';
  const number = await kiosk.takeNumber({
    requestId: randomUUID(),
    servicePointId,
    numberClass: 'normal',
    day,
  });
  const event: CheckInEvent = {
    type: 'check-in',
    eventId: randomUUID(),
    kioskId: 'kiosk-1',
    aggregate: 'one',
    sequence: 1,
    occurredAt: new Date().toISOString(),
    visitId: randomUUID(),
    identity: claim,
    ...(patient === undefined ? {} : { hisPatientId: patient.hisPatientId }),
    servicePointId,
    number,
    payer: { mode: 'insured', coverage },
    language: 'vi',
  };
  await kiosk.intake({ events: [event] });
  return event;
};

const until = async (isSo: () => Promise<boolean> | boolean): Promise<void> => {
  for (let look = 0; look < 300; look += 1) {
    if (await isSo()) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error('waited in vain');
};

/** What the ticket of a visit says of the cover. */
const coverInHis = (visitId: string): string | undefined => {
  const [ticket] = his.find('Task', `identifier=urn:tiep-don:sid:ticket|${visitId}`);
  if (ticket?.resourceType !== 'Task') return undefined;
  return ticket.input?.find(({ type }) => type.coding?.[0]?.code === 'coverage')?.valueString;
};

describe('a portal that is down', () => {
  it('lets the patient go on in time, and the card is looked up afterwards for the HIS', async () => {
    const from = portal.requests.length;
    portal.faults.set({ delayMs: 30_000 });
    const started = performance.now();
    const event = await checkIn(claimOf('ba-thach-thi-sa-rane'));
    expect(performance.now() - started).toBeLessThan(8_000);
    expect(event.payer.coverage).toMatchObject({
      reason: 'unverified-portal-away',
      cardNumber: 'DT2849999999914',
      portal: { evidenceId: expect.any(String) as string },
    });
    expect(portal.requests.length).toBeGreaterThan(from);
    await until(() => coverInHis(event.visitId) === 'unverified-portal-away');
    portal.faults.set({});
    await until(() => coverInHis(event.visitId) === 'valid-in-network');
    expect(
      his.find('Encounter', `identifier=urn:tiep-don:sid:visit|${event.visitId}`),
    ).toHaveLength(1);
    const [answer] = his.find(
      'CoverageEligibilityResponse',
      `identifier=urn:tiep-don:sid:visit|${event.visitId}`,
    );
    expect(answer).toMatchObject({ outcome: 'complete', disposition: 'valid-in-network' });
    const { failures, unverified } = await admin.insuranceDay({ day, limit: 100 });
    expect(failures).toMatchObject([
      { what: 'timeout', purpose: 'check-in', visitId: event.visitId },
    ]);
    expect(unverified).toEqual([]);
    const personal = JSON.stringify(failures);
    for (const secret of [event.identity.citizenNumber ?? '', event.identity.name ?? '']) {
      expect(personal).not.toContain(secret);
    }
  });

  it('is counted by day, method, purpose and result', async () => {
    const { counts } = await admin.insuranceDay({ day, limit: 100 });
    const of = (method: string, purpose: string, result: string): number =>
      counts.find(one => one.method === method && one.purpose === purpose && one.result === result)
        ?.number ?? 0;
    expect(of('card-chip', 'check-in', '003')).toBe(1);
    expect(of('insurance-qr', 'check-in', '000')).toBe(1);
    expect(of('card-chip', 'check-in', 'timeout')).toBe(1);
    expect(of('card-chip', 'again', '000')).toBe(1);
  });
});

describe('an officer the insurer does not know', () => {
  it('is an alarm for IT until a look-up goes through; the patient goes on', async () => {
    portal.faults.set({ result: { code: '054', times: 1 } });
    const { coverage } = await lookup('ba-nguyen-thi-hoa');
    expect(coverage).toMatchObject({ reason: 'unverified-portal-away', portal: { code: '054' } });
    expect((await admin.insuranceDay({ day, limit: 1 })).alarms).toMatchObject([
      { alarm: 'officer-refused', number: 1 },
    ]);
    expect(await admin.insuranceState({})).toMatchObject({
      restMs: 0,
      waiting: 0,
      leftYesterday: 0,
      alarms: [{ alarm: 'officer-refused' }],
    });
    await lookup('ba-nguyen-thi-hoa');
    expect((await admin.insuranceDay({ day, limit: 1 })).alarms).toEqual([]);
  });
});
