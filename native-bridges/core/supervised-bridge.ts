import {
  MAX_KEY_CANDIDATES,
  type CardAccessKey,
  type DeviceEvent,
  type DeviceKind,
  type DeviceStatus,
  type Paper,
  type PrintJob,
  type PrintOutcome,
  type SimulatorAction,
} from '../../core/contract/device.ts';
import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import { type PagePlace } from '../../core/contract/page-device.ts';
import { type PaymentOrder } from '../../core/contract/payment-display.ts';
import { type Printable } from '../../core/contract/printable.ts';
import { type DocumentJob } from '../../core/contract/sheet.ts';
import { type Sound } from '../../core/contract/sound.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { type DeviceBridge, type DeviceConfig, type PrintPreview } from '../contract/bridge.ts';
import { type DeviceLog } from '../contract/device-log.ts';
import { type TranscriptEntry } from '../contract/transcript.ts';
import { inOneTime } from '../contract/transcript-time.ts';
import { type DeviceCare } from '../contract/device-care.ts';
import { type DeviceTracing } from '../contract/device-tracing.ts';
import { type DeviceProcessLauncher } from '../contract/device-process.ts';
import { DRIVER_TABLE } from '../contract/driver-table.ts';
import { hostMessageSchema, type DeviceMessage } from '../contract/protocol.ts';
import { within } from './deadline.ts';
import { createDeviceBoard } from './device-board.ts';
import { type News } from './device-group.ts';
import { openDeviceGroups } from './device-groups.ts';
import { createHardwareMemory } from './hardware-memory.ts';
import { createJobOutcomes } from './job-outcomes.ts';
import { createPagePresence } from './page-presence.ts';
import { type Request } from './pending-requests.ts';

export interface SupervisedBridgeOptions {
  readonly configs: readonly DeviceConfig[];
  /** Called once for every isolation group, and for every restart. */
  readonly launch: DeviceProcessLauncher;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: DeviceLog;
}

/** A device that said nothing by then is called absent. */
const FIRST_STATUS_MS = 15_000;
const KEPT_SHEETS = 12;

