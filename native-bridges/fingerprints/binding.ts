import { type DeviceConfig } from '../contract/bridge.ts';
import { type Suggestion } from '../contract/device-care.ts';
import { type DriverName } from '../contract/driver-table.ts';
import { type UsbDevice } from '../contract/usb-device.ts';
import { recognise } from './recognise.ts';

/**
 * What a configuration has to say so that this very device is found again wherever its path moves:
 * by its serial number, else by the socket it is in.
 */
export const portOf = ({ vendorId, productId, serialNumber, usbPort }: UsbDevice) => ({
  vendorId,
  productId,
  ...(serialNumber === undefined ? { usbPort } : { serialNumber }),
});

/** A configuration of that device with the suggested driver, as it would stand in the file. */
export const configurationOf = (
  id: string,
  device: UsbDevice,
  { driver, profile }: Suggestion,
): Readonly<Record<string, unknown>> => ({
  id,
  driver,
  ...placeOf(driver, device),
  ...(profile === undefined ? {} : { profile }),
});

const placeOf = (driver: DriverName, device: UsbDevice): object => {
  if (driver === 'pcsc-card-reader') return {};
  if (driver !== 'hid-pos-code-scanner') return { port: portOf(device) };
  // HID is not found by its socket.
  const { vendorId, productId, serialNumber } = device;
  return { vendorId, productId, ...(serialNumber === undefined ? {} : { serialNumber }) };
};

interface PortChoice {
  readonly path?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly usbPort?: string | undefined;
}

const fits = (port: PortChoice, device: UsbDevice): boolean =>
  (port.path === undefined || device.nodes.includes(port.path)) &&
  (['vendorId', 'productId', 'serialNumber', 'usbPort'] as const).every(
    name => port[name] === undefined || port[name] === device[name],
  );

/**
 * The device on the bus that a configuration means; undefined where it is not there, or where the
 * configuration is of something that is not on the bus. Without a choice it is any device that the
 * driver could run.
 */
export const boundTo = (
  config: DeviceConfig,
  devices: readonly UsbDevice[],
): UsbDevice | undefined => {
  const possible = devices.filter(device =>
    recognise(device).some(({ driver }) => driver === config.driver),
  );
  if (config.driver === 'hid-pos-code-scanner') return possible.find(one => fits(config, one));
  const port = 'port' in config && typeof config.port === 'object' ? config.port : undefined;
  return port === undefined ? possible[0] : devices.find(device => fits(port, device));
};
