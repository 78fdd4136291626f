import { type CardAccessKey } from '../../core/contract/device.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type DeviceConfig } from '../contract/bridge.ts';
import { type DeviceLog } from '../contract/device-log.ts';
import { type DeviceProcessLauncher } from '../contract/device-process.ts';
import { type DeviceMessage } from '../contract/protocol.ts';
import { createDeviceSupervisor, type DeviceSupervisor } from './device-supervisor.ts';
import { type HardwareMemory } from './hardware-memory.ts';
import { createPendingRequests, type PendingRequests } from './pending-requests.ts';

/** What a device process says without being asked. */
export type News = Extract<DeviceMessage, { type: 'event' | 'log' | 'sheet' | 'traced' }>;

export interface DeviceGroupOptions {
  readonly configs: readonly DeviceConfig[];
  readonly launch: DeviceProcessLauncher;
  readonly clock: Clock;
  readonly log: DeviceLog;
  readonly memory: HardwareMemory;
  /** What a process that was restarted in the middle of a visit has to be told again. */
  readonly offeredKeys: () => readonly CardAccessKey[];
  readonly pageIsThere: () => boolean;
  /** Somebody listens to the line of that device. */
  readonly isTraced: (deviceId: string) => boolean;
  readonly onNews: (news: News) => void;
  /** The process ended and nobody had asked for it. */
  readonly onCrash: () => void;
}

/** Devices that share one process, which is kept running. */
export interface DeviceGroup extends Pick<DeviceSupervisor, 'start' | 'stop' | 'send'> {
  readonly ask: PendingRequests['ask'];
}

export const createDeviceGroup = (options: DeviceGroupOptions): DeviceGroup => {
  const { configs, launch, clock, log, memory } = options;

  const configure = (): void => {
    const devices = configs.map(config => ({
      config,
      hardware: memory.actionsOf(config.id),
      cardReported: memory.cardReported(config.id),
    }));
    supervisor.send({ type: 'configure', devices });
    const keys = options.offeredKeys();
    if (keys.length > 0) supervisor.send({ type: 'card-keys', keys: [...keys] });
    if (options.pageIsThere()) supervisor.send({ type: 'page', there: true });
    for (const { id: deviceId } of configs) {
      if (options.isTraced(deviceId)) supervisor.send({ type: 'trace', deviceId, on: true });
    }
  };

  const supervisor = createDeviceSupervisor({
    launch,
    clock,
    log,
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
  });
  const pending = createPendingRequests(supervisor, clock);

  return {
    start: () => supervisor.start(),
    stop: () => supervisor.stop(),
    send: message => supervisor.send(message),
    ask: request => pending.ask(request),
  };
};
