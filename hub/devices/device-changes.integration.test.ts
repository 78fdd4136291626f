import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DeviceChange } from '../../core/contract/hub.ts';
import { type Database } from '../storage/database.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase, emptyTables } from '../storage/testing/carriers.ts';
import { storeDeviceChanges } from './device-changes.ts';

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
    beforeEach(() => emptyTables(database));

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
