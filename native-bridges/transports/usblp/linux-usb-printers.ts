import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { usbDeviceAbove } from '../serial/linux-serial-ports.ts';
import { type SerialPortInfo } from '../serial/serial-port-info.ts';

export interface UsbPrinterInfo extends SerialPortInfo {
  /** IEEE 1284 device id, as the printer gives it: `MFG:EPSON;CMD:ESC/POS;MDL:TM-T82;…`. */
  readonly deviceId?: string;
}

const PRINTER_NAME = /^lp\d+$/;

/**
 * USB printers that the kernel's `usblp` has taken, out of sysfs
 * (`Documentation/ABI/testing/sysfs-bus-usb`).
 * @param root for tests
 */
export const listLinuxUsbPrinters = async (
  root = '/sys/class/usbmisc',
): Promise<readonly UsbPrinterInfo[]> => {
  const names = await readdir(root).catch((): string[] => []);
  const printers = await Promise.all(
    names.filter(name => PRINTER_NAME.test(name)).map(name => describe(root, name)),
  );
  return printers
    .filter(printer => printer !== undefined)
    .toSorted((one, other) => one.path.localeCompare(other.path, 'en', { numeric: true }));
};

const describe = async (root: string, name: string): Promise<UsbPrinterInfo | undefined> => {
  const device = await realpath(join(root, name, 'device')).catch(() => undefined);
  if (device === undefined) return undefined;
  const deviceId = await readFile(join(device, 'ieee1284_id'), 'utf8').catch(() => '');
  return {
    path: `/dev/usb/${name}`,
    ...(await usbDeviceAbove(device)),
    ...(deviceId.trim() === '' ? {} : { deviceId: deviceId.trim() }),
  };
};
