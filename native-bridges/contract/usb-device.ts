import { z } from 'zod';

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${String(digits)}}$`));
const said = z.string().min(1).max(200);

/** A device on the bus with what it says of itself; numbers as lower case hex, as in sysfs. */
export const usbDeviceSchema = z.strictObject({
  /** The socket: `1-1.2` is the second port of the hub in the first port of bus 1. */
  usbPort: said,
  vendorId: hex(4),
  productId: hex(4),
  manufacturer: said.optional(),
  product: said.optional(),
  /** Many cheap models have none, or all the same one. */
  serialNumber: said.optional(),
  interfaces: z
    .array(
      z.strictObject({
        class: hex(2),
        subclass: hex(2),
        protocol: hex(2),
        /** Usage pages of a HID interface (HID 1.11, 6.2.2.7). */
        usagePages: z.array(z.int().nonnegative()).max(50),
      }),
    )
    .max(50),
  /** Another number whenever it was plugged in anew, also into the same socket. */
  attachment: z.int().nonnegative(),
  /** What can be opened: `/dev/ttyACM0`, `/dev/usb/lp0`, `/dev/hidraw0`. */
  nodes: z.array(said).max(50),
});
export type UsbDevice = z.infer<typeof usbDeviceSchema>;
