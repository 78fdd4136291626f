import { z } from 'zod';
import { usbNumberSchema } from './usb-number.ts';

/** Which of several HID devices of a kind; absent: any. */
export const hidDeviceSettings = {
  vendorId: usbNumberSchema.optional(),
  productId: usbNumberSchema.optional(),
  serialNumber: z.string().min(1).max(200).optional(),
};
export type HidDeviceChoice = z.infer<z.ZodObject<typeof hidDeviceSettings>>;
