import type { Client, Handlers } from '../../core/contract/contract.ts';
import type { DeviceStatus } from '../../core/contract/device.ts';
import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import type {
  SelfTestStep,
  StaffContract,
  StaffDevice,
  StaffOverview,
} from '../../core/contract/staff.ts';
import type { DeviceConfig } from '../../native-bridges/contract/bridge.ts';
import type { DeviceCare } from '../../native-bridges/contract/device-care.ts';
import { DRIVER_TABLE, type DriverName } from '../../native-bridges/contract/driver-table.ts';
import type { KioskConfig } from '../configuration/kiosk-config.ts';
import type { Rewritten } from '../configuration/write-config.ts';
import type { Watched } from '../hub-client/watched.ts';
import type { KioskStore } from '../storage/kiosk-store.ts';
import type { StaffAction } from '../storage/staff-table.ts';
import { choiceOf, chosenDevice } from './device-choices.ts';
import { type DeviceTestParts, testDevice } from './device-tests.ts';
import { foundOffers, withFound } from './found-devices.ts';
import type { PaperMeter } from './paper-meter.ts';
import type { StaffDoor } from './staff-door.ts';

export interface StaffDeskParts extends DeviceTestParts {
  readonly bridge: DeviceTestParts['bridge'] & Pick<DeviceCare, 'found'>;
  readonly kioskId: () => string;
  readonly version: string;
  readonly store: Pick<KioskStore, 'staff' | 'deviceChanges' | 'check'>;
  readonly hub: Pick<Client<HubContract>, 'hello'>;
  readonly hubReachable: Watched<boolean>;
  readonly paper: PaperMeter;
  /** The devices as they are configured now. */
  readonly devices: () => readonly DeviceConfig[];
  readonly paperLowTickets: () => number;
  /** Undefined where this kiosk runs without a configuration file. */
  readonly rewrite:
    | ((settings: Partial<Pick<KioskConfig, 'devices' | 'paperLowTickets'>>) => Rewritten)
    | undefined;
  /** What a device says meanwhile is for whoever tests it, and for no patient. */
  readonly whileTesting: <T>(deviceId: string, work: () => Promise<T>) => Promise<T>;
  /** Sets the devices up anew, as they are configured. */
  readonly restartDevices: () => Promise<void>;
}

const SHOWN_FAULTS = 5;

type Changed = Awaited<ReturnType<Handlers<StaffContract>['staffChangeDevice']>>;

/**
 * What staff can see and do at a kiosk.
 * @param who whose name the audit shall carry
 */
