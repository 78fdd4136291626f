import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../../core/contract/contract.ts';
import { asFaultError } from '../../core/contract/errors.ts';
import type { CheckInEvent, HubContract } from '../../core/contract/hub.ts';
import { numberLabel } from '../../core/queueing/number-label.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { enrol } from '../../electron/enrolment/enrol.ts';
import { kioskKeyFrom } from '../../electron/enrolment/kiosk-key.ts';
import { randomIds, systemClock } from '../../electron/host/system-ports.ts';
import { createHubClient } from '../../electron/hub-client/hub-client.ts';
import { createMemorySecrets } from '../../electron/secrets/memory-secrets.ts';
import { MASTER_KEY } from '../../electron/storage/key-ring.ts';
import { openKioskStore } from '../../electron/storage/open-store.ts';
import { checkInOf, PEOPLE } from './synthetic-check-ins.ts';

/** Many kiosks in one process: each request is signed and goes over a real connection. */
export interface KioskFleet {
  /**
   * So many kiosks, each with a check-in every 20 s, for a while.
   * @returns milliseconds from each commit at its kiosk to the hub's word that it has it.
   */
  work(kiosks: number, forMs: number): Promise<readonly number[]>;
  /** So many visits of different people, as a kiosk would send them. */
  events(count: number): readonly CheckInEvent[];
  /** Sends so many visits in full requests, several at a time. @returns visits a second. */
  backlog(visits: number): Promise<number>;
}

const NAME = 'kiosk-fleet';
const EVERY_MS = 20_000;
/** Visits in one request, as an outbox sends them. */
export const REQUEST = 200;
const SENDERS = 4;
const AGAIN_MS = 200;

/**
 * One enrolment serves them all: what a hub does for a request does not depend on how many keys it
 * knows. Their disks are left out, a commit at a kiosk is the moment its event is made.
 */
export const openKioskFleet = async (
  directory: string,
  enrolmentCode: string,
): Promise<KioskFleet> => {
  const ports = { clock: systemClock, ids: randomIds };
  const secrets = createMemorySecrets();
  const store = await openKioskStore({ directory, secrets, ...ports });
  const master = await secrets.obtain(MASTER_KEY.name, MASTER_KEY.bytes);
  const joining = { settings: store.settings, master, wishedId: NAME, version: 'bench', ...ports };
  const { hubUrl, salt } = await enrol(enrolmentCode, joining);
  store.close();
  const route = { baseUrl: hubUrl, key: kioskKeyFrom(master, salt) };
  const hub: Client<HubContract> = createHubClient({ route: () => route, ...ports });
  const { servicePoints } = await hub.catalogue({});
  const clinics = servicePoints.filter(({ kind }) => kind === 'clinic').map(({ id }) => id);
  let people = 0;

  const eventOf = (count: number): CheckInEvent => {
    const servicePointId = clinics[count % clinics.length] ?? '';
    const now = systemClock.now();
    const day = businessDayOf(now);
    const line = { servicePointId, numberClass: 'normal', day } as const;
    const sequence = 1 + (count % 9000);
    const label = numberLabel('ZZ', sequence);
    return {
      ...checkInOf(count % PEOPLE, line, now, NAME).event,
      type: 'check-in',
      eventId: randomUUID(),
      visitId: randomUUID(),
      aggregate: `patient-${count}`,
      sequence: count + 1,
      number: { ...line, sequence, label, source: 'lease' },
    };
  };

  /** As an outbox does: until the hub says that it has it. */
  const send = async (events: readonly CheckInEvent[]): Promise<void> => {
    for (;;) {
      try {
        await hub.intake({ events: [...events] });
        return;
      } catch (error) {
        if (asFaultError(error).family === 'permanent') throw error;
        await delay(AGAIN_MS);
      }
    }
  };

  const oneKiosk = async (phaseMs: number, endsAt: number, waits: number[]): Promise<void> => {
    await delay(phaseMs);
    while (performance.now() < endsAt) {
      const event = eventOf(people++);
      const committedAt = performance.now();
      await send([event]);
      waits.push(performance.now() - committedAt);
      await delay(Math.max(0, Math.min(EVERY_MS, endsAt - performance.now())));
    }
  };

  const events = (count: number): readonly CheckInEvent[] =>
    Array.from({ length: count }, () => eventOf(people++));

  return {
    events,
    work: async (kiosks, forMs) => {
      const waits: number[] = [];
      const endsAt = performance.now() + forMs;
      await Promise.all(
        Array.from({ length: kiosks }, (_, index) =>
          oneKiosk((index / kiosks) * EVERY_MS, endsAt, waits),
        ),
      );
      return waits;
    },
    backlog: async visits => {
      let left = visits;
      const sender = async (): Promise<void> => {
        while (left > 0) {
          const size = Math.min(REQUEST, left);
          left -= size;
          await send(events(size));
        }
      };
      const startedAt = performance.now();
      await Promise.all(Array.from({ length: SENDERS }, sender));
      return (visits * 1000) / (performance.now() - startedAt);
    },
  };
};
