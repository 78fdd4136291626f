import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Device, devicesAsync, HIDAsync } from 'node-hid';
import { type HidBinding, type HidDeviceInfo } from './hid-binding.ts';

/** Only Linux hands it out without native code of our own (`Documentation/ABI/testing/sysfs-driver-hid`). */
const sysfsDescriptor = (path: string): Promise<Uint8Array | undefined> =>
  path.startsWith('/dev/hidraw')
    ? readFile(`/sys/class/hidraw/${basename(path)}/device/report_descriptor`).catch(
        () => undefined,
      )
    : Promise.resolve(undefined);

/** The HID devices of this machine. Loading this loads native code. */
export const nodeHid: HidBinding = {
  list: async () => (await devicesAsync()).flatMap(describe),
  descriptor: sysfsDescriptor,
  open: async path => {
    const device = await HIDAsync.open(path);
    let closed = false;
    const close = (): void => {
      if (closed) return;
      closed = true;
      // A device that is gone cannot be closed either.
      device.close().catch(() => undefined);
    };
    return {
      onReport: listener => void device.on('data', (report: Buffer) => listener(report)),
      onLost: listener =>
        void device.on('error', () => {
          close();
          listener();
        }),
      close,
    };
  },
};

const describe = (device: Device): HidDeviceInfo[] => {
  const { path, vendorId, productId, serialNumber, manufacturer, product, usagePage } = device;
  if (path === undefined) return [];
  const said = Object.entries({ serialNumber, manufacturer, product, usagePage });
  const present = Object.fromEntries(
    said.filter(([, value]) => value !== undefined && value !== ''),
  );
  return [{ path, vendorId, productId, ...present }];
};
