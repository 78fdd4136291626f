import { z } from 'zod';
import { faultCodeSchema } from '../../core/contract/errors.ts';
import { idSchema } from '../../core/contract/primitives.ts';

/** One line for the log: what happened to a device; never anything a card, code or ticket says. */
export const deviceLogEntrySchema = z.object({
  level: z.enum(['info', 'warn', 'error']),
  /** Kebab-case name of what happened. */
  event: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/),
  deviceId: idSchema.optional(),
  /** Which of the device processes, by its isolation group. */
  process: z.string().max(60).optional(),
  code: faultCodeSchema.optional(),
  detail: z.string().max(500).optional(),
});
export type DeviceLogEntry = z.infer<typeof deviceLogEntrySchema>;
export type DeviceLog = (entry: DeviceLogEntry) => void;
