import { readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type SerialPortInfo } from './serial-port-info.ts';

/** Ports that lead outside; `ttyS` ones exist for hardware that is not there, and tell by `type`. */
const PORT_NAME = /^tty(?:ACM|USB|S|AMA|THS|mxc|XRUSB|WCH)\d+$/;
/** From the port up to the USB device it belongs to there are at most a few steps. */
const MOST_STEPS = 6;
/** `PORT_UNKNOWN` of the kernel's serial core: no chip was found there. */
const NO_HARDWARE = '0';

/**
 * Serial ports out of sysfs (`Documentation/ABI/testing/sysfs-tty`, `sysfs-bus-usb`). Asking
 * `udevadm` instead would need a program that small systems lack, and ends the process without it.
 * @param root for tests
 */
export const listLinuxSerialPorts = async (
  root = '/sys/class/tty',
): Promise<readonly SerialPortInfo[]> => {
  const names = await readdir(root).catch((): string[] => []);
  const ports = await Promise.all(
    names.filter(name => PORT_NAME.test(name)).map(name => describe(root, name)),
  );
  return ports.filter(port => port !== undefined);
};

const describe = async (root: string, name: string): Promise<SerialPortInfo | undefined> => {
  const path = `/dev/${name}`;
  const device = await realpath(join(root, name, 'device')).catch(() => undefined);
  if (device === undefined) return undefined;
  if ((await attribute(join(root, name), 'type')) === NO_HARDWARE) return undefined;
  return { path, ...(await usbDeviceAbove(device)) };
};

/** What the USB device above a place in sysfs says of itself; nothing where there is none. */
export const usbDeviceAbove = async (device: string): Promise<Omit<SerialPortInfo, 'path'>> => {
  let place = device;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const vendorId = await attribute(place, 'idVendor');
    if (vendorId !== undefined) {
      const entries = await Promise.all(
        Object.entries(ATTRIBUTES).map(async ([name, file]) => {
          return [name, await attribute(place, file)] as const;
        }),
      );
      const said = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
      return { vendorId, ...said, usbPort: basename(place) };
    }
    place = dirname(place);
  }
  return {};
};

const ATTRIBUTES = {
  productId: 'idProduct',
  serialNumber: 'serial',
  manufacturer: 'manufacturer',
  product: 'product',
} as const satisfies Partial<Record<keyof SerialPortInfo, string>>;

const attribute = async (folder: string, name: string): Promise<string | undefined> => {
  const text = await readFile(join(folder, name), 'utf8').catch(() => '');
  return text.trim() === '' ? undefined : text.trim();
};