export const createStaffDesk = (
  parts: StaffDeskParts,
  door: StaffDoor,
  who: () => string,
): Handlers<StaffContract> => {
  const { bridge, store, paper } = parts;
  const audit = (action: StaffAction, detail: string): void =>
    store.staff.audit(who(), action, detail);

  const statusOf = (deviceId: string): DeviceStatus => {
    const status = bridge.statuses().find(other => other.deviceId === deviceId);
    if (status === undefined) throw new FaultError('device-absent', `no device ${deviceId}`);
    return status;
  };

  const deviceOf = (config: DeviceConfig): StaffDevice[] => {
    const status = bridge.statuses().find(({ deviceId }) => deviceId === config.id);
    if (status === undefined) return [];
    const since = store.deviceChanges.since(config.id);
    const ticketsLeft = paper.ticketsLeft(status);
    return [
      {
        status,
        simulated: DRIVER_TABLE[status.driver as DriverName].simulated,
        faults: [...store.deviceChanges.faults(config.id, SHOWN_FAULTS)],
        choice: choiceOf(config),
        ...(since === undefined ? {} : { since }),
        ...(ticketsLeft === undefined ? {} : { ticketsLeft }),
      },
    ];
  };

  const offers = () => foundOffers(bridge.found(), parts.devices(), bridge.statuses());

  const overview = (): StaffOverview => ({
    kioskId: parts.kioskId(),
    version: parts.version,
    now: new Date(parts.clock.now()).toISOString(),
    hub: parts.hubReachable.current() ? 'reachable' : 'away',
    devices: parts.devices().flatMap(deviceOf),
    found: offers().slice(0, 50),
    paperLowTickets: parts.paperLowTickets(),
    canConfigure: parts.rewrite !== undefined,
  });

  const write = (settings: Parameters<NonNullable<StaffDeskParts['rewrite']>>[0]): Changed => {
    if (parts.rewrite === undefined) {
      throw new FaultError('not-possible-now', 'the kiosk runs without a configuration file');
    }
    const rewritten = parts.rewrite(settings);
    return rewritten.ok
      ? { result: 'changed', problems: [] }
      : { result: 'refused', problems: rewritten.problems.slice(0, 20) };
  };

  const putInForce = async (devices: readonly DeviceConfig[], detail: string): Promise<Changed> => {
    const changed = write({ devices: [...devices] });
    if (changed.result === 'refused') return changed;
    audit('device-changed', detail);
    await parts.restartDevices();
    return changed;
  };

  return {
    staffEnter: () => door.enter(),
    staffAccess: () => door.access(),
    staffSignIn: ({ pin }) => door.signIn(pin),
    staffLeave: () => {
      door.leave();
      return {};
    },
    staffOverview: overview,
    staffSelfTest: async () => ({ steps: await selfTest(parts) }),
    staffTestDevice: async ({ deviceId, seconds }) => {
      const status = statusOf(deviceId);
      const tested = await parts.whileTesting(deviceId, () => testDevice(parts, status, seconds));
      if (tested.result !== 'nothing-came') audit('device-tested', `${deviceId} ${tested.result}`);
      return tested;
    },
    staffChangeDevice: async ({ deviceId, driver, profile, settings }) => {
      const devices = parts.devices();
      const device = devices.find(({ id }) => id === deviceId);
      if (device === undefined) throw new FaultError('device-absent', `no device ${deviceId}`);
      const chosen = chosenDevice(device, { driver, profile, settings });
      if ('wrong' in chosen) return refused(chosen.wrong, settings);
      return putInForce(
        devices.map(other => (other.id === deviceId ? chosen.device : other)),
        [deviceId, driver, profile ?? '', ...Object.keys(settings ?? {})].join(' ').trim(),
      );
    },
    staffUseFound: async wish => {
      const offer = offers().find(
        ({ usbPort, driver }) => usbPort === wish.usbPort && driver === wish.driver,
      );
      const found = offer && withFound(bridge.found(), parts.devices(), offer);
      if (found === undefined)
        throw new FaultError('device-absent', 'it is not plugged in any more');
      return putInForce(found.devices, `${found.id} ${wish.driver} found`);
    },
    staffSetPaperLow: ({ tickets }) => {
      const changed = write({ paperLowTickets: tickets });
      if (changed.result === 'changed') audit('paper-low-changed', String(tickets));
      return changed;
    },
    staffRestartDevices: async () => {
      audit('devices-restarted', '');
      await parts.restartDevices();
      return {};
    },
  };
};

/** The setting that is wrong where it was typed; drivers and models are chosen from a list. */
const refused = (wrong: string, typed: Readonly<Record<string, string>> = {}): Changed => ({
  result: 'refused',
  problems: [`${wrong}: not possible for this device`],
  ...(wrong === 'driver' || wrong === 'profile' || Object.keys(typed).length === 0
    ? {}
    : { wrong }),
});

const usable = ({ state }: DeviceStatus): boolean => state === 'ready' || state === 'degraded';

/** What can be looked at without a hand, in the order in which one depends on the other. */
const selfTest = async (parts: StaffDeskParts): Promise<SelfTestStep[]> => {
  const data = await parts.store.check().then(
    ({ ok }): SelfTestStep => ({ step: 'data', result: ok ? 'fine' : 'look' }),
    (cause: unknown): SelfTestStep => ({
      step: 'data',
      result: 'look',
      fault: asFaultError(cause).code,
    }),
  );
  const network = await parts.hub.hello({ kioskId: parts.kioskId(), version: parts.version }).then(
    ({ his }): SelfTestStep[] => [
      { step: 'hub', result: 'fine' },
      his === 'reachable'
        ? { step: 'hospital-system', result: 'fine' }
        : { step: 'hospital-system', result: 'look', fault: 'his-unreachable' },
    ],
    (cause: unknown): SelfTestStep[] => [
      { step: 'hub', result: 'look', fault: asFaultError(cause).code },
    ],
  );
  const devices = parts.bridge.statuses().map(
    (status): SelfTestStep => ({
      step: 'device',
      deviceId: status.deviceId,
      result: usable(status) ? 'fine' : 'look',
      ...(status.fault === undefined ? {} : { fault: status.fault }),
    }),
  );
  return [data, ...network, ...devices];
};
