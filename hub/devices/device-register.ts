import type { DeviceChange } from '../../core/contract/hub.ts';
import type { DeviceKind, DeviceStatus } from '../../core/contract/device.ts';
import type { FaultCode } from '../../core/contract/errors.ts';
import type { Queryable } from '../storage/database.ts';

/** A device as its kiosk described it at one moment, in the kiosk's own time. */
export interface ToldDevice {
  readonly kioskId: string;
  readonly deviceId: string;
  readonly kind: DeviceKind;
  readonly driver: string;
  readonly state: DeviceChange['state'];
  readonly stage: NonNullable<DeviceStatus['stage']> | null;
  readonly fault: FaultCode | null;
  readonly paper: NonNullable<DeviceStatus['paper']> | null;
  /** As many tickets were printed as fit after the near-end mark. */
  readonly paperLow: boolean;
  readonly at: string;
}

const COLUMNS = `kiosk_id as "kioskId", device_id as "deviceId", kind, driver, state, stage, fault,
  paper, paper_low as "paperLow", occurred_at as at`;

/**
 * How every device is that a kiosk told of and still has; by kiosk and device. Those of a kiosk that
 * was revoked are gone with it.
 */
export const devicesNow = async (
  database: Queryable,
  kioskId: string | undefined,
): Promise<ToldDevice[]> => {
  const { rows } = await database.query<ToldDevice>(
    `select * from (
       select distinct on (kiosk_id, device_id) ${COLUMNS} from device_change
       where $1::text is null or kiosk_id = $1
       order by kiosk_id, device_id, occurred_at desc, received_at desc
     ) as told
     where state <> 'removed' and (
       not exists (select from kiosk where kiosk.kiosk_id = told."kioskId")
       or exists (select from kiosk where kiosk.kiosk_id = told."kioskId" and revoked_at is null)
     )
     order by "kioskId", "deviceId"`,
    [kioskId ?? null],
  );
  return [...rows];
};

/** The last changes, newest first. */
export const lastDeviceChanges = async (
  database: Queryable,
  kioskId: string | undefined,
  limit: number,
): Promise<ToldDevice[]> => {
  const { rows } = await database.query<ToldDevice>(
    `select ${COLUMNS} from device_change
     where $1::text is null or kiosk_id = $1
     order by occurred_at desc, received_at desc limit $2`,
    [kioskId ?? null, limit],
  );
  return [...rows];
};
