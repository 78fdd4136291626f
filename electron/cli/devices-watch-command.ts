import { setTimeout as delay } from 'node:timers/promises';
import { type DeviceStatus, deviceStatusSchema } from '../../core/contract/device.ts';
import { asFaultError } from '../../core/contract/errors.ts';
import { controlAddress } from '../control/control-address.ts';
import { followRunningKiosk } from '../control/control-client.ts';
import { conditionOf } from '../../core/words/device-advice.ts';
import { deviceStatuses } from './devices-list-command.ts';
import { type KioskPlace, withBridge } from './kiosk-place.ts';
import type { Answer } from './output.ts';
import { untilInterrupted } from './until-interrupted.ts';

export interface WatchOptions {
  readonly seconds: number | undefined;
  readonly json: boolean;
}

/** Every change of a device as one line, as it happens. */
export const devicesWatch = async (
  place: KioskPlace,
  { seconds, json }: WatchOptions,
): Promise<Answer> => {
  let changes = 0;
  const show = (status: DeviceStatus): void => {
    changes += 1;
    const at = new Date().toISOString();
    const line = json
      ? JSON.stringify({ at, ...status })
      : `${at}  ${status.deviceId}  ${conditionOf(status)}`;
    process.stdout.write(`${line}\n`);
  };
  await untilInterrupted(seconds, async until => {
    if (await watchRunning(place, show, until)) return;
    // Nobody runs: the devices are opened here for as long as somebody looks.
    await withBridge(place, async bridge => {
      bridge.statuses().forEach(show);
      bridge.subscribe(event => {
        if (event.type === 'status') show(event.status);
      });
      await delay(2 ** 30, undefined, { signal: until }).catch(() => undefined);
    });
  });
  return { json: { changes }, lines: [`${changes} lines`] };
};

/** False where no kiosk runs on that data. */
const watchRunning = async (
  place: KioskPlace,
  show: (status: DeviceStatus) => void,
  until: AbortSignal,
): Promise<boolean> => {
  const follow = followRunningKiosk(
    controlAddress(place.dataDirectory),
    { method: 'watch-devices', input: {} },
    value => show(deviceStatusSchema.parse(value)),
    until,
  ).then(
    () => true,
    (cause: unknown) => {
      if (asFaultError(cause).code === 'device-absent') return false;
      throw cause;
    },
  );
  const first = await Promise.race([follow, delay(200, 'following' as const)]);
  if (first === false) return false;
  (await deviceStatuses(place)).forEach(show);
  return follow;
};
