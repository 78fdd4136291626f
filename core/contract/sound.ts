import { z } from 'zod';
import { languageSchema } from './primitives.ts';

/** The moments of a visit that can be heard. */
export const soundNameSchema = z.enum([
  'attention',
  'success',
  'failure',
  'take-card',
  'take-ticket',
  'paid',
]);
export type SoundName = z.infer<typeof soundNameSchema>;

/** A recording in that language where the hospital has one, else a signal of tones. */
export const soundSchema = z.object({ name: soundNameSchema, language: languageSchema });
export type Sound = z.infer<typeof soundSchema>;
