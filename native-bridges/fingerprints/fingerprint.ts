import { type DeviceKind } from '../../core/contract/device.ts';
import { type DriverName } from '../contract/driver-table.ts';
import { type PrinterProfileId } from '../contract/printer-profile-id.ts';
import { type UsbDevice } from '../contract/usb-device.ts';

/** What is known of a maker or a model. Vendor and product numbers as lower case hex. */
export interface ModelFingerprint {
  readonly kind: DeviceKind;
  /** Maker and model, as a person would say it. */
  readonly name: string;
  readonly vendorId: string;
  /** Absent: every product of that vendor that looks like the kind. */
  readonly productIds?: readonly string[];
  /** Found in what the device calls itself; needed where the numbers are shared by many makers. */
  readonly says?: RegExp;
  readonly profile?: PrinterProfileId;
  /** Where these numbers stand. */
  readonly source: string;
}

/** How a device is spoken to, by what it shows on the bus. */
export interface LineFingerprint {
  readonly shows: (device: UsbDevice) => boolean;
  /** Which driver, for each kind of device that uses such a line. */
  readonly drivers: Readonly<Partial<Record<DeviceKind, DriverName>>>;
  /** How far the line alone says what the device is: 0 to 60. */
  readonly score: number;
  readonly source: string;
}
