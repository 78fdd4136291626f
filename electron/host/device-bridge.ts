import { SYNTHETIC_CARDS } from '../../core/identity/synthetic-cards.ts';
import type { DeviceBridge, DeviceConfig } from '../../native-bridges/contract/bridge.ts';
import { DRIVER_TABLE } from '../../native-bridges/contract/driver-table.ts';
import type { DeviceCare } from '../../native-bridges/contract/device-care.ts';
import type { DeviceTracing } from '../../native-bridges/contract/device-tracing.ts';
import type { DeviceProcessLauncher } from '../../native-bridges/contract/device-process.ts';
import { createForkLauncher, createSupervisedBridge } from '../../native-bridges/contract/host.ts';
import type { Log } from './host-interface.ts';
import { DEVICE_PROCESS_ENTRY } from './program-files.ts';
import { randomIds, systemClock } from './system-ports.ts';

/** The cards of the demonstration, for simulated readers that were given none. */
const DEMONSTRATION_CARDS = SYNTHETIC_CARDS.map(({ id, fields, chip }) => ({
  id,
  ...fields,
  ...(chip === undefined ? {} : { chip }),
}));

const withCards = (device: DeviceConfig): DeviceConfig =>
  device.driver === 'simulated-card-reader' && device.cards === undefined
    ? { ...device, cards: DEMONSTRATION_CARDS }
    : device;

type ChipReaderConfig = Extract<DeviceConfig, { driver: `${string}card-reader` }>;

/** A chip's picture is read for the clerk's record and for nothing else. */
export const withPortraits = (
  devices: readonly DeviceConfig[],
  portrait: boolean,
): readonly DeviceConfig[] =>
  devices.map(device => (readsChips(device) ? { ...device, portrait } : device));

/** Enough of an installation to tell it from the few that share a printer and a name with it. */
const TELLING = 8;

/**
 * What a kiosk left in an A4 printer others print on too is known to be its own: kiosks that have
 * joined no hub yet may all have one name.
 */
export const withOwner = (
  devices: readonly DeviceConfig[],
  kioskId: string,
  installation: string,
): readonly DeviceConfig[] =>
  devices.map(device =>
    device.driver === 'ipp-document-printer'
      ? { ...device, owner: `tiep-don-${kioskId}-${device.id}-${installation.slice(0, TELLING)}` }
      : device,
  );

/** The payment displays that are a window of their own, by id. */
export const paymentWindowsOf = (devices: readonly DeviceConfig[]): readonly string[] =>
  devices.flatMap(device =>
    device.driver === 'page-payment-display' && device.window === true ? [device.id] : [],
  );

const readsChips = (device: DeviceConfig): device is ChipReaderConfig =>
  DRIVER_TABLE[device.driver].kind === 'chip-card-reader';

/**
 * The configured devices, in a process of their own.
 * @param launch how such a process is started; Electron has its own way.
 */
export const createDeviceBridge = (
  devices: readonly DeviceConfig[],
  log: Log,
  launch: DeviceProcessLauncher = createForkLauncher(DEVICE_PROCESS_ENTRY),
): DeviceBridge & DeviceTracing & DeviceCare =>
  createSupervisedBridge({
    configs: devices.map(withCards),
    launch,
    clock: systemClock,
    ids: randomIds,
    log: ({ level, event, ...fields }) => log[level](fields, event),
  });
