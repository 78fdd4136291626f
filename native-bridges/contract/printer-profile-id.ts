import { z } from 'zod';

/** Names of the printer models whose traits are known; the traits live with the driver. */
export const printerProfileIdSchema = z.enum([
  'generic-80mm',
  'generic-80mm-512',
  'generic-58mm',
  'silent-80mm',
  'silent-58mm',
  'epson-tm-80mm',
  'epson-tm-t88',
  'xprinter-80mm',
  'bixolon-srp-350',
  'custom-80mm',
  'star-escpos-80mm',
  'star-escpos-112mm',
]);
export type PrinterProfileId = z.infer<typeof printerProfileIdSchema>;
