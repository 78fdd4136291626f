import type { DeviceStatus } from '../../core/contract/device.ts';
import { asFaultError } from '../../core/contract/errors.ts';
import type { StaffDevice } from '../../core/contract/staff.ts';
import { controlAddress } from '../control/control-address.ts';
import { callRunningStaff } from '../control/control-client.ts';
import { adviceOf, conditionOf } from '../../core/words/device-advice.ts';
import { type KioskPlace, withBridge } from './kiosk-place.ts';
import { type Answer, columns } from './output.ts';

/** The devices of the kiosk that runs on this data, or undefined where none runs. */
const ofRunningKiosk = (place: KioskPlace): Promise<readonly StaffDevice[] | undefined> =>
  callRunningStaff(controlAddress(place.dataDirectory), 'staffOverview', {}).then(
    ({ devices }) => devices,
    (cause: unknown) => {
      if (asFaultError(cause).code === 'device-absent') return undefined;
      throw cause;
    },
  );

/** Each device and how it is; without a running kiosk they are opened for a moment. */
export const deviceStatuses = async (place: KioskPlace): Promise<readonly DeviceStatus[]> => {
  const running = await ofRunningKiosk(place);
  return (
    running?.map(({ status }) => status) ??
    withBridge(place, bridge => Promise.resolve(bridge.statuses()))
  );
};

export const devicesList = async (place: KioskPlace): Promise<Answer> => {
  const running = await ofRunningKiosk(place);
  const devices: readonly (Partial<StaffDevice> & Pick<StaffDevice, 'status'>)[] =
    running ??
    (await withBridge(place, bridge =>
      Promise.resolve(bridge.statuses().map(status => ({ status }))),
    ));
  const found = devices.map(({ status, since, faults, ticketsLeft }) => ({
    ...status,
    ...(since === undefined ? {} : { since }),
    ...(faults === undefined ? {} : { faults }),
    ...(ticketsLeft === undefined ? {} : { ticketsLeft }),
    advice: adviceOf(status),
  }));
  const needsSomebody = devices.some(({ status }) => status.state === 'unavailable');
  return {
    json: { running: running !== undefined, devices: found },
    lines:
      found.length === 0
        ? ['no devices are configured']
        : columns(
            devices.map(({ status, ticketsLeft }, index) => [
              status.deviceId,
              status.kind,
              status.driver,
              ticketsLeft === undefined
                ? conditionOf(status)
                : `${conditionOf(status)} (about ${ticketsLeft} tickets)`,
              found[index]?.advice === undefined ? '' : `→ ${found[index].advice}`,
            ]),
          ),
    exitCode: needsSomebody ? 1 : 0,
  };
};
