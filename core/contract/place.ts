import { z } from 'zod';
import { pictogramSchema } from './catalogue.ts';
import { idSchema, localisedSchema } from './primitives.ts';

/** Where somebody is sent to. */
export const placeSchema = z.object({
  servicePointId: idSchema,
  name: localisedSchema,
  pictogram: pictogramSchema,
  room: z.string(),
  floor: localisedSchema,
  directions: localisedSchema,
});
export type Place = z.infer<typeof placeSchema>;
