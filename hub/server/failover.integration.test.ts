import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CheckInEvent } from '../../core/contract/hub.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { createDeliveryStore } from '../his/delivery/delivery-store.ts';
import { createDeliveryWorker, type DeliveryWorker } from '../his/delivery/delivery-worker.ts';
import { createIntake } from '../intake/intake.ts';
import { checkInEvent } from '../intake/testing/synthetic-events.ts';
import { TEST_PATIENTS } from '../intake/testing/test-patients.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { systemClock } from '../ports/system-clock.ts';
import { createNumbers } from '../queueing/numbers.ts';
import { type Database } from '../storage/database.ts';
import { migrate } from '../storage/migrations.ts';
import { openPostgresServer } from '../storage/postgres-server.ts';
import {
  type PostgresForTests,
  postgresBinaries,
  startPostgres,
} from '../storage/testing/postgres-for-tests.ts';

const binaries = postgresBinaries();
const TODAY = businessDayOf(systemClock.now());
const HUBS = 3;

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

describe.runIf(binaries !== undefined)('three hubs on a PostgreSQL server that fails', () => {
  let postgres: PostgresForTests;
  let url: string;
  let databases: readonly Database[];
  let workers: readonly DeliveryWorker[];
  /** What the HIS was told, in the order in which it was told, and how often. */
  const told: CheckInEvent[] = [];
  const ids = timeOrderedIds(systemClock);

  beforeAll(async () => {
    postgres = await startPostgres(binaries ?? '', { durable: true });
    url = await postgres.freshDatabase('hub');
    databases = Array.from({ length: HUBS }, () => openPostgresServer({ url }));
    await migrate(databases[0]!);
    workers = databases.map(database => {
      const worker = createDeliveryWorker({
        store: createDeliveryStore(database),
        his: {
          // As every connector: from the second attempt on it looks before it sends.
          deliver: async ({ event, attemptsBefore }) => {
            await pause(1);
            const isThere = told.some(({ visitId }) => visitId === event.visitId);
            if (!(attemptsBefore > 0 && isThere)) told.push(event as CheckInEvent);
            return { verdict: 'delivered', receipt: {} };
          },
        },
        clock: systemClock,
        ids,
        concurrency: 2,
        random: Math.random,
        onEvent: () => undefined,
      });
      worker.start();
      return worker;
    });
  });
  afterAll(async () => {
    await Promise.all(workers.map(worker => worker.stop()));
    await Promise.all(databases.map(database => database.close()));
    await postgres.stop();
  });

  const inDatabase = async (sql: string): Promise<void> => {
    const client = new pg.Client({
      connectionString: url,
      options: '-c default_transaction_read_only=off',
    });
    await client.connect();
    await client.query(sql);
    await client.end();
  };

  it('lose nothing they acknowledged, do nothing twice, and give no number twice', async () => {
    const acknowledged: CheckInEvent[] = [];
    const numbers: number[] = [];
    const failures = new Set<string>();
    let isLoaded = true;
    const codeOf = (error: unknown): string =>
      error instanceof Error && 'code' in error ? String(error.code) : String(error);

    /** A kiosk: one patient after another, sent again until a hub says that it is there. */
    const kiosk = async (index: number): Promise<void> => {
      for (let count = 0; isLoaded; count += 1) {
        const hub = databases[(index + count) % HUBS]!;
        const kioskId = `kiosk-${index}`;
        const number = createNumbers(hub, systemClock).take({
          requestId: randomUUID(),
          kioskId,
          servicePointId: 'clinic-eye',
          numberClass: 'normal',
          day: TODAY,
          series: 'C',
        });
        await number.then(
          ({ sequence }) => numbers.push(sequence),
          (error: unknown) => failures.add(codeOf(error)),
        );
        const event = checkInEvent({
          kioskId,
          servicePointId: `clinic-${index}-${count}`,
          identity: {
            method: 'card-qr',
            citizenNumber: String(1_199_000_000 + (index % 5)).padStart(12, '0'),
            authenticity: 'not-checked',
            flags: [],
          },
        });
        for (let attempt = 0; ; attempt += 1) {
          const other = databases[(index + count + attempt) % HUBS]!;
          const intake = createIntake({
            database: other,
            clock: systemClock,
            ids,
            patients: TEST_PATIENTS,
          });
          try {
            const [result] = await intake.receive(kioskId, [{ ...event }]);
            expect(result?.outcome).not.toBe('rejected');
            acknowledged.push(event);
            break;
          } catch (error) {
            failures.add(codeOf(error));
            await pause(20);
          }
        }
      }
    };
    const kiosks = Array.from({ length: 8 }, (_, index) => kiosk(index));
    for (let round = 0; round < 3; round += 1) {
      await pause(250);
      await postgres.crash();
      // Nobody listens: connections are refused.
      await pause(150);
      await postgres.restart();
    }
    await pause(200);
    // As a standby before it is promoted.
    await inDatabase('alter system set default_transaction_read_only = on');
    await inDatabase('select pg_reload_conf()');
    await pause(300);
    await inDatabase('alter system reset default_transaction_read_only');
    await inDatabase('select pg_reload_conf()');
    await pause(150);
    await inDatabase("alter database hub set default_transaction_isolation = 'serializable'");
    await inDatabase(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()',
    );
    await pause(400);
    isLoaded = false;
    await Promise.all(kiosks);

    expect([...failures]).toEqual(['storage-failed']);
    expect(acknowledged.length).toBeGreaterThan(20);
    const deadline = systemClock.now() + 45_000;
    const missing = () =>
      acknowledged.filter(({ visitId }) => !told.some(other => other.visitId === visitId));
    while (missing().length > 0 && systemClock.now() < deadline) await pause(100);
    expect(missing()).toEqual([]);
    expect(new Set(told.map(({ visitId }) => visitId)).size).toBe(told.length);
    expect(new Set(numbers).size).toBe(numbers.length);
    const { rows } = await databases[0]!.query<{ events: number; visits: number }>(
      `select (select count(*) from intake_event) as events, (select count(*) from visit) as visits`,
    );
    expect(rows).toEqual([{ events: acknowledged.length, visits: acknowledged.length }]);
  });
});
