import {
  type DeviceEvent,
  type DeviceStatus,
  type Paper,
  type PrintJob,
  type PrintOutcome,
  type SimulatorAction,
} from '../../core/contract/device.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Printable } from '../../core/contract/printable.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { type DeviceBridge, type DeviceConfig, type PrintPreview } from '../contract/bridge.ts';
import { type DeviceLog } from '../contract/device-log.ts';
import { type DeviceProcessLauncher } from '../contract/device-process.ts';
import { DRIVER_TABLE } from '../contract/driver-table.ts';
import { hostMessageSchema, type DeviceMessage } from '../contract/protocol.ts';
import { within } from './deadline.ts';
import { createDeviceSupervisor } from './device-supervisor.ts';
import { createHardwareMemory } from './hardware-memory.ts';
import { createPendingRequests, type Request } from './pending-requests.ts';

export interface SupervisedBridgeOptions {
  readonly configs: readonly DeviceConfig[];
  readonly launch: DeviceProcessLauncher;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: DeviceLog;
}

/** A device that said nothing by then is called absent. */
const FIRST_STATUS_MS = 15_000;
const KEPT_SHEETS = 12;
/** Outcomes remembered by jobId: days of one kiosk. */
const REMEMBERED_JOBS = 2_000;

/** The devices in a process of their own, kept running; the host's side of it. */
export const createSupervisedBridge = (options: SupervisedBridgeOptions): DeviceBridge => {
  const { configs, clock, ids, log } = options;
  const statuses = new Map(configs.map(config => [config.id, initialStatus(config)]));
  const listeners = new Set<(event: DeviceEvent) => void>();
  const memory = createHardwareMemory();
  const jobs = new Map<string, Promise<PrintOutcome>>();
  const printerId = configs.find(
    ({ driver }) => DRIVER_TABLE[driver].kind === 'receipt-printer',
  )?.id;
  let sheets: Paper[] = [];
  let lastSheetId = 0;
  let onStatus: (() => void) | undefined;
  const stopping = Promise.withResolvers<undefined>();

  const publish = (event: DeviceEvent): void => {
    memory.saw(event);
    if (event.type === 'status') statuses.set(event.status.deviceId, event.status);
    for (const listener of listeners) {
      try {
        listener(event);
      } catch {
        log({ level: 'error', event: 'device-listener-failed', code: 'internal' });
      }
    }
    onStatus?.();
  };

  const setUnavailable = (
    status: DeviceStatus,
    fault: NonNullable<DeviceStatus['fault']>,
  ): void => {
    const { deviceId, kind, driver } = status;
    publish({ type: 'status', status: { deviceId, kind, driver, state: 'unavailable', fault } });
  };

  const take = (message: Exclude<DeviceMessage, { type: 'pong' }>): void => {
    switch (message.type) {
      case 'event': {
        publish(message.event);
        return;
      }
      case 'log': {
        log(message.entry);
        return;
      }
      case 'sheet':
        lastSheetId += 1;
        sheets = [...sheets, { sheetId: lastSheetId, ...message.sheet }].slice(-KEPT_SHEETS);
        return;
      default:
        pending.answer(message);
    }
  };

  const supervisor = createDeviceSupervisor({
    launch: options.launch,
    clock,
    log,
    onMessage: take,
    onUp: () => {
      const devices = configs.map(config => ({
        config,
        hardware: memory.actionsOf(config.id),
        cardReported: memory.cardReported(config.id),
      }));
      supervisor.send({ type: 'configure', devices });
      pending.up();
    },
    onDown: expected => {
      pending.down();
      if (expected) return;
      for (const status of statuses.values()) setUnavailable(status, 'device-crashed');
    },
  });
  const pending = createPendingRequests(supervisor, clock);

  const start = async (): Promise<void> => {
    supervisor.start();
    const waiting = (): DeviceStatus[] =>
      [...statuses.values()].filter(({ state }) => state === 'starting');
    const all = new Promise<void>(resolve => {
      onStatus = () => {
        if (waiting().length === 0) resolve();
      };
      onStatus();
    });
    await within(clock, FIRST_STATUS_MS, Promise.race([all, stopping.promise]));
    onStatus = undefined;
    for (const status of waiting()) setUnavailable(status, 'device-absent');
  };

  /** Sends a request the schema accepts. @throws FaultError `bad-request` */
  const ask = (request: Request): Promise<DeviceMessage> => {
    const { success } = hostMessageSchema.safeParse(request);
    return success ? pending.ask(request) : Promise.reject(new FaultError('bad-request'));
  };

  const runJob = async (job: PrintJob): Promise<PrintOutcome> => {
    if (printerId === undefined) return { outcome: 'failed', fault: 'device-absent' };
    const requestId = ids.uuid();
    try {
      const answer = await ask({ type: 'print', requestId, deviceId: printerId, job });
      if (answer.type === 'print-done') return answer.outcome;
      return { outcome: 'uncertain', fault: 'print-uncertain' };
    } catch (thrown) {
      const fault = thrown instanceof FaultError ? thrown.code : 'internal';
      return { outcome: fault === 'print-uncertain' ? 'uncertain' : 'failed', fault };
    }
  };

  const print = (job: PrintJob): Promise<PrintOutcome> => {
    const known = jobs.get(job.jobId);
    if (known !== undefined) return known;
    const outcome = runJob(job);
    jobs.set(job.jobId, outcome);
    void outcome.then(({ outcome: word }) => {
      // Nothing came out: the same job may be tried again.
      if (word === 'failed') jobs.delete(job.jobId);
    });
    const [oldest] = jobs.keys();
    if (jobs.size > REMEMBERED_JOBS && oldest !== undefined) jobs.delete(oldest);
    return outcome;
  };

  const preview = async (document: Printable): Promise<PrintPreview> => {
    const requestId = ids.uuid();
    const to = printerId === undefined ? {} : { deviceId: printerId };
    const answer = await ask({ type: 'preview', requestId, ...to, document });
    if (answer.type !== 'preview-done') throw new FaultError('device-protocol');
    return answer.preview;
  };

  const simulate = async (deviceId: string, action: SimulatorAction): Promise<void> => {
    const config = configs.find(({ id }) => id === deviceId);
    if (config === undefined) throw new FaultError('device-absent', `no device ${deviceId}`);
    if (!DRIVER_TABLE[config.driver].simulated) throw new FaultError('not-permitted');
    await ask({ type: 'simulate', requestId: ids.uuid(), deviceId, action });
    memory.did(deviceId, action);
  };

  return {
    start,
    stop: async () => {
      await supervisor.stop();
      stopping.resolve(undefined);
    },
    statuses: () => [...statuses.values()],
    subscribe: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    print,
    preview,
    simulate,
    papers: () => Promise.resolve(sheets),
  };
};

const initialStatus = ({ id, driver }: DeviceConfig): DeviceStatus => ({
  deviceId: id,
  kind: DRIVER_TABLE[driver].kind,
  driver,
  state: 'starting',
});
