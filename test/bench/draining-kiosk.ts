import { randomUUID } from 'node:crypto';
import type { Client } from '../../core/contract/contract.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { enrol } from '../../electron/enrolment/enrol.ts';
import { kioskKeyFrom } from '../../electron/enrolment/kiosk-key.ts';
import { randomIds, systemClock } from '../../electron/host/system-ports.ts';
import { createHubClient } from '../../electron/hub-client/hub-client.ts';
import { createReachability } from '../../electron/hub-client/reachability.ts';
import { createOutboxDrain } from '../../electron/outbox/outbox-drain.ts';
import { createMemorySecrets } from '../../electron/secrets/memory-secrets.ts';
import { MASTER_KEY } from '../../electron/storage/key-ring.ts';
import type { KioskStore } from '../../electron/storage/kiosk-store.ts';
import { openKioskStore } from '../../electron/storage/open-store.ts';
import { checkInOf } from './synthetic-check-ins.ts';

/** Storage, outbox and hub client of a kiosk, put together as its composition root does. */
export interface DrainingKiosk {
  /** Records that many check-ins of different people; nothing is sent meanwhile. */
  fill(count: number): Promise<void>;
  /** Sends until the hub has everything that was recorded. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

const KIOSK = 'kiosk-bench';
/** Largest block the hub leases at once. */
const LEASE = 200;
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

const lease = async (
  hub: Client<HubContract>,
  store: KioskStore,
  servicePointId: string,
): Promise<void> => {
  const line = {
    servicePointId,
    numberClass: 'normal',
    day: businessDayOf(systemClock.now()),
  } as const;
  const requestId = randomUUID();
  store.leases.receive(requestId, await hub.leaseNumbers({ requestId, ...line, size: LEASE }));
};

export const openDrainingKiosk = async (
  directory: string,
  enrolmentCode: string,
): Promise<DrainingKiosk> => {
  const ports = { clock: systemClock, ids: randomIds };
  const secrets = createMemorySecrets();
  const store = await openKioskStore({ directory, secrets, ...ports });
  const master = await secrets.obtain(MASTER_KEY.name, MASTER_KEY.bytes);
  const { hubUrl, salt } = await enrol(enrolmentCode, {
    settings: store.settings,
    master,
    wishedId: KIOSK,
    version: 'bench',
    ...ports,
  });
  const route = { baseUrl: hubUrl, key: kioskKeyFrom(master, salt) };
  const reachable = createReachability({
    hub: createHubClient({ route: () => route, ...ports }),
    kioskId: () => KIOSK,
    version: 'bench',
    random: Math.random,
    log: SILENT,
    ...ports,
  });
  const { hub } = reachable;
  const outboxDrain = createOutboxDrain({
    outbox: store.outbox,
    hub,
    reachable,
    random: Math.random,
    log: SILENT,
    ...ports,
  });
  reachable.start();
  let people = 0;

  const drained = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const unsubscribe = store.outbox.subscribe(() => {
        const { queued, inFlight, rejected, failed } = store.outbox.counts();
        if (queued + inFlight > 0) return;
        unsubscribe();
        if (rejected + failed === 0) resolve();
        else reject(new Error(`${rejected + failed} of the check-ins became dead letters`));
      });
    });

  return {
    fill: async count => {
      const { servicePoints } = await hub.catalogue({});
      const clinics = servicePoints.filter(({ kind }) => kind === 'clinic');
      const day = businessDayOf(systemClock.now());
      for (let done = 0; done < count; ) {
        const { id = '' } = clinics[(done / LEASE) % clinics.length] ?? {};
        await lease(hub, store, id);
        const line = { servicePointId: id, numberClass: 'normal', day } as const;
        for (const end = Math.min(count, done + LEASE); done < end; done += 1) {
          store.visits.recordCheckIn(checkInOf(people++, line, systemClock.now(), KIOSK));
        }
      }
    },
    drain: async () => {
      const done = drained();
      outboxDrain.start();
      await done;
      await outboxDrain.stop();
    },
    close: async () => {
      await outboxDrain.stop();
      reachable.stop();
      store.close();
    },
  };
};
