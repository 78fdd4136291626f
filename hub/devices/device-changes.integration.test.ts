import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DeviceChange } from '../../core/contract/hub.ts';
import { type Database } from '../storage/database.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase, emptyTables } from '../storage/testing/carriers.ts';
import { storeDeviceChanges } from './device-changes.ts';
import { devicesNow, lastDeviceChanges } from './device-register.ts';

const NOW = Date.UTC(2026, 10, 23, 1);

const change = (fields: Partial<DeviceChange> = {}): DeviceChange => ({
  eventId: randomUUID(),
  occurredAt: new Date(NOW).toISOString(),
  deviceId: 'printer',
  kind: 'receipt-printer',
  driver: 'tcp-receipt-printer',
  state: 'unavailable',
  fault: 'printer-paper-end',
  paper: 'end',
  ...fields,
});

describe.each(CARRIERS)('changes of devices, $name', ({ isAvailable, open }) => {
  describe.runIf(isAvailable)('as kiosks tell them', () => {
    let carried: CarriedDatabase;
    let database: Database;
    beforeAll(async () => {
      carried = await open();
      database = carried.database;
      await migrate(database);
    });
    afterAll(() => carried.close());
    beforeEach(async () => {
      await emptyTables(database);
      await database.query('delete from kiosk');
    });

    it('are stored once, however often they come', async () => {
      const one = change();
      const other = change({ state: 'ready', paper: 'ok', paperLow: true });
      expect(await storeDeviceChanges(database, 'kiosk-1', [one], NOW)).toBe(1);
      expect(await storeDeviceChanges(database, 'kiosk-1', [one, other], NOW)).toBe(1);
      const { rows } = await database.query(
        'select kiosk_id, device_id, state, fault, paper, paper_low from device_change order by state',
      );
      expect(rows).toEqual([
        {
          kiosk_id: 'kiosk-1',
          device_id: 'printer',
          state: 'ready',
          fault: 'printer-paper-end',
          paper: 'ok',
          paper_low: true,
        },
        {
          kiosk_id: 'kiosk-1',
          device_id: 'printer',
          state: 'unavailable',
          fault: 'printer-paper-end',
          paper: 'end',
          paper_low: false,
        },
      ]);
    });

    it('leave the list with the device, and with its kiosk', async () => {
      const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();
      const scanner = change({ deviceId: 'scanner', occurredAt: at(1) });
      const removed = change({ state: 'removed', occurredAt: at(2) });
      await storeDeviceChanges(database, 'kiosk-1', [change(), scanner, removed], NOW);
      await storeDeviceChanges(database, 'kiosk-2', [change()], NOW);
      const named = async (): Promise<string[]> =>
        (await devicesNow(database, undefined)).map(told => `${told.kioskId} ${told.deviceId}`);
      expect(await named()).toEqual(['kiosk-1 scanner', 'kiosk-2 printer']);
      expect((await lastDeviceChanges(database, 'kiosk-1', 1))[0]?.state).toBe('removed');

      await database.query(
        `insert into kiosk (key_id, public_key, kiosk_id, enrolled_at, revoked_at, revoked_because)
         values ('a', 'a', 'kiosk-2', $1, $1, 'revoked'), ('b', 'b', 'kiosk-1', $1, $1, 'replaced'),
           ('c', 'c', 'kiosk-1', $1, null, null)`,
        [at(0)],
      );
      expect(await named()).toEqual(['kiosk-1 scanner']);
    });

    it('say how each device is now, and what changed last', async () => {
      const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();
      const scanner = { deviceId: 'scanner', kind: 'code-scanner', driver: 'serial' } as const;
      // Told in one request, as by a kiosk that was away from its hub; the order is not the time's.
      await storeDeviceChanges(
        database,
        'kiosk-1',
        [
          { ...change({ occurredAt: at(2), state: 'ready', paper: 'ok' }), fault: undefined },
          change({ occurredAt: at(1) }),
          { ...change({ ...scanner, occurredAt: at(0), state: 'ready' }), fault: undefined },
        ],
        NOW,
      );
      await storeDeviceChanges(database, 'kiosk-2', [change({ occurredAt: at(3) })], NOW);
      const now = await devicesNow(database, undefined);
      expect(
        now.map(({ kioskId, deviceId, state, at: since }) => [kioskId, deviceId, state, since]),
      ).toEqual([
        ['kiosk-1', 'printer', 'ready', at(2)],
        ['kiosk-1', 'scanner', 'ready', at(0)],
        ['kiosk-2', 'printer', 'unavailable', at(3)],
      ]);
      expect(await devicesNow(database, 'kiosk-2')).toHaveLength(1);
      const changes = await lastDeviceChanges(database, 'kiosk-1', 2);
      expect(changes.map(({ at: when, fault }) => [when, fault])).toEqual([
        [at(2), null],
        [at(1), 'printer-paper-end'],
      ]);
    });

    it('are forgotten after half a year', async () => {
      await storeDeviceChanges(database, 'kiosk-1', [change()], NOW);
      const later = NOW + 181 * 24 * 3_600_000;
      await storeDeviceChanges(database, 'kiosk-1', [change()], later);
      const { rows } = await database.query<{ n: number }>(
        'select count(*) as n from device_change',
      );
      expect(rows[0]!.n).toBe(1);
    });
  });
});
