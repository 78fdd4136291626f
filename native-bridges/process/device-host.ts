import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type DeviceDriver } from '../contract/driver.ts';
import { hostMessageSchema, type DeviceMessage, type HostMessage } from '../contract/protocol.ts';
import { type UsbDevice } from '../contract/usb-device.ts';
import { TIMED_OUT, within } from '../core/deadline.ts';
import { installDevice } from '../core/registry.ts';
import { createDeviceSetUp } from './device-set-up.ts';

export interface DeviceHostOptions {
  readonly send: (message: DeviceMessage) => void;
  readonly clock: Clock;
  /** Ends the process in good order. */
  readonly exit: () => void;
  /** Ends the process as a crash of native code would. */
  readonly crash: () => void;
  /** Tells what is on the bus until the returned function is called; absent where nobody looks. */
  readonly watchHardware?: (onDevices: (devices: readonly UsbDevice[]) => void) => () => void;
  /** Absent: drivers out of the registry. */
  readonly install?: typeof installDevice;
}

/** The host answers at once; if it does not, it is gone and nothing may be printed. */
const BEGIN_MS = 5_000;

type MessageOf<Type extends HostMessage['type']> = Extract<HostMessage, { type: Type }>;

/** Runs the configured devices and does what the host says. The returned function takes messages. */
export const createDeviceHost = (options: DeviceHostOptions): ((message: unknown) => void) => {
  const { send, clock } = options;
  const devices = createDeviceSetUp({ ...options, install: options.install ?? installDevice });
  const awaitingContinue = new Map<string, () => void>();
  let configured = false;
  let stopWatching: (() => void) | undefined;

  const configure = ({ devices: setups, watchHardware }: MessageOf<'configure'>): void => {
    if (configured) {
      send({ type: 'log', entry: logEntry('configured-twice') });
      return;
    }
    configured = true;
    for (const setup of setups) devices.takeUp(setup);
    if (!watchHardware) return;
    stopWatching = options.watchHardware?.(found =>
      send({ type: 'hardware', devices: [...found] }),
    );
  };

  const driverOf = async <Kind extends DeviceDriver['kind']>(
    deviceId: string,
    kind: Kind,
  ): Promise<Extract<DeviceDriver, { kind: Kind }>> => {
    const driver = (await devices.installed(deviceId))?.driver;
    if (driver?.kind !== kind) throw new FaultError('device-absent', `no ${kind} ${deviceId}`);
    return driver as Extract<DeviceDriver, { kind: Kind }>;
  };

  /** Answers a request with what `work` comes to, or with the code of its failure. */
  const answer = async (requestId: string, work: () => Promise<DeviceMessage>): Promise<void> => {
    try {
      send(await work());
    } catch (thrown) {
      send({ type: 'refused', requestId, code: asFaultError(thrown).code });
    }
  };

  const print = ({ requestId, deviceId, job }: MessageOf<'print'>): Promise<void> =>
    answer(requestId, async () => {
      const printer = await driverOf(deviceId, 'receipt-printer');
      const outcome = await printer.print(job, () => begin(requestId));
      return { type: 'print-done', requestId, outcome };
    });

  const printDocument = ({
    requestId,
    deviceId,
    job,
  }: MessageOf<'print-document'>): Promise<void> =>
    answer(requestId, async () => {
      const printer = await driverOf(deviceId, 'document-printer');
      const outcome = await printer.print(job, () => begin(requestId));
      return { type: 'print-done', requestId, outcome };
    });

  const tellDisplay = ({ requestId, deviceId, order }: MessageOf<'payment-order'>): Promise<void> =>
    answer(requestId, async () => {
      const display = await driverOf(deviceId, 'payment-display');
      await display.tell(order);
      return { type: 'order-done', requestId };
    });

  const playSound = ({ requestId, deviceId, sound }: MessageOf<'play-sound'>): Promise<void> =>
    answer(requestId, async () => {
      const output = await driverOf(deviceId, 'audio-output');
      await output.play(sound);
      return { type: 'order-done', requestId };
    });

  /** Tells the drivers whose device is the page. */
  const tellPage = (message: MessageOf<'page' | 'page-report'>): void => {
    devices.each(({ driver }) => {
      if (!('onPage' in driver)) return;
      const { onPage } = driver;
      if (message.type === 'page-report') onPage.takeReport(message.report);
      else if (message.place === onPage.place) onPage.pageIsThere(message.there);
    });
  };

  const begin = async (requestId: string): Promise<void> => {
    const allowed = new Promise<void>(resolve => awaitingContinue.set(requestId, resolve));
    send({ type: 'print-begins', requestId });
    const result = await within(clock, BEGIN_MS, allowed);
    awaitingContinue.delete(requestId);
    if (result === TIMED_OUT) throw new FaultError('device-crashed', 'the host does not answer');
  };

  const preview = ({ requestId, deviceId, document }: MessageOf<'preview'>): Promise<void> =>
    answer(requestId, async () => {
      if (deviceId !== undefined) {
        const printer = await driverOf(deviceId, 'receipt-printer');
        return { type: 'preview-done', requestId, preview: printer.preview(document) };
      }
      const { renderTicketPng } = await import('../drivers/receipt-printer/preview.ts');
      const { PRINTER_PROFILES } = await import('../drivers/receipt-printer/profiles.ts');
      const shown = renderTicketPng(document, PRINTER_PROFILES['generic-80mm']);
      return { type: 'preview-done', requestId, preview: shown };
    });

  const simulate = ({ requestId, deviceId, action }: MessageOf<'simulate'>): Promise<void> =>
    answer(requestId, async () => {
      const hardware = (await devices.installed(deviceId))?.hardware;
      if (hardware === undefined) throw new FaultError('not-permitted', 'not simulated');
      if (action.action === 'crash') options.crash();
      else hardware.act(action);
      return { type: 'simulate-done', requestId };
    });

  const takeKeys = ({ keys }: MessageOf<'card-keys'>): void => {
    devices.each(({ driver }) => {
      if (driver.kind !== 'chip-card-reader') return;
      if (keys.length === 0) driver.forgetKeys();
      else driver.offerKeys(keys);
    });
  };

  const trace = ({ deviceId, on }: MessageOf<'trace'>): void => {
    const recorder = devices.recorderOf(deviceId);
    if (on) recorder?.start(entry => send({ type: 'traced', deviceId, entry }));
    else recorder?.stop();
  };

  const stop = async (): Promise<void> => {
    stopWatching?.();
    await devices.stop();
    options.exit();
  };

  const obey = (message: HostMessage): void => {
    switch (message.type) {
      case 'configure': {
        configure(message);
        return;
      }
      case 'take-up': {
        devices.takeUp(message.device);
        return;
      }
      case 'put-down':
        return void devices.putDown(message.deviceId);
      case 'ping': {
        send({ type: 'pong', sequence: message.sequence });
        return;
      }
      case 'print':
        return void print(message);
      case 'print-continue':
        return awaitingContinue.get(message.requestId)?.();
      case 'preview':
        return void preview(message);
      case 'simulate':
        return void simulate(message);
      case 'card-keys': {
        takeKeys(message);
        return;
      }
      case 'print-document':
        return void printDocument(message);
      case 'payment-order':
        return void tellDisplay(message);
      case 'play-sound':
        return void playSound(message);
      case 'page':
      case 'page-report': {
        tellPage(message);
        return;
      }
      case 'trace': {
        trace(message);
        return;
      }
      case 'stop':
        return void stop();
    }
  };

  return message => {
    const parsed = hostMessageSchema.safeParse(message);
    if (parsed.success) {
      obey(parsed.data);
      return;
    }
    // Where it was wrong, never what it said.
    const where = parsed.error.issues.map(issue => issue.path.join('.')).join(' ');
    send({ type: 'log', entry: logEntry('message-refused', where) });
  };
};

const logEntry = (event: string, detail?: string) => ({
  level: 'error' as const,
  event,
  ...(detail === undefined ? {} : { detail: detail.slice(0, 500) }),
});
