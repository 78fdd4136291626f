import { z } from 'zod';
import { usbNumberSchema } from './usb-number.ts';

/**
 * Which port. A path may lead to another device after the cables were put back: by its USB numbers
 * a device is found wherever it is plugged in, by its serial number also among others of its model,
 * by its socket where a model has no serial number.
 */
export const portChoiceSchema = z.union([
  z.strictObject({ path: z.string().min(1).max(500) }),
  z.strictObject({
    vendorId: usbNumberSchema,
    productId: usbNumberSchema,
    serialNumber: z.string().min(1).max(200).optional(),
    /** The socket as the system names it: `1-1.2` on Linux, `Port_#0003.Hub_#0001` on Windows. */
    usbPort: z.string().min(1).max(200).optional(),
  }),
  z.strictObject({ serialNumber: z.string().min(1).max(200) }),
  z.strictObject({ usbPort: z.string().min(1).max(200) }),
]);
export type SerialPortChoice = z.infer<typeof portChoiceSchema>;

/** How a serial port is opened: settings of every driver on one. */
export const serialLineSettings = {
  port: portChoiceSchema,
  /** Absent: 9600. */
  baudRate: z.int().min(110).max(921_600).optional(),
  /** Absent: 8. */
  dataBits: z.union([z.literal(7), z.literal(8)]).optional(),
  /** Absent: none. */
  parity: z.enum(['none', 'even', 'odd']).optional(),
  /** Absent: 1. */
  stopBits: z.union([z.literal(1), z.literal(2)]).optional(),
  /** Absent: none. */
  flowControl: z.enum(['none', 'rts-cts', 'xon-xoff']).optional(),
};
export type SerialLineSettings = z.infer<z.ZodObject<typeof serialLineSettings>>;
