import { constants } from 'node:fs';
import { access, type FileHandle, open } from 'node:fs/promises';
import { FaultError, type FaultCode } from '../../../core/contract/errors.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { type ByteChannel, type OpenByteChannel } from '../../contract/byte-channel.ts';
import { type SerialPortChoice } from '../../contract/serial-line.ts';
import { pause } from '../../core/deadline.ts';
import { pathOfPort } from '../serial/serial-ports.ts';
import { listLinuxUsbPrinters } from './linux-usb-printers.ts';

export interface UsbPrinterOptions {
  /** Undefined: the first there is. */
  readonly choice: SerialPortChoice | undefined;
  readonly clock: Clock;
  /** For tests; absent: the printers of this machine. */
  readonly list?: typeof listLinuxUsbPrinters;
}

/**
 * Opens a printer at `usblp`, the printer class driver of Linux. The file is read and written
 * without waiting in the kernel: a read that waits there would hold one of the few threads of the
 * process until the printer speaks, which most never do.
 */
export const openUsbPrinter =
  ({ choice, clock, list = listLinuxUsbPrinters }: UsbPrinterOptions): OpenByteChannel =>
  async () => {
    const path = await pathOf(choice, list);
    if (path === undefined) throw new FaultError('device-absent', 'no such USB printer');
    return channelOf(await opened(path), path, clock);
  };

const pathOf = async (
  choice: SerialPortChoice | undefined,
  list: typeof listLinuxUsbPrinters,
): Promise<string | undefined> => {
  if (choice !== undefined && 'path' in choice) return choice.path;
  const printers = await list();
  return choice === undefined ? printers[0]?.path : pathOfPort(choice, printers);
};

const opened = (path: string): Promise<FileHandle> =>
  open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY).catch(
    (cause: unknown) => {
      const code = codeOf(cause);
      throw new FaultError(OPENING_FAULTS[code] ?? 'device-absent', code, { cause });
    },
  );

/** `usblp` has one user at a time; its files belong to the group `lp`. */
const OPENING_FAULTS: Readonly<Record<string, FaultCode>> = {
  EBUSY: 'device-busy',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
};

const codeOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? 'unknown';

/** Answers come within milliseconds of a question; what a printer says unasked can wait. */
const READ_MS = { soon: 10, idle: 100 };
const SOON_FOR_MS = 600;
/** How long to wait before a full pipe is tried again. */
const WRITE_MS = 10;
const CHUNK = 512;

const channelOf = (handle: FileHandle, path: string, clock: Clock): ByteChannel => {
  const dataListeners: ((chunk: Uint8Array) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  const buffer = new Uint8Array(CHUNK);
  let isOpen = true;
  let reading = false;
  let soonUntil = 0;
  let cancelRead: (() => void) | undefined;
  let queue: Promise<void> = Promise.resolve();

  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    cancelRead?.();
    // Closing takes back what the kernel has not yet sent: nothing comes out later.
    handle.close().catch(() => undefined);
    for (const listener of closeListeners) listener();
  };

  const read = async (): Promise<void> => {
    if (reading) return;
    reading = true;
    let bytesRead: number;
    do {
      bytesRead = await readSome();
      if (bytesRead > 0) {
        const chunk = buffer.slice(0, bytesRead);
        for (const listener of dataListeners) listener(chunk);
      }
    } while (bytesRead > 0 && isOpen);
    reading = false;
    readLater(clock.now() < soonUntil ? READ_MS.soon : READ_MS.idle);
  };

  /** A printer class device of one direction has no pipe to read from and says EINVAL. */
  const readSome = async (): Promise<number> => {
    if (!isOpen) return 0;
    try {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, null);
      // Nothing is an empty packet, or the end of a line whose file is gone.
      if (bytesRead === 0) await access(path);
      return bytesRead;
    } catch (cause) {
      if (!['EAGAIN', 'EINVAL'].includes(codeOf(cause))) close();
      return 0;
    }
  };

  const readLater = (ms: number): void => {
    cancelRead?.();
    if (isOpen) cancelRead = clock.after(ms, () => void read());
  };

  const writeAll = async (bytes: Uint8Array): Promise<void> => {
    for (let at = 0; at < bytes.length; ) {
      if (!isOpen) throw new FaultError('device-absent', 'not open');
      try {
        at += (await handle.write(bytes, at, bytes.length - at, null)).bytesWritten;
      } catch (cause) {
        if (codeOf(cause) === 'EAGAIN') {
          await pause(clock, WRITE_MS);
          continue;
        }
        close();
        throw new FaultError('device-absent', 'the line was lost', { cause });
      }
    }
    soonUntil = clock.now() + SOON_FOR_MS;
    readLater(READ_MS.soon);
  };

  readLater(READ_MS.idle);
  return {
    get isOpen() {
      return isOpen;
    },
    // A command is never cut by another one: whoever comes later waits.
    write: bytes => {
      const written = queue.then(() => writeAll(bytes));
      queue = written.catch(() => undefined);
      return written;
    },
    onData: listener => void dataListeners.push(listener),
    onClose: listener => void closeListeners.push(listener),
    close,
    abandon: close,
  };
};
