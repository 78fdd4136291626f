import { type DeviceConfig } from '../contract/bridge.ts';
import { type FoundDevice } from '../contract/device-care.ts';
import { type UsbDevice } from '../contract/usb-device.ts';
import { boundTo, configurationOf } from '../fingerprints/binding.ts';
import { CERTAIN, recognise } from '../fingerprints/recognise.ts';

/** What is plugged in, and which of it is configured. */
export interface AttachedHardware {
  /** Takes what is on the bus now; says which configured devices came and which went. */
  update(devices: readonly UsbDevice[]): { readonly came: string[]; readonly went: string[] };
  isThere(id: string): boolean;
  found(): readonly FoundDevice[];
}

export const createAttachedHardware = (configs: readonly DeviceConfig[]): AttachedHardware => {
  let present: readonly UsbDevice[] = [];
  let bound = new Map<string, UsbDevice>();

  return {
    update: devices => {
      const before = bound;
      present = devices;
      bound = new Map(
        configs.flatMap(config => {
          const device = boundTo(config, devices);
          return device === undefined ? [] : [[config.id, device] as const];
        }),
      );
      return {
        came: [...bound]
          .filter(([id, device]) => before.get(id)?.attachment !== device.attachment)
          .map(([id]) => id),
        went: [...before.keys()].filter(id => !bound.has(id)),
      };
    },
    isThere: id => bound.has(id),
    found: () =>
      present.map(device => {
        const [usedBy] = [...bound].find(([, used]) => used === device) ?? [];
        return {
          device,
          ...(usedBy === undefined ? {} : { usedBy }),
          suggestions: recognise(device).map(suggestion => {
            const { id: _id, ...configuration } = configurationOf('new', device, suggestion);
            return { ...suggestion, certain: suggestion.score >= CERTAIN, configuration };
          }),
        };
      }),
  };
};
