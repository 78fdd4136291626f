import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client } from '../../core/contract/contract.ts';
import { type CheckInEvent, type HubContract } from '../../core/contract/hub.ts';
import { syntheticPerson } from '../../core/identity/synthetic-people.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { hubConfigSchema } from '../configuration/hub-config.ts';
import { type Simulator, startSimulator } from '../his/simulator/simulator.ts';
import { parseSearch } from '../his/simulator/search-query.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { systemClock } from '../ports/system-clock.ts';
import { cacheDirectory } from '../storage/data-directory.ts';
import { type Hub, createHub } from './hub.ts';
import { enrolledKiosk } from './testing/enrolled-kiosk.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-check-in-'));
const ids = timeOrderedIds(systemClock);
const day = businessDayOf(systemClock.now());
const hoa = syntheticPerson('ba-nguyen-thi-hoa');
let simulator: Simulator;
let hub: Hub;
let kiosk: Client<HubContract>;

beforeAll(async () => {
  simulator = await startSimulator({
    directory: join(folder, 'his'),
    port: 0,
    clock: systemClock,
    ids,
    tickMs: 0,
  });
  const secretsDirectory = join(folder, 'secrets');
  hub = await createHub({
    config: hubConfigSchema.parse({ listen: { port: 0 }, his: { baseUrl: simulator.url } }),
    database: {
      carrier: 'embedded',
      directory: join(folder, 'hub'),
      cacheDirectory: cacheDirectory(),
    },
    secretsDirectory,
    version: 'test',
    log: pino({ level: 'silent' }),
  });
  kiosk = await enrolledKiosk({ url: await hub.listen(), secretsDirectory });
});

afterAll(async () => {
  await hub.close();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const untilDelivered = async (): Promise<void> => {
  for (let look = 0; look < 200; look += 1) {
    const { deliveries } = await hub.status();
    if (deliveries.queued + deliveries['in-flight'] === 0) return;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  throw new Error('the delivery did not finish');
};

describe('a check-in, from the kiosk into the HIS', () => {
  it('finds the patient, gives a number, and arrives as one FHIR transaction', async () => {
    const claim = {
      method: 'card-qr' as const,
      citizenNumber: hoa.citizenNumber,
      name: hoa.name,
      authenticity: 'not-checked' as const,
      flags: [],
    };
    const found = await kiosk.lookup({ claim, day });
    expect(found).toMatchObject({
      outcome: 'found',
      patient: { hisPatientId: 'bn26999921', name: hoa.name },
      coverage: { reason: 'valid-in-network' },
      visitsToday: [],
    });
    const [booking] = found.bookings;
    const servicePointId = booking!.servicePointId;
    const number = await kiosk.takeNumber({
      requestId: randomUUID(),
      servicePointId,
      numberClass: 'priority',
      day,
    });
    expect(number).toMatchObject({ label: 'PB-0001', sequence: 1, source: 'hub' });
    const event: CheckInEvent = {
      type: 'check-in',
      eventId: randomUUID(),
      kioskId: 'kiosk-1',
      aggregate: 'one',
      sequence: 1,
      occurredAt: new Date().toISOString(),
      visitId: randomUUID(),
      identity: claim,
      hisPatientId: found.patient!.hisPatientId,
      bookingId: booking!.id,
      servicePointId,
      number,
      priority: { group: 'aged-75-or-over', basis: 'card' },
      payer: { mode: 'insured', coverage: found.coverage },
      language: 'vi',
    };
    expect(await kiosk.intake({ events: [event] })).toEqual({
      results: [{ eventId: event.eventId, outcome: 'accepted' }],
    });
    await untilDelivered();
    expect((await hub.status()).deliveries).toMatchObject({ delivered: 1, rejected: 0, failed: 0 });
    const search = (type: 'Encounter' | 'Task', system: string) =>
      simulator.store.search(
        parseSearch(type, new URLSearchParams({ identifier: `${system}|${event.visitId}` })),
      ).resources;
    expect(search('Encounter', 'urn:tiep-don:sid:visit')).toMatchObject([
      { status: 'arrived', subject: { reference: 'Patient/bn26999921' } },
    ]);
    expect(search('Task', 'urn:tiep-don:sid:ticket')).toMatchObject([
      { owner: { reference: `HealthcareService/${servicePointId}` }, priority: 'urgent' },
    ]);
    expect(simulator.store.read('Appointment', booking!.id)).toMatchObject({ status: 'arrived' });
    const again = await kiosk.lookup({ claim, day });
    expect(again.bookings).toEqual([]);
    expect(again.visitsToday).toMatchObject([{ visitId: event.visitId, bookingId: booking!.id }]);
  });
});
