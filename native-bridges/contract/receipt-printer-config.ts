import { z } from 'zod';
import { idSchema } from '../../core/contract/primitives.ts';
import { printerProfileIdSchema } from './printer-profile-id.ts';
import { portChoiceSchema, serialLineSettings } from './serial-line.ts';

/** The traits of the model; the widest-spread ones where it says nothing. */
const profile = printerProfileIdSchema.default('generic-80mm');

/** Configurations of printers for tickets: one for each way to plug one in. */
export const RECEIPT_PRINTER_CONFIGS = [
  z.strictObject({
    id: idSchema,
    driver: z.literal('simulated-receipt-printer'),
    profile,
  }),
  z.strictObject({
    id: idSchema,
    driver: z.literal('tcp-receipt-printer'),
    /** Name or address of the printer in the network. */
    host: z.string().min(1).max(253),
    /** Absent: 9100. */
    port: z.int().min(1).max(65_535).optional(),
    profile,
  }),
  z.strictObject({
    id: idSchema,
    driver: z.literal('serial-receipt-printer'),
    ...serialLineSettings,
    profile,
  }),
  z.strictObject({
    id: idSchema,
    driver: z.literal('usblp-receipt-printer'),
    /** As for a serial port; absent: the only USB printer there is. */
    port: portChoiceSchema.optional(),
    profile,
  }),
  z.strictObject({
    id: idSchema,
    driver: z.literal('winspool-receipt-printer'),
    /** As Windows calls it. */
    printer: z.string().min(1).max(220),
    profile,
  }),
] as const;
