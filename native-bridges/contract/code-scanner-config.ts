import { z } from 'zod';
import { idSchema } from '../../core/contract/primitives.ts';
import { codeFramingSettings } from './code-framing.ts';
import { hidDeviceSettings } from './hid-device.ts';
import { serialLineSettings } from './serial-line.ts';

export const CODE_SCANNER_CONFIGS = [
  z.strictObject({
    id: idSchema,
    driver: z.literal('simulated-code-scanner'),
    /** What it is plugged in as; absent: `serial`. */
    line: z.enum(['serial', 'hid-pos']).optional(),
    ...codeFramingSettings,
  }),
  z.strictObject({
    id: idSchema,
    driver: z.literal('serial-code-scanner'),
    ...serialLineSettings,
    ...codeFramingSettings,
  }),
  z.strictObject({
    id: idSchema,
    driver: z.literal('hid-pos-code-scanner'),
    ...hidDeviceSettings,
  }),
] as const;
