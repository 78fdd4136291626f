import { type DeviceEvent, type DeviceStatus } from '../../../core/contract/device.ts';
import { type DeviceBridge, type DeviceConfig } from '../../contract/bridge.ts';
import { type DeviceCare } from '../../contract/device-care.ts';
import { type DeviceLogEntry } from '../../contract/device-log.ts';
import { type DeviceProcess } from '../../contract/device-process.ts';
import { createSupervisedBridge } from '../../core/supervised-bridge.ts';
import { createDeviceHost } from '../../process/device-host.ts';
import { createManualClock, settleWith, type ManualClock } from '../manual-clock.ts';
import { createProcessClock } from './process-clock.ts';
import { type MakeDevice, type TroubledHardware } from './troubled-device.ts';

/** Time that can be let pass. */
export type RigClock = Pick<ManualClock, 'now' | 'after' | 'advance'>;

/** A whole bridge over one device. */
export interface BridgeRig {
  readonly bridge: DeviceBridge & DeviceCare;
  readonly device: TroubledHardware;
  readonly clock: RigClock;
  readonly events: DeviceEvent[];
  readonly logs: DeviceLogEntry[];
  status(): DeviceStatus;
  /** Processes started since the beginning. */
  relaunches(): number;
  /** The process dies, as by a fault of native code. */
  abort(): void;
  /** The process takes no messages any more. */
  hangProcess(): void;
  settle<T>(work: Promise<T>): Promise<T>;
  /** Milliseconds until it holds. @throws where it does not within `ms` */
  until(what: string, ms: number, condition: () => boolean): Promise<number>;
}

/** Whose time is manual. */
export interface ManualRig extends BridgeRig {
  readonly clock: ManualClock;
}

const STEP_MS = 10;

/** In manual time: the process is real but for being a process. */
export const openBridgeRig = async (config: DeviceConfig, make: MakeDevice): Promise<ManualRig> => {
  const clock = createManualClock();
  const events: DeviceEvent[] = [];
  const logs: DeviceLogEntry[] = [];
  let launches = 0;
  let ids = 0;
  let pageAnswers = true;
  let running: { end(): void; hang(): void } | undefined;

  const device = make({
    clock,
    page: {
      there: isThere => (isThere ? bridge.pageCame() : bridge.pageWent()),
      answers: does => {
        pageAnswers = does;
      },
      scan: text => {
        const order = events.findLast(event => event.type === 'page-order');
        if (order === undefined) return;
        const { deviceId, orderId } = order;
        bridge.reportFromPage({ deviceId, orderId, result: 'code', text });
      },
    },
  });

  const launch = (): DeviceProcess => {
    launches += 1;
    const time = createProcessClock(clock);
    let alive = true;
    let hung = false;
    let toHost: (message: unknown) => void = () => undefined;
    let onEnd: (reason: string) => void = () => undefined;
    const end = (): void => {
      if (!alive) return;
      alive = false;
      time.end();
      device.orphaned();
      onEnd('SIGKILL');
    };
    running = {
      end,
      hang: () => {
        hung = true;
      },
    };
    const take = createDeviceHost({
      clock: time,
      install: (_config, context) => device.install(context),
      send: message => {
        if (alive && !hung) toHost(JSON.parse(JSON.stringify(message)));
      },
      exit: end,
      crash: end,
    });
    return {
      pid: launches,
      send: (message, failed) => {
        if (!alive) failed(new Error('gone'));
        else if (!hung) take(JSON.parse(JSON.stringify(message)));
      },
      onMessage: listener => {
        toHost = listener;
      },
      onEnd: listener => {
        onEnd = listener;
      },
      kill: end,
    };
  };

  const bridge = createSupervisedBridge({
    configs: [config],
    launch,
    clock,
    ids: { uuid: () => `00000000-0000-4000-9000-${String((ids += 1)).padStart(12, '0')}` },
    log: entry => logs.push(entry),
  });
  bridge.subscribe(event => {
    events.push(event);
    if (event.type !== 'page-order' || !pageAnswers) return;
    const { deviceId, orderId } = event;
    clock.after(STEP_MS, () => bridge.reportFromPage({ deviceId, orderId, result: 'done' }));
  });
  bridge.pageCame();
  await settleWith(clock, bridge.start(), STEP_MS);
  // One for the device, and the common one where it is not in that.
  const launchesAtStart = launches;

  return {
    bridge,
    device,
    clock,
    events,
    logs,
    status: () => {
      const [status] = bridge.statuses();
      if (status === undefined) throw new Error('no device');
      return status;
    },
    relaunches: () => launches - launchesAtStart,
    abort: () => running?.end(),
    hangProcess: () => running?.hang(),
    settle: work => settleWith(clock, work, STEP_MS),
    until: async (what, ms, condition) => {
      const start = clock.now();
      while (!condition()) {
        if (clock.now() - start >= ms) throw new Error(`${what}: not within ${String(ms)} ms`);
        await clock.advance(STEP_MS);
      }
      return clock.now() - start;
    },
  };
};
