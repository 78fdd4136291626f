import type { DeviceKind, DeviceStatus } from '../../core/contract/device.ts';
import type { FoundDeviceOffer } from '../../core/contract/staff.ts';
import type { DeviceConfig } from '../../native-bridges/contract/bridge.ts';
import type { FoundDevice } from '../../native-bridges/contract/device-care.ts';
import { DRIVER_TABLE } from '../../native-bridges/contract/driver-table.ts';
import { fittingConfig } from './device-choices.ts';

type Suggested = FoundDevice['suggestions'][number];

/** Of these kinds the first configured device does all the work: a second one would stand idle. */
const ONE_AT_WORK: ReadonlySet<DeviceKind> = new Set([
  'receipt-printer',
  'document-printer',
  'audio-output',
]);

const kindOf = ({ driver }: DeviceConfig): DeviceKind => DRIVER_TABLE[driver].kind;

/** In whose place something found would come: one that is made up, or is not there. */
const replacedBy = (
  kind: DeviceKind,
  devices: readonly DeviceConfig[],
  statuses: readonly DeviceStatus[],
): string | undefined => {
  const ofKind = devices.filter(device => kindOf(device) === kind);
  const isOut = (id: string): boolean =>
    statuses.find(({ deviceId }) => deviceId === id)?.state === 'unavailable';
  const idle = ofKind.find(({ id, driver }) => DRIVER_TABLE[driver].simulated || isOut(id));
  return (idle ?? (ONE_AT_WORK.has(kind) ? ofKind[0] : undefined))?.id;
};

const nameOf = ({ device }: FoundDevice, { name }: Suggested): string =>
  name ??
  ([device.manufacturer, device.product].filter(said => said !== undefined).join(' ') ||
    `${device.vendorId}:${device.productId}`);

/** What something found could be: where one answer is certain no other is offered. */
const likely = ({ suggestions }: FoundDevice): readonly Suggested[] => {
  const [first] = suggestions;
  return first?.certain === true ? [first] : suggestions;
};

/** What is plugged in and not used, as it can be taken; the most certain first. */
export const foundOffers = (
  found: readonly FoundDevice[],
  devices: readonly DeviceConfig[],
  statuses: readonly DeviceStatus[],
): FoundDeviceOffer[] =>
  found
    .filter(({ usedBy }) => usedBy === undefined)
    .flatMap(one =>
      likely(one).map(suggestion => {
        const { kind, driver, profile, certain } = suggestion;
        const replaces = replacedBy(kind, devices, statuses);
        return {
          usbPort: one.device.usbPort,
          name: nameOf(one, suggestion).slice(0, 200),
          kind,
          driver,
          certain,
          ...(profile === undefined ? {} : { profile }),
          ...(replaces === undefined ? {} : { replaces }),
        };
      }),
    )
    .toSorted((one, other) => Number(other.certain) - Number(one.certain));

const freeId = (kind: string, devices: readonly DeviceConfig[]): string => {
  const isTaken = (id: string): boolean => devices.some(device => device.id === id);
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? kind : `${kind}-${count}`;
    if (!isTaken(id)) return id;
  }
};

/**
 * The devices of the kiosk with something found among them: bound to that very device, with what the
 * one in whose place it comes had set and its driver knows. Undefined where it is gone.
 */
export const withFound = (
  found: readonly FoundDevice[],
  devices: readonly DeviceConfig[],
  {
    usbPort,
    driver,
    replaces,
    kind,
  }: Pick<FoundDeviceOffer, 'usbPort' | 'driver' | 'replaces' | 'kind'>,
): { readonly id: string; readonly devices: readonly DeviceConfig[] } | undefined => {
  const configuration = found
    .find(({ device, usedBy }) => device.usbPort === usbPort && usedBy === undefined)
    ?.suggestions.find(suggestion => suggestion.driver === driver)?.configuration;
  if (configuration === undefined) return undefined;
  const old = devices.find(({ id }) => id === replaces);
  const id = old?.id ?? freeId(kind, devices);
  const device = fittingConfig({ ...old, id, ...configuration });
  if (device === undefined) return undefined;
  return {
    id,
    devices:
      old === undefined
        ? [...devices, device]
        : devices.map(other => (other === old ? device : other)),
  };
};
