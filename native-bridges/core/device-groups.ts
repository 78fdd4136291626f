import { type DeviceConfig } from '../contract/bridge.ts';
import { DRIVER_TABLE, type IsolationGroup } from '../contract/driver-table.ts';
import { createDeviceGroup, type DeviceGroup, type DeviceGroupOptions } from './device-group.ts';

export interface DeviceGroupsOptions
  extends Omit<DeviceGroupOptions, 'name' | 'configs' | 'onCrash' | 'onSilent' | 'watchHardware'> {
  readonly configs: readonly DeviceConfig[];
  /** The process of these devices ended and nobody had asked for it. */
  readonly onCrash: (configs: readonly DeviceConfig[]) => void;
  /** The process of these devices does not answer, or does again. */
  readonly onSilent: (configs: readonly DeviceConfig[], silent: boolean) => void;
}

export interface DeviceGroups {
  readonly all: readonly DeviceGroup[];
  /** The process of a device; the common one where there is no device. */
  readonly of: (config: DeviceConfig | undefined) => DeviceGroup;
  /** The devices that share a process with this one, itself among them. */
  readonly sharing: (config: DeviceConfig) => readonly DeviceConfig[];
}

/** One process for each isolation group that has a device, and always the common one. */
export const openDeviceGroups = (options: DeviceGroupsOptions): DeviceGroups => {
  const open = (group: IsolationGroup): DeviceGroup => {
    const configs = options.configs.filter(config => groupOf(config) === group);
    return createDeviceGroup({
      ...options,
      name: group,
      configs,
      watchHardware: group === 'common',
      onCrash: () => options.onCrash(configs),
      onSilent: silent => options.onSilent(configs, silent),
    });
  };
  const common = open('common');
  const groups = new Map<IsolationGroup, DeviceGroup>([['common', common]]);
  for (const config of options.configs) {
    const group = groupOf(config);
    if (!groups.has(group)) groups.set(group, open(group));
  }
  return {
    all: [...groups.values()],
    sharing: config => options.configs.filter(other => groupOf(other) === groupOf(config)),
    of: config => (config && groups.get(groupOf(config))) ?? common,
  };
};

const groupOf = ({ driver }: DeviceConfig): IsolationGroup => DRIVER_TABLE[driver].isolation;
