import { type CardAccessKey } from '../../core/contract/device.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type PagePlace } from '../../core/contract/page-device.ts';
import { type DeviceConfig } from '../contract/bridge.ts';
import { type DeviceLog } from '../contract/device-log.ts';
import { type DeviceProcessLauncher } from '../contract/device-process.ts';
import { type DeviceMessage, type DeviceSetup } from '../contract/protocol.ts';
import { createDeviceSupervisor, type DeviceSupervisor } from './device-supervisor.ts';
import { type HardwareMemory } from './hardware-memory.ts';
import { createPendingRequests, type PendingRequests } from './pending-requests.ts';

/** What a device process says without being asked. */
export type News = Extract<
  DeviceMessage,
  { type: 'event' | 'log' | 'sheet' | 'traced' | 'opening' | 'not-opened' | 'hardware' }
>;

export interface DeviceGroupOptions {
  /** What the log calls its process. */
  readonly name: string;
  readonly configs: readonly DeviceConfig[];
  readonly launch: DeviceProcessLauncher;
  readonly clock: Clock;
  readonly log: DeviceLog;
  readonly memory: HardwareMemory;
  /** What a process that was restarted in the middle of a visit has to be told again. */
  readonly offeredKeys: () => readonly CardAccessKey[];
  readonly pagesThere: () => readonly PagePlace[];
  /** Somebody listens to the line of that device. */
  readonly isTraced: (deviceId: string) => boolean;
  readonly onNews: (news: News) => void;
  /** It took its process down too often and is not set up for now. */
  readonly isSetApart: (deviceId: string) => boolean;
  /** This process tells what is on the bus. */
  readonly watchHardware: boolean;
  /** The process ended and nobody had asked for it. */
  readonly onCrash: () => void;
  /** The process does not answer, or does again. */
  readonly onSilent: (silent: boolean) => void;
}

/** Devices that share one process, which is kept running. */
export interface DeviceGroup extends Pick<DeviceSupervisor, 'start' | 'stop' | 'restart' | 'send'> {
  readonly ask: PendingRequests['ask'];
  /** Sets up a device of this group that was set apart. */
  readonly takeUp: (config: DeviceConfig) => void;
}

export const createDeviceGroup = (options: DeviceGroupOptions): DeviceGroup => {
  const { name, configs, launch, clock, memory } = options;

  const setupOf = (config: DeviceConfig): DeviceSetup => ({
    config,
    hardware: memory.actionsOf(config.id),
    cardReported: memory.cardReported(config.id),
  });

  const configure = (): void => {
    const devices = configs.filter(({ id }) => !options.isSetApart(id)).map(setupOf);
    supervisor.send({ type: 'configure', devices, watchHardware: options.watchHardware });
    const keys = options.offeredKeys();
    if (keys.length > 0) supervisor.send({ type: 'card-keys', keys: [...keys] });
    for (const place of options.pagesThere()) {
      supervisor.send({ type: 'page', place, there: true });
    }
    for (const { id: deviceId } of configs) {
      if (options.isTraced(deviceId)) supervisor.send({ type: 'trace', deviceId, on: true });
    }
  };

  const supervisor = createDeviceSupervisor({
    launch,
    clock,
    log: entry => options.log({ ...entry, process: name }),
    onMessage: message => {
      if ('requestId' in message) pending.answer(message);
      else options.onNews(message);
    },
    onUp: () => {
      configure();
      pending.up();
    },
    onDown: expected => {
      pending.down();
      if (!expected) options.onCrash();
    },
    onSilent: options.onSilent,
  });
  const pending = createPendingRequests(supervisor, clock);

  return {
    start: () => supervisor.start(),
    stop: () => supervisor.stop(),
    restart: () => supervisor.restart(),
    takeUp: config => void supervisor.send({ type: 'take-up', device: setupOf(config) }),
    send: message => supervisor.send(message),
    ask: request => pending.ask(request),
  };
};
