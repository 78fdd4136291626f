import { type DeviceKind } from '../../core/contract/device.ts';
import { type DriverName } from './driver-table.ts';
import { type PrinterProfileId } from './printer-profile-id.ts';
import { type UsbDevice } from './usb-device.ts';

/** A driver that could run a device on the bus. */
export interface Suggestion {
  readonly kind: DeviceKind;
  readonly driver: DriverName;
  readonly profile?: PrinterProfileId;
  /** Maker and model where they are known. */
  readonly name?: string;
  /** 0 to 100. */
  readonly score: number;
}

/** Something that is plugged in. */
export interface FoundDevice {
  readonly device: UsbDevice;
  /** The configured device it is. */
  readonly usedBy?: string;
  /** The likeliest first; empty for what is no device of a kiosk. */
  readonly suggestions: readonly (Suggestion & {
    /** Enough to take it without asking anybody. */
    readonly certain: boolean;
    /** As it would stand in the configuration file, but for the id. */
    readonly configuration: Readonly<Record<string, unknown>>;
  })[];
}

/** What IT can see of the hardware and do about it. */
export interface DeviceCare {
  /**
   * Starts the process of a device anew, and with it the other devices in that process; ends a
   * quarantine. Resolves when the old process is gone: the first status follows by itself.
   * @throws FaultError `device-absent` where no such device is configured
   */
  restart(deviceId: string): Promise<void>;
  /** What is on the USB bus now; always empty on systems where nobody looks (see transports/usb). */
  found(): readonly FoundDevice[];
}
