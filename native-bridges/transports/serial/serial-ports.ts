import { type SerialPortChoice } from '../../contract/serial-line.ts';
import { listLinuxSerialPorts } from './linux-serial-ports.ts';
import { type SerialPortInfo } from './serial-port-info.ts';

/** The serial ports there are now, on any system; none where the system cannot say. */
export const listSerialPorts = async (): Promise<readonly SerialPortInfo[]> => {
  if (process.platform === 'linux') return listLinuxSerialPorts();
  const { SerialPort } = await import('serialport');
  const ports = await SerialPort.list();
  return ports.map(({ path, ...said }) => ({
    path,
    ...present('vendorId', said.vendorId?.toLowerCase()),
    ...present('productId', said.productId?.toLowerCase()),
    ...present('serialNumber', said.serialNumber),
    ...present('manufacturer', said.manufacturer),
    ...present('usbPort', said.locationId),
  }));
};

const present = (name: keyof SerialPortInfo, value: string | undefined) =>
  value === undefined ? {} : { [name]: value };

/**
 * The path of the chosen port among those there are; undefined where it is not plugged in. Where
 * several fit, it is the first in the order of their paths, so that it is the same one every time.
 */
export const pathOfPort = (
  choice: SerialPortChoice,
  ports: readonly SerialPortInfo[],
): string | undefined => {
  if ('path' in choice) return choice.path;
  const wanted = Object.entries(choice) as [keyof SerialPortInfo, string | undefined][];
  const fitting = ports.filter(port =>
    wanted.every(([name, value]) => value === undefined || port[name] === value),
  );
  return fitting.map(({ path }) => path).toSorted(byNumber)[0];
};

const byNumber = (one: string, other: string): number =>
  one.localeCompare(other, 'en', { numeric: true });