/** The devices in processes of their own, kept running; the host's side of them. */
export const createSupervisedBridge = (
  options: SupervisedBridgeOptions,
): DeviceBridge & DeviceTracing & DeviceCare => {
  const { configs, clock, ids, log } = options;
  const listeners = new Set<(event: DeviceEvent) => void>();
  const memory = createHardwareMemory();
  const tracers = new Map<string, (entry: TranscriptEntry) => void>();
  const once = createJobOutcomes();
  const pages = createPagePresence();
  const firstOf = (kind: DeviceKind): DeviceConfig | undefined =>
    configs.find(({ driver }) => DRIVER_TABLE[driver].kind === kind);
  const printer = firstOf('receipt-printer');
  let sheets: Paper[] = [];
  let lastSheetId = 0;
  let offeredKeys: readonly CardAccessKey[] = [];
  let onStatus: (() => void) | undefined;
  const stopping = Promise.withResolvers<undefined>();

  let crashWanted = false;

  const publish = (event: DeviceEvent): void => {
    memory.saw(event);
    for (const listener of listeners) {
      try {
        listener(event);
      } catch {
        log({ level: 'error', event: 'device-listener-failed', code: 'internal' });
      }
    }
    onStatus?.();
  };

  const board = createDeviceBoard({
    configs,
    clock,
    log,
    publish,
    setApart: config => void groups.of(config).send({ type: 'put-down', deviceId: config.id }),
    takeUp: config => groups.of(config).takeUp(config),
  });

  const take = (news: News): void => {
    switch (news.type) {
      case 'event': {
        board.heard(news.event);
        return;
      }
      case 'opening': {
        board.opening(news.deviceId);
        return;
      }
      case 'not-opened': {
        board.notOpened(news.deviceId);
        return;
      }
      case 'hardware': {
        board.onTheBus(news.devices);
        return;
      }
      case 'log': {
        log(news.entry);
        return;
      }
      case 'traced': {
        tracers.get(news.deviceId)?.(news.entry);
        return;
      }
      case 'sheet':
        lastSheetId += 1;
        sheets = [...sheets, { sheetId: lastSheetId, ...news.sheet }].slice(-KEPT_SHEETS);
    }
  };

  const groups = openDeviceGroups({
    ...options,
    memory,
    offeredKeys: () => offeredKeys,
    isTraced: id => tracers.has(id),
    pagesThere: pages.there,
    onNews: take,
    isSetApart: board.isSetApart,
    onCrash: crashed => {
      board.crashed(crashed, crashWanted);
      crashWanted = false;
    },
    onSilent: board.silent,
  });

  const start = async (): Promise<void> => {
    for (const group of groups.all) group.start();
    const waiting = (): DeviceStatus[] =>
      board.statuses().filter(({ state }) => state === 'starting');
    const all = new Promise<void>(resolve => {
      onStatus = () => {
        if (waiting().length === 0) resolve();
      };
      onStatus();
    });
    await within(clock, FIRST_STATUS_MS, Promise.race([all, stopping.promise]));
    onStatus = undefined;
    for (const { deviceId } of waiting()) board.missing(deviceId);
  };

  /** Sends a request the schema accepts. @throws FaultError `bad-request` */
  const ask = (of: DeviceConfig | undefined, request: Request): Promise<DeviceMessage> => {
    const { success } = hostMessageSchema.safeParse(request);
    return success ? groups.of(of).ask(request) : Promise.reject(new FaultError('bad-request'));
  };

  /** Asks a device to do what it is there for. */
  const atWork = (device: DeviceConfig, request: Request): Promise<DeviceMessage> => {
    const done = board.atWork(device.id);
    return ask(device, request).finally(done);
  };

  const tellKeys = (keys: readonly CardAccessKey[]): void => {
    const message = hostMessageSchema.safeParse({ type: 'card-keys', keys });
    if (!message.success) {
      throw new FaultError('bad-request', `not ${MAX_KEY_CANDIDATES} or fewer keys of a chip`);
    }
    offeredKeys = [...keys];
    for (const group of groups.all) group.send(message.data);
  };

  const runJob = async (
    device: DeviceConfig | undefined,
    requestFor: (device: DeviceConfig, requestId: string) => Request,
  ): Promise<PrintOutcome> => {
    if (device === undefined) return { outcome: 'failed', fault: 'device-absent' };
    try {
      const answer = await atWork(device, requestFor(device, ids.uuid()));
      if (answer.type === 'print-done') return answer.outcome;
      return { outcome: 'uncertain', fault: 'print-uncertain' };
    } catch (thrown) {
      const fault = thrown instanceof FaultError ? thrown.code : 'internal';
      return { outcome: fault === 'print-uncertain' ? 'uncertain' : 'failed', fault };
    }
  };

  const print = (job: PrintJob): Promise<PrintOutcome> =>
    once(job.jobId, () =>
      runJob(printer, ({ id: deviceId }, requestId) => ({
        type: 'print',
        requestId,
        deviceId,
        job,
      })),
    );

  const printDocument = (job: DocumentJob): Promise<PrintOutcome> =>
    once(job.jobId, () =>
      runJob(firstOf('document-printer'), ({ id: deviceId }, requestId) => ({
        type: 'print-document',
        requestId,
        deviceId,
        job,
      })),
    );

  const tellPaymentDisplays = async (order: PaymentOrder): Promise<void> => {
    const displays = configs.filter(
      ({ driver }) => DRIVER_TABLE[driver].kind === 'payment-display',
    );
    const told = await Promise.allSettled(
      displays.map(device =>
        atWork(device, {
          type: 'payment-order',
          requestId: ids.uuid(),
          deviceId: device.id,
          order,
        }),
      ),
    );
    if (told.some(({ status }) => status === 'fulfilled')) return;
    const refused = told.findLast(result => result.status === 'rejected');
    throw refused === undefined
      ? new FaultError('device-absent', 'no payment display')
      : asFaultError(refused.reason);
  };

  const playSound = async (sound: Sound): Promise<void> => {
    const output = firstOf('audio-output');
    if (output === undefined) throw new FaultError('device-absent', 'no audio output');
    await atWork(output, {
      type: 'play-sound',
      requestId: ids.uuid(),
      deviceId: output.id,
      sound,
    });
  };

  const tellPage = (place: PagePlace, there: boolean): void => {
    for (const group of groups.all) group.send({ type: 'page', place, there });
  };

  const preview = async (document: Printable): Promise<PrintPreview> => {
    const requestId = ids.uuid();
    const to = printer === undefined ? {} : { deviceId: printer.id };
    const answer = await ask(printer, { type: 'preview', requestId, ...to, document });
    if (answer.type !== 'preview-done') throw new FaultError('device-protocol');
    return answer.preview;
  };

  const simulate = async (deviceId: string, action: SimulatorAction): Promise<void> => {
    const config = configs.find(({ id }) => id === deviceId);
    if (config === undefined) throw new FaultError('device-absent', `no device ${deviceId}`);
    if (!DRIVER_TABLE[config.driver].simulated) throw new FaultError('not-permitted');
    crashWanted = action.action === 'crash';
    await ask(config, { type: 'simulate', requestId: ids.uuid(), deviceId, action });
    memory.did(deviceId, action);
  };

  const trace = (deviceId: string, listener: (entry: TranscriptEntry) => void): (() => void) => {
    const config = configs.find(({ id }) => id === deviceId);
    if (config === undefined) throw new FaultError('device-absent', `no device ${deviceId}`);
    if (tracers.has(deviceId)) throw new FaultError('device-busy', 'it is being traced already');
    const tracer = inOneTime(listener);
    tracers.set(deviceId, tracer);
    groups.of(config).send({ type: 'trace', deviceId, on: true });
    return () => {
      if (tracers.get(deviceId) !== tracer) return;
      tracers.delete(deviceId);
      groups.of(config).send({ type: 'trace', deviceId, on: false });
    };
  };

  const restart = async (deviceId: string): Promise<void> => {
    const config = configs.find(({ id }) => id === deviceId);
    if (config === undefined) throw new FaultError('device-absent', `no device ${deviceId}`);
    board.release(deviceId);
    board.restarting(groups.sharing(config));
    await groups.of(config).restart();
  };

  return {
    start,
    restart,
    found: board.found,
    stop: async () => {
      offeredKeys = [];
      board.stop();
      await Promise.all(groups.all.map(group => group.stop()));
      stopping.resolve(undefined);
    },
    statuses: board.statuses,
    subscribe: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    print,
    printDocument,
    tellPaymentDisplays,
    playSound,
    pageCame: (place = 'screen') => {
      pages.came(place);
      tellPage(place, true);
    },
    pageWent: (place = 'screen') => {
      pages.went(place);
      if (!pages.isThere(place)) tellPage(place, false);
    },
    reportFromPage: report => {
      for (const group of groups.all) group.send({ type: 'page-report', report });
    },
    preview,
    simulate,
    trace,
    offerCardKeys: keys => {
      if (keys.length > 0) tellKeys(keys);
    },
    forgetCardKeys: () => tellKeys([]),
    papers: () => Promise.resolve(sheets),
  };
};
