import { stat } from 'node:fs/promises';
import { type SerialPort as SerialPortClass } from 'serialport';
import { FaultError } from '../../../core/contract/errors.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { type ByteChannel, type OpenByteChannel } from '../../contract/byte-channel.ts';
import { type SerialLineSettings } from '../../contract/serial-line.ts';
import { listSerialPorts, pathOfPort } from './serial-ports.ts';

export interface SerialChannelOptions {
  readonly settings: SerialLineSettings;
  readonly clock: Clock;
  /** For tests; absent: the ports of this machine. */
  readonly list?: typeof listSerialPorts;
}

const DEFAULT_BAUD_RATE = 9600;
/** How often the port's file is looked at while it is open. */
const LOOK_MS = 1000;

/**
 * Opens a serial port, each time as a new object: `serialport` keeps what is written to a closed
 * port and sends it after the next opening of the same object.
 */
export const createSerialChannel =
  ({ settings, clock, list = listSerialPorts }: SerialChannelOptions): OpenByteChannel =>
  async () => {
    const { port: choice } = settings;
    const path = pathOfPort(choice, 'path' in choice ? [] : await list());
    if (path === undefined) throw new FaultError('device-absent', 'no such serial port');
    const { SerialPort } = await import('serialport');
    const port = new SerialPort({ path, autoOpen: false, ...portOptions(settings) });
    // Without a listener the failure of a line that is lost would end the process.
    port.on('error', () => undefined);
    await opened(port);
    return channelOf(port, path, clock);
  };

const portOptions = (settings: SerialLineSettings) => {
  const flow = settings.flowControl ?? 'none';
  return {
    baudRate: settings.baudRate ?? DEFAULT_BAUD_RATE,
    dataBits: settings.dataBits ?? 8,
    parity: settings.parity ?? 'none',
    stopBits: settings.stopBits ?? 1,
    rtscts: flow === 'rts-cts',
    xon: flow === 'xon-xoff',
    xoff: flow === 'xon-xoff',
  } as const;
};

const opened = (port: SerialPortClass): Promise<void> =>
  new Promise((resolve, reject) => {
    port.open(cause => {
      if (cause === null) resolve();
      else reject(openingFault(cause));
    });
  });

/** What the systems say where a port does not open; any other reason is a port that is not there. */
const OPENING_FAULTS = [
  { says: /cannot lock|busy|access denied/i, code: 'device-busy' },
  { says: /permission denied|operation not permitted/i, code: 'not-permitted' },
] as const;

const openingFault = (cause: Error): FaultError => {
  const code = OPENING_FAULTS.find(({ says }) => says.test(cause.message))?.code;
  return new FaultError(code ?? 'device-absent', cause.message, { cause });
};

const channelOf = (port: SerialPortClass, path: string, clock: Clock): ByteChannel => {
  let open = true;
  const closeListeners: (() => void)[] = [];
  const closed = (): void => {
    if (!open) return;
    open = false;
    stopLooking();
    for (const listener of closeListeners) listener();
  };
  const close = (): void => {
    if (port.isOpen) port.close(() => undefined);
    closed();
  };
  port.once('close', closed);
  const stopLooking = watchPath(path, clock, close);

  return {
    get isOpen() {
      return open && port.isOpen;
    },
    write: bytes =>
      new Promise((resolve, reject) => {
        const refuse = (): void => reject(new FaultError('device-absent', 'the port was lost'));
        if (!open || !port.isOpen) {
          refuse();
          return;
        }
        closeListeners.push(refuse);
        port.write(bytes, cause => {
          closeListeners.splice(closeListeners.indexOf(refuse), 1);
          if (cause === null || cause === undefined) resolve();
          else refuse();
        });
      }),
    onData: listener => void port.on('data', (chunk: Buffer) => listener(chunk)),
    onClose: listener => void closeListeners.push(listener),
    close,
    abandon: () => {
      // Also what the system still holds of it.
      if (port.isOpen) port.flush(() => port.close(() => undefined));
      closed();
    },
  };
};

/**
 * Notices that a device went away, or came back as another one, where the system does not tell the
 * reader: a port that hung up in the middle of a read answers with nothing for ever.
 */
const watchPath = (path: string, clock: Clock, onGone: () => void): (() => void) => {
  if (!path.startsWith('/')) return () => undefined;
  let first: string | undefined;
  let stopped = false;
  let cancel: () => void = () => undefined;
  const look = async (): Promise<void> => {
    const seen = await stat(path).then(
      ({ dev, ino }) => `${dev}:${ino}`,
      () => undefined,
    );
    if (stopped) return;
    first ??= seen;
    if (seen === undefined || seen !== first) onGone();
    else cancel = clock.after(LOOK_MS, () => void look());
  };
  void look();
  return () => {
    stopped = true;
    cancel();
  };
};
