import type { DeviceChoice } from '../../core/contract/staff.ts';
import { type DeviceConfig, deviceConfigSchema } from '../../native-bridges/contract/bridge.ts';
import { DRIVER_TABLE, type DriverName } from '../../native-bridges/contract/driver-table.ts';
import { typedSettings, withTyped, wrongSetting } from './driver-settings.ts';
import { printerProfileIdSchema } from '../../native-bridges/contract/printer-profile-id.ts';

const DRIVERS = Object.keys(DRIVER_TABLE) as DriverName[];

/** What of `wanted` its driver knows; undefined where it needs to be told more than that. */
export const fittingConfig = (wanted: object): DeviceConfig | undefined => {
  // Each round names settings that the driver does not know, which the next goes without.
  for (let fields = wanted; ; ) {
    const parsed = deviceConfigSchema.safeParse(fields);
    if (parsed.success) return parsed.data;
    const unknown = parsed.error.issues.flatMap(issue =>
      issue.code === 'unrecognized_keys' ? issue.keys : [],
    );
    if (unknown.length === 0) return undefined;
    fields = Object.fromEntries(Object.entries(fields).filter(([key]) => !unknown.includes(key)));
  }
};

/**
 * A device with another driver: what both need is kept, what only the old one knew goes. Undefined
 * where the new one needs to be told more than that.
 */
export const withDriver = (device: DeviceConfig, driver: string): DeviceConfig | undefined =>
  device.driver === driver ? device : fittingConfig({ ...device, driver });

/** The driver of real hardware never becomes a simulated one by a slip of a finger. */
const mayBecome = (from: DriverName, to: DriverName): boolean =>
  DRIVER_TABLE[from].kind === DRIVER_TABLE[to].kind &&
  (DRIVER_TABLE[from].simulated || !DRIVER_TABLE[to].simulated);

/** What can be set of a device on the screen. */
export const choiceOf = (device: DeviceConfig): DeviceChoice => {
  const possible = DRIVERS.filter(driver => mayBecome(device.driver, driver));
  const choice = {
    driver: device.driver,
    drivers: possible.filter(driver => withDriver(device, driver) !== undefined),
    typed: possible.flatMap(driver => {
      const settings = typedSettings(device, driver);
      return settings.length === 0 ? [] : [{ driver, settings }];
    }),
  };
  return 'profile' in device
    ? { ...choice, profile: device.profile, profiles: [...printerProfileIdSchema.options] }
    : { ...choice, profiles: [] };
};

export interface Chosen {
  readonly driver: string;
  readonly profile?: string | undefined;
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

/** The device as it was chosen, or what cannot be chosen: the driver, or a setting by its name. */
export const chosenDevice = (
  device: DeviceConfig,
  { driver, profile, settings: typed = {} }: Chosen,
): { readonly device: DeviceConfig } | { readonly wrong: string } => {
  const known = DRIVERS.find(name => name === driver);
  if (known === undefined || !mayBecome(device.driver, known)) return { wrong: 'driver' };
  const settings = typedSettings(device, known);
  const wrong = wrongSetting(settings, typed);
  if (wrong !== undefined) return { wrong };
  const changed = fittingConfig(withTyped({ ...device, driver }, settings, typed));
  if (changed === undefined) return { wrong: 'driver' };
  if (profile === undefined) return { device: changed };
  const parsed = deviceConfigSchema.safeParse({ ...changed, profile });
  return parsed.success ? { device: parsed.data } : { wrong: 'profile' };
};
