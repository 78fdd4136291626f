import { FaultError } from '../../../core/contract/errors.ts';
import { type ByteChannel, type OpenByteChannel } from '../../contract/byte-channel.ts';
import { type HidDeviceChoice } from '../../contract/hid-device.ts';
import { type HidBinding, type HidDeviceInfo, type HidHandle } from './hid-binding.ts';

export interface HidChannelOptions {
  /** Loaded at the first opening. */
  readonly binding: () => Promise<HidBinding>;
  readonly choice: HidDeviceChoice;
  /** What the device has to be for. */
  readonly usagePage: number;
}

/**
 * Opens the chosen HID device for reading, wherever it is plugged in: each piece of data is one
 * input report.
 */
export const createHidChannel =
  ({ binding, choice, usagePage }: HidChannelOptions): OpenByteChannel =>
  async () => {
    const hid = await binding();
    const device = chosenDevice(await hid.list(), choice, usagePage);
    if (device === undefined) throw new FaultError('device-absent', 'no such HID device');
    try {
      const handle = await hid.open(device.path);
      return channelOf(handle, await hid.descriptor(device.path));
    } catch (cause) {
      // hidapi says no more than that it did not open: on Linux the rule for the account is missing.
      throw new FaultError('not-permitted', 'the HID device is there and cannot be opened', {
        cause,
      });
    }
  };

/** The first that fits, in the order of their paths. */
export const chosenDevice = (
  devices: readonly HidDeviceInfo[],
  choice: HidDeviceChoice,
  usagePage: number,
): HidDeviceInfo | undefined => {
  const { vendorId, productId, serialNumber } = choice;
  const byNumbers = vendorId !== undefined && productId !== undefined;
  return devices
    .filter(
      device =>
        (device.usagePage === usagePage || (device.usagePage === undefined && byNumbers)) &&
        (vendorId === undefined || device.vendorId === Number.parseInt(vendorId, 16)) &&
        (productId === undefined || device.productId === Number.parseInt(productId, 16)) &&
        (serialNumber === undefined || device.serialNumber === serialNumber),
    )
    .toSorted((one, other) => one.path.localeCompare(other.path, 'en', { numeric: true }))[0];
};

const channelOf = (handle: HidHandle, descriptor: Uint8Array | undefined): ByteChannel => {
  let open = true;
  const closeListeners: (() => void)[] = [];
  const closed = (): void => {
    if (!open) return;
    open = false;
    for (const listener of closeListeners) listener();
  };
  handle.onLost(closed);
  return {
    get isOpen() {
      return open;
    },
    ...(descriptor === undefined ? {} : { descriptor }),
    write: () => Promise.reject(new FaultError('bad-request', 'this device is only read')),
    onData: listener => handle.onReport(listener),
    onClose: listener => void closeListeners.push(listener),
    close: () => {
      handle.close();
      closed();
    },
  };
};
