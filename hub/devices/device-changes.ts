import { type DeviceChange } from '../../core/contract/hub.ts';
import { type Database } from '../storage/database.ts';

const DAY_MS = 24 * 3_600_000;
/** How long changes of devices are kept: long enough to see a printer fail more and more often. */
const KEPT_DAYS = 180;

/**
 * Stores what changed at the devices of a kiosk, and forgets what is past its time.
 * @returns how many of them were new
 */
export const storeDeviceChanges = (
  database: Database,
  kioskId: string,
  changes: readonly DeviceChange[],
  now: number,
): Promise<number> =>
  database.transaction(async tx => {
    const { affected } = await tx.query(
      `insert into device_change (event_id, kiosk_id, device_id, kind, driver, state, stage, fault,
         paper, paper_low, occurred_at, received_at)
       select "eventId", $1, "deviceId", kind, driver, state, stage, fault, paper,
         coalesce("paperLow", false), "occurredAt", $3
       from jsonb_to_recordset($2::jsonb) as change ("eventId" uuid, "deviceId" text, kind text,
         driver text, state text, stage text, fault text, paper text, "paperLow" boolean,
         "occurredAt" timestamptz)
       on conflict do nothing`,
      [kioskId, JSON.stringify(changes), new Date(now).toISOString()],
    );
    await tx.query('delete from device_change where kiosk_id = $1 and received_at < $2', [
      kioskId,
      new Date(now - KEPT_DAYS * DAY_MS).toISOString(),
    ]);
    return affected;
  });
