import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock } from '../../../core/ports/ports.ts';
import { type UsbDevice } from '../../contract/usb-device.ts';
import { attachmentOf, DEVICE_NAME, listLinuxUsbDevices } from './linux-usb-devices.ts';

export interface UsbWatchOptions {
  readonly clock: Clock;
  /** Called with everything that is plugged in: once at the start, and after every change. */
  readonly onDevices: (devices: readonly UsbDevice[]) => void;
  /** For tests. */
  readonly root?: string;
}

/** A person looks at the screen a second after plugging something in, not sooner. */
const LOOK_MS = 1_000;
/** The kernel makes the nodes of a new device a moment after the device itself. */
const SETTLE_MS = 300;

/**
 * Watches the bus. The kernel tells changes by netlink, which Node cannot hear; a look at the names
 * each second costs less than a thousandth of a processor. Sees nothing on a system without sysfs.
 * @returns stops watching
 */
export const watchUsb = (options: UsbWatchOptions): (() => void) => {
  const { clock, root = '/sys/bus/usb/devices' } = options;
  let seen: string | undefined;
  let stopped = false;
  let cancel: (() => void) | undefined;

  const look = async (): Promise<void> => {
    const now = await traces(root);
    if (now !== seen && !stopped) {
      const first = seen === undefined;
      seen = now;
      if (!first) await new Promise<void>(resolve => (cancel = clock.after(SETTLE_MS, resolve)));
      const devices = await listLinuxUsbDevices(root);
      if (!isStopped()) options.onDevices(devices);
    }
    if (!isStopped()) cancel = clock.after(LOOK_MS, () => void look());
  };
  const isStopped = (): boolean => stopped;

  void look();
  return () => {
    stopped = true;
    cancel?.();
  };
};

/** Which devices there are, and which attachment of each. */
const traces = async (root: string): Promise<string> => {
  const names = (await readdir(root).catch((): string[] => [])).filter(name =>
    DEVICE_NAME.test(name),
  );
  const lives = await Promise.all(
    names.toSorted().map(async name => `${name}=${String(await attachmentOf(join(root, name)))}`),
  );
  return lives.join(' ');
};
