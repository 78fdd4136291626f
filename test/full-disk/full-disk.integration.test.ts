import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { systemClock } from '../../electron/host/system-ports.ts';
import { watched } from '../../electron/hub-client/watched.ts';
import { createOutboxDrain } from '../../electron/outbox/outbox-drain.ts';
import { createManualClock } from '../../electron/storage/testing/manual-clock.ts';
import { checkIn, fromHub, SAMPLE_LINE } from '../../electron/storage/testing/sample-visits.ts';
import { openTemporaryStore } from '../../electron/storage/testing/temporary-store.ts';
import { serverDiskFinding } from '../../hub/cli/disk-findings.ts';
import { hubConfigSchema } from '../../hub/configuration/hub-config.ts';
import type { His } from '../../hub/his/his.ts';
import { createHub, type HubOptions } from '../../hub/server/hub.ts';
import { adminOf } from '../../hub/server/testing/enrolled-kiosk.ts';
import { cacheDirectory } from '../../hub/storage/data-directory.ts';
import { openPostgresServer } from '../../hub/storage/postgres-server.ts';
import { ROOM_LOOKED_AT_MS } from '../../hub/storage/room-steps.ts';
import { postgresBinaries, startPostgres } from '../../hub/storage/testing/postgres-for-tests.ts';
import { hasSmallDisks, smallDisk } from '../../hub/storage/testing/small-disk.ts';
import { kioskAtTest } from '../enrolment/joined-kiosk.ts';

const MB = 1_000_000;
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

const clinic = {
  id: SAMPLE_LINE.servicePointId,
  kind: 'clinic',
  name: { vi: 'Tim mạch', en: 'Cardiology' },
  state: 'open',
  waiting: 0,
} as const;

/** A HIS that takes every visit. */
const createHis = () => {
  const taken: string[] = [];
  const his: His = {
    probe: () => Promise.resolve(),
    lookup: () => Promise.reject(new Error('nobody asks')),
    catalogue: () => Promise.resolve({ servicePoints: [clinic] }),
    deliver: ({ event }) => {
      taken.push(event.visitId);
      return Promise.resolve({ verdict: 'delivered', receipt: {} });
    },
  };
  return { his, taken };
};

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const openHub = async (place: Pick<HubOptions, 'database' | 'freeBytes'>, his: His) => {
  const folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  const secretsDirectory = join(folder, 'secrets');
  let logged = '';
  const hub = await createHub({
    config: hubConfigSchema.parse({ listen: { port: 0 } }),
    secretsDirectory,
    version: '9.9.9',
    log: pino({}, { write: line => (logged += line) }),
    his,
    // The room on the disk is looked at all the time, everything else as ever.
    clock: {
      ...systemClock,
      after: (ms, run) => systemClock.after(ms === ROOM_LOOKED_AT_MS ? 20 : ms, run),
    },
    ...place,
  });
  cleanUps.push(() => hub.close());
  return { url: await hub.listen(), secretsDirectory, logged: () => logged };
};

/** A kiosk that has joined: its own data, and its outbox on the line to the hub. */
const openKiosk = async (hub: { url: string; secretsDirectory: string }) => {
  const joined = kioskAtTest(systemClock);
  await joined.join((await (await adminOf(hub)).newEnrolmentCode({ validMs: 60_000 })).code);
  const data = await openTemporaryStore(createManualClock());
  const drain = createOutboxDrain({
    outbox: data.store.outbox,
    hub: joined.hub,
    reachable: watched(true),
    clock: data.clock,
    random: () => 0.5,
    log: SILENT,
  });
  drain.start();
  cleanUps.push(async () => {
    await drain.stop();
    data.remove();
  });
  let count = 0;
  return {
    hub: joined.hub,
    outbox: data.store.outbox,
    /** Why events wait. */
    faults: () =>
      new Set(data.store.outbox.list({ limit: 1_000 }).flatMap(({ fault }) => fault ?? [])),
    visit: (): string => {
      count += 1;
      return data.store.visits.recordCheckIn(checkIn(fromHub(count), { person: count })).visitId;
    },
    /** Lets the kiosk's time pass until this holds. */
    until: (holds: () => void) =>
      vi.waitFor(
        async () => {
          await data.clock.advance(1_000);
          holds();
        },
        { timeout: 60_000, interval: 10 },
      ),
  };
};

