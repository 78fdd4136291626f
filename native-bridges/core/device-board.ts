import { type DeviceEvent, type DeviceStatus } from '../../core/contract/device.ts';
import { type FaultCode } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type DeviceConfig } from '../contract/bridge.ts';
import { type FoundDevice } from '../contract/device-care.ts';
import { type DeviceLog } from '../contract/device-log.ts';
import { DRIVER_TABLE } from '../contract/driver-table.ts';
import { type UsbDevice } from '../contract/usb-device.ts';
import { createAttachedHardware } from './attached-hardware.ts';
import { createDeviceLives } from './device-lives.ts';
import { type LifeEvent } from './life-cycle.ts';

export interface DeviceBoardOptions {
  readonly configs: readonly DeviceConfig[];
  readonly clock: Clock;
  readonly log: DeviceLog;
  /** Takes every event, statuses with the stage the device is in. */
  readonly publish: (event: DeviceEvent) => void;
  readonly setApart: (config: DeviceConfig) => void;
  readonly takeUp: (config: DeviceConfig) => void;
}

/** What is known of every configured device, from whatever its process and its hardware do. */
export interface DeviceBoard {
  readonly statuses: () => readonly DeviceStatus[];
  readonly isSetApart: (id: string) => boolean;
  /** Takes what a device process says. */
  heard(event: DeviceEvent): void;
  opening(id: string): void;
  /** Its driver could not be set up. */
  notOpened(id: string): void;
  /** A job was handed to it; the returned function says that it is done. */
  atWork(id: string): () => void;
  /** Its process ended; `blameless` where somebody wanted it to. */
  crashed(configs: readonly DeviceConfig[], blameless: boolean): void;
  restarting(configs: readonly DeviceConfig[]): void;
  readonly silent: (configs: readonly DeviceConfig[], isSilent: boolean) => void;
  onTheBus(devices: readonly UsbDevice[]): void;
  /** A person wants it tried again. */
  release(id: string): void;
  /** Nothing was heard of it for too long. */
  missing(id: string): void;
  readonly found: () => readonly FoundDevice[];
  stop(): void;
}

export const createDeviceBoard = (options: DeviceBoardOptions): DeviceBoard => {
  const { configs, clock, log, publish } = options;
  const byId = new Map(configs.map(config => [config.id, config]));
  const statuses = new Map(configs.map(config => [config.id, initialStatus(config)]));
  /** What devices had said when their process fell silent. */
  const beforeSilence = new Map<string, DeviceStatus>();
  const hardware = createAttachedHardware(configs);
  /** The status that is being taken brings the stage along. */
  let taking: string | undefined;

  const lives = createDeviceLives({
    ids: [...byId.keys()],
    clock,
    onChange: (id, stage, before) => {
      const config = byId.get(id);
      if (config === undefined) return;
      if (stage === 'quarantined') {
        log({ level: 'error', event: 'device-set-apart', deviceId: id, code: 'device-crashed' });
        options.setApart(config);
      }
      // Work comes and goes with every patient: it is seen by whoever looks.
      const isWork = stage === 'busy' || before === 'busy';
      if (taking !== id && !(isWork && stage !== 'faulted')) tellStage(id);
      if (before === 'quarantined') {
        log({ level: 'info', event: 'device-tried-again', deviceId: id });
        options.takeUp(config);
      }
    },
  });

  const staged = (status: DeviceStatus): DeviceStatus => ({
    ...status,
    stage: lives.stageOf(status.deviceId),
  });

  const tellStage = (id: string): void => {
    const status = statuses.get(id);
    if (status !== undefined) publish({ type: 'status', status: staged(status) });
  };

  const take = (status: DeviceStatus): void => {
    const { deviceId: id } = status;
    statuses.set(id, status);
    taking = id;
    const event = eventOf(status);
    if (event !== undefined) lives.tell(id, event);
    // Nothing to open, and yet it is on the bus: it wants rights, or a driver of the system.
    if (lives.stageOf(id) === 'absent' && hardware.isThere(id)) lives.tell(id, 'sighted');
    taking = undefined;
    publish({ type: 'status', status: staged(status) });
  };

  const put = (id: string, state: DeviceStatus['state'], fault?: FaultCode): void => {
    const config = byId.get(id);
    if (config === undefined) return;
    take({ ...initialStatus(config), state, ...(fault === undefined ? {} : { fault }) });
  };

  const heard = (event: DeviceEvent): void => {
    if (event.type === 'status') {
      if (!byId.has(event.status.deviceId)) return;
      beforeSilence.delete(event.status.deviceId);
      take(event.status);
      return;
    }
    for (const step of WORK[event.type] ?? []) lives.tell(event.deviceId, step);
    publish(event);
  };

  return {
    statuses: () => [...statuses.values()].map(staged),
    isSetApart: id => lives.stageOf(id) === 'quarantined',
    heard,
    opening: id => lives.tell(id, 'opening'),
    notOpened: id => lives.tell(id, 'struck'),
    atWork: id => {
      lives.tell(id, 'work-begun');
      return () => lives.tell(id, 'work-ended');
    },
    crashed: (affected, blameless) => {
      const ids = affected.map(({ id }) => id);
      for (const id of ids) beforeSilence.delete(id);
      lives.crashed(ids, blameless);
      for (const id of ids) put(id, 'unavailable', 'device-crashed');
    },
    restarting: affected => {
      for (const { id } of affected) {
        lives.tell(id, 'cut-off');
        put(id, 'starting');
      }
    },
    silent: (affected, isSilent) => {
      for (const { id } of affected) {
        const status = isSilent ? statuses.get(id) : beforeSilence.get(id);
        if (status === undefined || status.state === 'unavailable') continue;
        // Nobody could use it yet: a process that loads code on a busy machine is no fault to keep.
        if (status.state === 'starting') continue;
        if (isSilent) {
          put(id, 'unavailable', 'device-crashed');
          beforeSilence.set(id, status);
        } else {
          beforeSilence.delete(id);
          take(status);
        }
      }
    },
    onTheBus: devices => {
      const { came, went } = hardware.update(devices);
      // A device that is open is told by its driver when it goes.
      for (const id of went) if (isWaiting(lives.stageOf(id))) lives.tell(id, 'vanished');
      for (const id of came) lives.tell(id, 'sighted');
    },
    release: id => lives.tell(id, 'released'),
    missing: id => put(id, 'unavailable', 'device-absent'),
    found: () => hardware.found(),
    stop: () => lives.stop(),
  };
};

/** What events of a device say about its work. */
const WORK: Readonly<Partial<Record<DeviceEvent['type'], readonly LifeEvent[]>>> = {
  'card-inserted': ['work-begun'],
  'card-read': ['work-ended'],
  'card-failed': ['work-ended'],
  'card-removed': ['work-ended'],
  'code-scanned': ['work-begun', 'work-ended'],
};

const eventOf = ({ state, fault }: DeviceStatus): LifeEvent | undefined => {
  if (state === 'starting') return undefined;
  if (state !== 'unavailable') return 'usable';
  return fault === 'device-absent' ? 'vanished' : 'failed';
};

const isWaiting = (stage: DeviceStatus['stage']): boolean =>
  stage === 'detected' || stage === 'faulted';

const initialStatus = ({ id, driver }: DeviceConfig): DeviceStatus => ({
  deviceId: id,
  kind: DRIVER_TABLE[driver].kind,
  driver,
  state: 'starting',
});
