import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type UsbDevice } from '../../contract/usb-device.ts';
import { usagePagesOf } from './report-descriptor.ts';

/** `1-1.2`; not `usb1`, which is the computer's own hub, and not `1-1.2:1.0`, an interface. */
export const DEVICE_NAME = /^\d+-\d+(?:\.\d+)*$/;
/** Class of hubs: nothing anybody would configure. */
const HUB = '09';
const LONGEST_TEXT = 200;

/**
 * What is plugged in, out of sysfs (`Documentation/ABI/testing/sysfs-bus-usb`); empty on a system
 * without it. A device that leaves while it is read is left out.
 * @param root for tests
 */
export const listLinuxUsbDevices = async (
  root = '/sys/bus/usb/devices',
): Promise<readonly UsbDevice[]> => {
  const names = (await entries(root)).filter(name => DEVICE_NAME.test(name)).toSorted();
  const devices = await Promise.all(names.map(name => describe(root, name)));
  return devices.filter(device => device !== undefined);
};

const describe = async (root: string, name: string): Promise<UsbDevice | undefined> => {
  const folder = join(root, name);
  const [vendorId, productId, deviceClass] = await Promise.all(
    ['idVendor', 'idProduct', 'bDeviceClass'].map(file => attribute(folder, file)),
  );
  if (vendorId === undefined || productId === undefined || deviceClass === HUB) return undefined;
  const interfaces = (await entries(folder)).filter(entry => entry.startsWith(`${name}:`));
  const parts = await Promise.all(interfaces.map(part => describeInterface(join(folder, part))));
  return {
    usbPort: name,
    attachment: await attachmentOf(folder),
    vendorId,
    productId,
    ...(await texts(folder)),
    interfaces: parts.map(part => part.described),
    nodes: parts.flatMap(part => part.nodes),
  };
};

/** sysfs makes a new inode for every device that comes. */
export const attachmentOf = async (folder: string): Promise<number> =>
  (await stat(folder).catch(() => ({ ino: 0 }))).ino;

const TEXTS = {
  manufacturer: 'manufacturer',
  product: 'product',
  serialNumber: 'serial',
} as const;

const texts = async (folder: string): Promise<Partial<Record<keyof typeof TEXTS, string>>> => {
  const read = await Promise.all(
    Object.entries(TEXTS).map(async ([name, file]) => [name, await attribute(folder, file)]),
  );
  return Object.fromEntries(read.filter(([, text]) => text !== undefined)) as Partial<
    Record<keyof typeof TEXTS, string>
  >;
};

interface Part {
  readonly described: UsbDevice['interfaces'][number];
  readonly nodes: readonly string[];
}

const describeInterface = async (folder: string): Promise<Part> => {
  const [kind, subclass, protocol] = await Promise.all(
    ['bInterfaceClass', 'bInterfaceSubClass', 'bInterfaceProtocol'].map(file =>
      attribute(folder, file),
    ),
  );
  const hid = await hidPart(folder);
  return {
    described: {
      class: kind ?? '00',
      subclass: subclass ?? '00',
      protocol: protocol ?? '00',
      usagePages: [...hid.usagePages],
    },
    nodes: [...(await serialNodes(folder)), ...(await printerNodes(folder)), ...hid.nodes],
  };
};

/** `tty/ttyACM0` below the interface, or `ttyUSB0` for converters. */
const serialNodes = async (folder: string): Promise<string[]> => [
  ...(await entries(join(folder, 'tty'))).map(name => `/dev/${name}`),
  ...(await entries(folder)).filter(name => /^ttyUSB\d+$/.test(name)).map(name => `/dev/${name}`),
];

const printerNodes = async (folder: string): Promise<string[]> =>
  (await entries(join(folder, 'usbmisc'))).map(name => `/dev/usb/${name}`);

/** `0003:0C2E:0B6A.0001` with `report_descriptor` and `hidraw/hidraw0` below it. */
const hidPart = async (folder: string): Promise<{ usagePages: number[]; nodes: string[] }> => {
  const names = (await entries(folder)).filter(name => /^0003:/.test(name));
  const parts = await Promise.all(
    names.map(async name => ({
      usagePages: usagePagesOf(
        await readFile(join(folder, name, 'report_descriptor')).catch(() => new Uint8Array()),
      ),
      nodes: (await entries(join(folder, name, 'hidraw'))).map(node => `/dev/${node}`),
    })),
  );
  return {
    usagePages: [...new Set(parts.flatMap(part => part.usagePages))],
    nodes: parts.flatMap(part => part.nodes),
  };
};

const entries = (folder: string): Promise<string[]> => readdir(folder).catch((): string[] => []);

const attribute = async (folder: string, file: string): Promise<string | undefined> => {
  const text = (await readFile(join(folder, file), 'utf8').catch(() => '')).trim();
  return text === '' ? undefined : text.slice(0, LONGEST_TEXT);
};