const eventually = (holds: () => void) => vi.waitFor(holds, { timeout: 60_000, interval: 10 });

type Kiosk = Awaited<ReturnType<typeof openKiosk>>;

const waiting = ({ outbox }: Kiosk): number => outbox.counts().queued + outbox.counts().inFlight;

const numberFrom = (kiosk: Kiosk) =>
  kiosk.hub.takeNumber({
    requestId: crypto.randomUUID(),
    servicePointId: clinic.id,
    numberClass: 'normal',
    day: businessDayOf(systemClock.now()),
  });

describe('a hub whose own disk fills', () => {
  test('leaves visits on the kiosks, then numbers too, and takes all of them once there is room', async () => {
    const { his, taken } = createHis();
    let free = 5_000 * MB;
    const folder = mkdtempSync(join(tmpdir(), 'full-disk-hub-'));
    cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
    const opened = await openHub(
      {
        database: { carrier: 'embedded', directory: folder, cacheDirectory: cacheDirectory() },
        freeBytes: () => Promise.resolve(free),
      },
      his,
    );
    const kiosk = await openKiosk(opened);
    const first = kiosk.visit();
    await kiosk.until(() => expect(taken).toEqual([first]));

    free = 250 * MB;
    await eventually(() => expect(opened.logged()).toContain('"step":"kiosks-keep"'));
    const kept = [kiosk.visit(), kiosk.visit(), kiosk.visit()];
    await kiosk.until(() => expect(kiosk.faults()).toEqual(new Set(['hub-overloaded'])));
    expect(kiosk.outbox.counts()).toMatchObject({ delivered: 1, rejected: 0, failed: 0 });
    await expect(numberFrom(kiosk)).resolves.toMatchObject({ sequence: 1 });

    free = 50 * MB;
    await eventually(() => expect(opened.logged()).toContain('"step":"closed"'));
    await expect(numberFrom(kiosk)).rejects.toMatchObject({ code: 'hub-overloaded' });
    expect(waiting(kiosk)).toBe(3);

    free = 5_000 * MB;
    await kiosk.until(() => expect(waiting(kiosk)).toBe(0));
    await eventually(() => expect(taken.toSorted()).toEqual([first, ...kept].toSorted()));
    await expect(numberFrom(kiosk)).resolves.toMatchObject({ source: 'hub' });
  });
});

const DISK_MB = 192;
const binaries = postgresBinaries();

describe.runIf(binaries !== undefined && hasSmallDisks())(
  'a PostgreSQL server whose disk is full',
  () => {
    test('takes nothing that it cannot keep; doctor sees it; kiosks keep their visits', async () => {
      const disk = smallDisk(DISK_MB);
      cleanUps.push(() => disk.remove());
      const postgres = await startPostgres(binaries ?? '', { folder: disk.folder });
      cleanUps.push(() => postgres.stop());
      const url = await postgres.freshDatabase('hub');
      const { his, taken } = createHis();
      const kiosk = await openKiosk(await openHub({ database: { carrier: 'server', url } }, his));
      const first = kiosk.visit();
      await kiosk.until(() => expect(taken).toEqual([first]));
      const database = openPostgresServer({ url });
      cleanUps.push(() => database.close());
      // The log goes on in files that are there: what cannot grow any more is the tables.
      await database.script('select pg_switch_wal()');
      await database.script('checkpoint');

      disk.fill();
      const kept = Array.from({ length: 80 }, () => kiosk.visit());
      await kiosk.until(() => expect(kiosk.faults()).toContain('storage-failed'));
      expect(kiosk.outbox.counts()).toMatchObject({ rejected: 0, failed: 0 });
      expect(await serverDiskFinding(database)).toMatchObject({
        state: 'failure',
        detail: expect.stringContaining(`0 MB free in ${disk.folder}`) as string,
      });

      disk.empty();
      await kiosk.until(() => expect(waiting(kiosk)).toBe(0));
      await eventually(() => expect(taken.toSorted()).toEqual([first, ...kept].toSorted()));
    });
  },
);
