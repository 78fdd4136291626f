import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { DRIVER_TABLE } from '../contract/driver-table.ts';
import { type InstalledDevice } from '../contract/driver.ts';
import { type DeviceMessage, type DeviceSetup } from '../contract/protocol.ts';
import { TIMED_OUT, within } from '../core/deadline.ts';
import { type installDevice } from '../core/registry.ts';
import { createRecorder, type Recorder } from '../transcripts/recorder.ts';

export interface DeviceSetUpOptions {
  readonly install: typeof installDevice;
  readonly send: (message: DeviceMessage) => void;
  readonly clock: Clock;
  /** Ends the process as a crash of native code would. */
  readonly crash: () => void;
}

/** The devices of this process: set up one after the other, and again where that failed. */
export interface DeviceSetUp {
  takeUp(setup: DeviceSetup): void;
  putDown(deviceId: string): Promise<void>;
  /** Resolves when the device was started; undefined where it could not be set up. */
  installed(deviceId: string): Promise<InstalledDevice | undefined>;
  /** Does something with every device as soon as it was started. */
  each(use: (device: InstalledDevice) => void): void;
  /** Resolves when every driver has stopped. */
  stop(): Promise<void>;
  recorderOf(deviceId: string): Recorder | undefined;
}

/** Waiting times before a device is set up again; the last one for ever. */
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000];
/** A driver reports a first status within seconds, also of a device that is away. */
const START_MS = 20_000;

interface Taken {
  readonly setup: DeviceSetup;
  readonly recorder: Recorder;
  attempt: Promise<InstalledDevice | undefined>;
  failures: number;
  down: boolean;
  cancelRetry?: () => void;
}

export const createDeviceSetUp = (options: DeviceSetUpOptions): DeviceSetUp => {
  const { send, clock } = options;
  const taken = new Map<string, Taken>();
  /** One at a time, so that a crash is told with the name of the driver that was being loaded. */
  let loading: Promise<unknown> = Promise.resolve();

  const load = (device: Taken): Promise<InstalledDevice> => {
    const { config, cardReported } = device.setup;
    const deviceId = config.id;
    const loaded = loading.then(() => {
      send({ type: 'opening', deviceId });
      return options.install(config, {
        deviceId,
        clock,
        cardReported,
        recorder: device.recorder,
        emit: event => {
          if (!device.down) send({ type: 'event', event });
        },
        log: entry => send({ type: 'log', entry }),
        onSheet: sheet => send({ type: 'sheet', deviceId, sheet }),
      });
    });
    loading = loaded.catch(() => undefined);
    return loaded;
  };

  const open = async (device: Taken): Promise<InstalledDevice> => {
    const installed = await load(device);
    for (const action of device.setup.hardware) installed.hardware?.act(action);
    const started = await within(clock, START_MS, installed.driver.start());
    if (started !== TIMED_OUT) return installed;
    // What hangs holds a thread and perhaps the port: only the end of the process frees them.
    const { id: deviceId } = device.setup.config;
    send({ type: 'log', entry: { level: 'error', event: 'device-start-hung', deviceId } });
    options.crash();
    throw new FaultError('device-crashed', 'the driver hangs');
  };

  const attempt = async (device: Taken): Promise<InstalledDevice | undefined> => {
    try {
      const installed = await open(device);
      device.failures = 0;
      return installed;
    } catch (thrown) {
      if (!device.down) sayFailed(device, asFaultError(thrown));
      return undefined;
    }
  };

  const sayFailed = (device: Taken, { code, message }: FaultError): void => {
    const { id: deviceId, driver } = device.setup.config;
    const { kind } = DRIVER_TABLE[driver];
    const detail = message.slice(0, 500);
    send({
      type: 'log',
      entry: { level: 'error', event: 'device-not-started', deviceId, code, detail },
    });
    send({
      type: 'event',
      event: {
        type: 'status',
        status: { deviceId, kind, driver, state: 'unavailable', fault: code },
      },
    });
    const wait = RETRY_MS[Math.min(device.failures, RETRY_MS.length - 1)] ?? 0;
    device.failures += 1;
    device.cancelRetry = clock.after(wait, () => {
      device.attempt = attempt(device);
    });
    // Last: the answer may be that it is put down.
    send({ type: 'not-opened', deviceId, code });
  };

  const putDown = async (deviceId: string): Promise<void> => {
    const device = taken.get(deviceId);
    if (device === undefined) return;
    device.down = true;
    device.cancelRetry?.();
    taken.delete(deviceId);
    await (await device.attempt)?.driver.stop();
  };

  return {
    takeUp: setup => {
      const { id, driver } = setup.config;
      if (taken.has(id)) return;
      const { kind, simulated } = DRIVER_TABLE[driver];
      const device: Taken = {
        setup,
        recorder: createRecorder({ kind, redacted: !simulated, clock }),
        attempt: Promise.resolve(undefined),
        failures: 0,
        down: false,
      };
      taken.set(id, device);
      device.attempt = attempt(device);
    },
    putDown,
    installed: deviceId => taken.get(deviceId)?.attempt ?? Promise.resolve(undefined),
    each: use => {
      for (const device of taken.values()) {
        void device.attempt.then(installed => {
          if (installed !== undefined) use(installed);
        });
      }
    },
    stop: async () => {
      await Promise.allSettled([...taken.keys()].map(putDown));
    },
    recorderOf: deviceId => taken.get(deviceId)?.recorder,
  };
};
