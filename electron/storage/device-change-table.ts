import type { FaultCode } from '../../core/contract/errors.ts';
import { type DeviceChange, deviceChangeSchema } from '../../core/contract/hub.ts';
import type { Instant } from '../../core/contract/primitives.ts';
import type { Clock } from '../../core/ports/ports.ts';
import { type Database, translating } from './sqlite-database.ts';

export interface DeviceFault {
  readonly at: Instant;
  readonly code: FaultCode;
}

/** What changed at the devices: kept for the hub, and for whoever asks what was wrong lately. */
export interface DeviceChangeTable {
  add(change: DeviceChange): void;
  /** Oldest first. */
  unsent(limit: number): readonly DeviceChange[];
  sent(eventIds: readonly string[]): void;
  /** The last faults of a device, newest first. */
  faults(deviceId: string, limit: number): readonly DeviceFault[];
  /** The last change of every device, of those that are kept. */
  latest(): readonly DeviceChange[];
  /** When the last change of a device was. */
  since(deviceId: string): Instant | undefined;
}

const changeIn = (content: string): DeviceChange => deviceChangeSchema.parse(JSON.parse(content));

const KEPT_MS = 30 * 24 * 3_600_000;
/** A cable that comes and goes all day must not fill the disk: the oldest go first. */
const KEPT_ROWS = 20_000;

export const openDeviceChangeTable = (database: Database, clock: Clock): DeviceChangeTable => {
  const sql = {
    add: database.prepare<[string, number, string, string | null, string]>(
      'insert into device_change (event_id, at, device_id, fault, content) values (?, ?, ?, ?, ?)',
    ),
    unsent: database
      .prepare<[number], string>(
        'select content from device_change where sent_at is null order by sequence limit ?',
      )
      .pluck(),
    sent: database.prepare<[number, string]>(
      'update device_change set sent_at = ? where sent_at is null and event_id = ?',
    ),
    faults: database.prepare<[string, number], { at: number; fault: FaultCode }>(
      `select at, fault from device_change where device_id = ? and fault is not null
       order by sequence desc limit ?`,
    ),
    latest: database
      .prepare<[], string>(
        `select content from device_change
         where sequence in (select max(sequence) from device_change group by device_id)`,
      )
      .pluck(),
    since: database
      .prepare<[string], number | null>('select max(at) from device_change where device_id = ?')
      .pluck(),
    forgetOld: database.prepare<[number]>('delete from device_change where at < ?'),
    forgetMany: database.prepare<[number]>(
      'delete from device_change where sequence <= (select max(sequence) from device_change) - ?',
    ),
  };
  const add = database.transaction((change: DeviceChange) => {
    const at = Date.parse(change.occurredAt);
    sql.add.run(change.eventId, at, change.deviceId, change.fault ?? null, JSON.stringify(change));
    sql.forgetOld.run(clock.now() - KEPT_MS);
    sql.forgetMany.run(KEPT_ROWS);
  });
  const markSent = database.transaction((eventIds: readonly string[]) => {
    for (const id of eventIds) sql.sent.run(clock.now(), id);
  });
  return {
    since: deviceId => {
      const at = translating(() => sql.since.get(deviceId));
      return at === null || at === undefined ? undefined : new Date(at).toISOString();
    },
    add: change => translating(() => add.immediate(change)),
    unsent: limit => translating(() => sql.unsent.all(limit)).map(changeIn),
    latest: () => translating(() => sql.latest.all()).map(changeIn),
    sent: eventIds => translating(() => markSent.immediate(eventIds)),
    faults: (deviceId, limit) =>
      translating(() => sql.faults.all(deviceId, limit)).map(({ at, fault }) => ({
        at: new Date(at).toISOString(),
        code: fault,
      })),
  };
};
