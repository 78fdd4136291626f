import type { DeviceChoice } from '../../core/contract/staff.ts';
import { type DeviceConfig, deviceConfigSchema } from '../../native-bridges/contract/bridge.ts';
import { DRIVER_TABLE, type DriverName } from '../../native-bridges/contract/driver-table.ts';
import { printerProfileIdSchema } from '../../native-bridges/contract/printer-profile-id.ts';

const DRIVERS = Object.keys(DRIVER_TABLE) as DriverName[];

/**
 * A device with another driver: what both need is kept, what only the old one knew goes. Undefined
 * where the new one needs to be told more than that.
 */
export const withDriver = (device: DeviceConfig, driver: string): DeviceConfig | undefined => {
  if (device.driver === driver) return device;
  let wanted: object = { ...device, driver };
  // Each round names settings that the driver does not know, which the next goes without.
  for (;;) {
    const parsed = deviceConfigSchema.safeParse(wanted);
    if (parsed.success) return parsed.data;
    const unknown = parsed.error.issues.flatMap(issue =>
      issue.code === 'unrecognized_keys' ? issue.keys : [],
    );
    if (unknown.length === 0) return undefined;
    wanted = Object.fromEntries(Object.entries(wanted).filter(([key]) => !unknown.includes(key)));
  }
};

/** The driver of real hardware never becomes a simulated one by a slip of a finger. */
const mayBecome = (from: DriverName, to: DriverName): boolean =>
  DRIVER_TABLE[from].kind === DRIVER_TABLE[to].kind &&
  (DRIVER_TABLE[from].simulated || !DRIVER_TABLE[to].simulated);

/** What can be set of a device without a keyboard. */
export const choiceOf = (device: DeviceConfig): DeviceChoice => {
  const drivers = DRIVERS.filter(
    driver => mayBecome(device.driver, driver) && withDriver(device, driver) !== undefined,
  );
  return 'profile' in device
    ? {
        driver: device.driver,
        drivers,
        profile: device.profile,
        profiles: [...printerProfileIdSchema.options],
      }
    : { driver: device.driver, drivers, profiles: [] };
};

/** The device as it was chosen; undefined where that cannot be chosen. */
export const chosenDevice = (
  device: DeviceConfig,
  driver: string,
  profile: string | undefined,
): DeviceConfig | undefined => {
  if (!choiceOf(device).drivers.includes(driver)) return undefined;
  const changed = withDriver(device, driver);
  if (changed === undefined || profile === undefined) return changed;
  const parsed = deviceConfigSchema.safeParse({ ...changed, profile });
  return parsed.success ? parsed.data : undefined;
};
