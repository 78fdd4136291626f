import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client } from '../../core/contract/contract.ts';
import { type CheckInEvent, type HubContract } from '../../core/contract/hub.ts';
import { syntheticPerson } from '../../core/identity/synthetic-people.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { hubConfigSchema } from '../configuration/hub-config.ts';
import { type Hl7Simulator, startHl7Simulator } from '../his/hl7v2/simulator/simulator.ts';
import { SIMULATED_POINTS } from '../his/hl7v2/testing/hl7-pair.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { systemClock } from '../ports/system-clock.ts';
import { cacheDirectory } from '../storage/data-directory.ts';
import { type Hub, createHub } from './hub.ts';
import { enrolledMachine, kioskOf } from './testing/enrolled-kiosk.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-hl7-'));
const secretsDirectory = join(folder, 'secrets');
const day = businessDayOf(systemClock.now());
const hoa = syntheticPerson('ba-nguyen-thi-hoa');
let simulator: Hl7Simulator;
let hubPort: number;
let hub: Hub;
let machine: Awaited<ReturnType<typeof enrolledMachine>> | undefined;
let kiosk: Client<HubContract>;

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
};

const startHub = async (): Promise<void> => {
  hub = await createHub({
    config: hubConfigSchema.parse({
      listen: { port: 0 },
      his: {
        dialect: 'hl7v2',
        refreshMs: 500,
        hl7v2: {
          port: simulator.port,
          listen: { enabled: true, port: hubPort },
          servicePoints: SIMULATED_POINTS,
        },
      },
    }),
    database: {
      carrier: 'embedded',
      directory: join(folder, 'hub'),
      cacheDirectory: cacheDirectory(),
    },
    secretsDirectory,
    version: 'test',
    log: pino({ level: 'silent' }),
  });
  const url = await hub.listen();
  machine ??= await enrolledMachine({ url, secretsDirectory }, 'kiosk-1');
  kiosk = kioskOf({ ...machine, url });
};

beforeAll(async () => {
  hubPort = await freePort();
  simulator = await startHl7Simulator({
    port: 0,
    hub: () => ({ host: '127.0.0.1', port: hubPort }),
    clock: systemClock,
    ids: timeOrderedIds(systemClock),
  });
  await startHub();
});
afterAll(async () => {
  await hub.close();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const untilDelivered = async (): Promise<void> => {
  for (let look = 0; look < 500; look += 1) {
    const { deliveries } = await hub.status();
    if (deliveries.queued + deliveries['in-flight'] === 0) return;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  throw new Error('the delivery did not finish');
};

describe('a check-in, from the kiosk into a HIS that speaks HL7 v2', () => {
  const claim = {
    method: 'card-qr' as const,
    citizenNumber: hoa.citizenNumber,
    name: hoa.name,
    authenticity: 'not-checked' as const,
    flags: [],
  };

  it('finds the booking the HIS sent before the hub was started anew, and arrives', async () => {
    await simulator.tell.bookingsOf(day);
    await hub.close();
    await startHub();
    const catalogue = await kiosk.catalogue({});
    expect(catalogue.servicePoints.map(({ id }) => id)).toContain('clinic-cardiology');
    const found = await kiosk.lookup({ claim, day });
    expect(found).toMatchObject({
      outcome: 'found',
      patient: { hisPatientId: 'BN26999921', name: hoa.name },
      bookings: [{ servicePointId: 'clinic-cardiology', code: 'LH26999921' }],
      coverage: { reason: 'valid-in-network' },
    });
    const [booking] = found.bookings;
    const { servicePointId, id: bookingId } = booking!;
    const number = await kiosk.takeNumber({
      requestId: randomUUID(),
      servicePointId,
      numberClass: 'priority',
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
      hisPatientId: found.patient!.hisPatientId,
      bookingId,
      servicePointId,
      number,
      priority: { group: 'aged-75-or-over', basis: 'card' },
      payer: { mode: 'insured', coverage: found.coverage },
      language: 'vi',
    };
    simulator.faults.set({ cutBeforeAnswer: 1 });
    await kiosk.intake({ events: [event] });
    await untilDelivered();
    expect((await hub.status()).deliveries).toMatchObject({ delivered: 1, rejected: 0, failed: 0 });
    expect(simulator.hospital.registrations.get(event.visitId)).toBe(1);
    expect(simulator.hospital.arrivals.has(bookingId)).toBe(true);
    expect((await kiosk.lookup({ claim, day })).visitsToday).toMatchObject([
      { visitId: event.visitId },
    ]);
  });
});
