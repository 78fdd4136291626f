import { z } from 'zod';

/** Names of the printer models whose traits are known; the traits live with the driver. */
export const printerProfileIdSchema = z.enum([
  'generic-80mm',
  'generic-58mm',
  'epson-tm-80mm',
  'silent-80mm',
]);
export type PrinterProfileId = z.infer<typeof printerProfileIdSchema>;
