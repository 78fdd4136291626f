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
  /** A scanner that types, as a keyboard, into the page of the kiosk. */
  z.strictObject({
    id: idSchema,
    driver: z.literal('keyboard-code-scanner'),
    /** What the scanner types before every code. */
    prefix: z.string().max(8).default(''),
    /** The longest pause between two keys of one code. Absent: 50 ms. */
    betweenKeysMs: z.int().min(5).max(500).optional(),
  }),
  /** The camera of the machine, while the page for identifying oneself shows. */
  z.strictObject({
    id: idSchema,
    driver: z.literal('camera-code-scanner'),
    /** Only a camera whose name contains this, whatever the case; absent: the system's choice. */
    camera: z.string().min(1).max(200).optional(),
  }),
] as const;
