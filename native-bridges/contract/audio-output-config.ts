import { z } from 'zod';
import { idSchema } from '../../core/contract/primitives.ts';

const outputSettings = {
  /**
   * Folder of recordings, `<language>/<sound>.mp3`, `.ogg`, `.wav` or `.webm`. A sound without one
   * is a signal of tones.
   */
  recordings: z.string().min(1).max(400).optional(),
  /** 0 to 1. Absent: 0.8. */
  volume: z.number().min(0).max(1).optional(),
};

/** Configurations of loudspeakers. */
export const AUDIO_OUTPUT_CONFIGS = [
  /** The loudspeaker of the machine, through the page of the kiosk. */
  z.strictObject({ id: idSchema, driver: z.literal('page-audio-output'), ...outputSettings }),
  z.strictObject({ id: idSchema, driver: z.literal('simulated-audio-output'), ...outputSettings }),
] as const;
