import type { DeviceStatus } from '../../core/contract/device.ts';
import { asFaultError } from '../../core/contract/errors.ts';
import type { StaffDevice, StaffOverview } from '../../core/contract/staff.ts';
import { controlAddress } from '../control/control-address.ts';
import { callRunningStaff } from '../control/control-client.ts';
import { adviceOf, conditionOf } from '../../core/words/device-advice.ts';
import { foundOffers } from '../staff/found-devices.ts';
import { type KioskPlace, withBridge } from './kiosk-place.ts';
import { type Answer, columns } from './output.ts';

type Overview = Pick<StaffOverview, 'found'> & {
  readonly devices: readonly (Partial<StaffDevice> & Pick<StaffDevice, 'status'>)[];
};

/** The devices of the kiosk that runs on this data, or undefined where none runs. */
const ofRunningKiosk = (place: KioskPlace): Promise<Overview | undefined> =>
  callRunningStaff(controlAddress(place.dataDirectory), 'staffOverview', {}).catch(
    (cause: unknown) => {
      if (asFaultError(cause).code === 'device-absent') return undefined;
      throw cause;
    },
  );

const openedForAMoment = (place: KioskPlace): Promise<Overview> =>
  withBridge(place, bridge =>
    Promise.resolve({
      devices: bridge.statuses().map(status => ({ status })),
      found: foundOffers(bridge.found(), place.config.devices, bridge.statuses()),
    }),
  );

/** Each device and how it is; without a running kiosk they are opened for a moment. */
export const deviceStatuses = async (place: KioskPlace): Promise<readonly DeviceStatus[]> => {
  const running = await ofRunningKiosk(place);
  return (
    running?.devices.map(({ status }) => status) ??
    withBridge(place, bridge => Promise.resolve(bridge.statuses()))
  );
};

/** What is plugged in and not used, and how it would be taken. */
const foundLines = (found: Overview['found']): readonly string[] =>
  found.length === 0
    ? []
    : [
        'plugged in and not used:',
        ...columns(
          found.map(({ usbPort, name, driver, profile, certain, replaces }) => [
            `  ${usbPort}`,
            name,
            [driver, ...(profile === undefined ? [] : [profile])].join(', '),
            certain ? 'certain' : 'perhaps',
            `→ devices use ${usbPort} ${driver}${replaces === undefined ? '' : `   (in place of ${replaces})`}`,
          ]),
        ),
      ];

export const devicesList = async (place: KioskPlace): Promise<Answer> => {
  const running = await ofRunningKiosk(place);
  const { devices, found } = running ?? (await openedForAMoment(place));
  const looked = devices.map(({ status, since, faults, ticketsLeft }) => ({
    ...status,
    ...(since === undefined ? {} : { since }),
    ...(faults === undefined ? {} : { faults }),
    ...(ticketsLeft === undefined ? {} : { ticketsLeft }),
    advice: adviceOf(status),
  }));
  const needsSomebody = devices.some(({ status }) => status.state === 'unavailable');
  return {
    json: { running: running !== undefined, devices: looked, found },
    lines: [
      ...(looked.length === 0 ? ['no devices are configured'] : []),
      ...columns(
        looked.map(({ advice, ticketsLeft, ...status }) => [
          status.deviceId,
          status.kind,
          status.driver,
          ticketsLeft === undefined
            ? conditionOf(status)
            : `${conditionOf(status)} (about ${ticketsLeft} tickets)`,
          advice === undefined ? '' : `→ ${advice}`,
        ]),
      ),
      ...foundLines(found),
    ],
    exitCode: needsSomebody ? 1 : 0,
  };
};

/** Takes something that is plugged in as a device of the running kiosk. */
export const devicesUse = async (
  place: KioskPlace,
  wish: { readonly usbPort: string; readonly driver: string },
): Promise<Answer> => {
  const address = controlAddress(place.dataDirectory);
  const { result, problems } = await callRunningStaff(address, 'staffUseFound', wish);
  return {
    json: { result, problems },
    lines:
      result === 'changed'
        ? [`${wish.driver} is used from now on`]
        : problems.map(problem => `refused: ${problem}`),
    exitCode: result === 'changed' ? 0 : 1,
  };
};
