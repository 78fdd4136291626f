import { z } from 'zod';
import { payWhenSchema } from './kiosk-payment.ts';
import {
  businessDaySchema,
  dongSchema,
  idSchema,
  instantSchema,
  localisedSchema,
} from './primitives.ts';

/** Which of a service point's two sequences a number comes from (priority: Law 2023, Art. 3(2)). */
export const numberClassSchema = z.enum(['normal', 'priority']);
export type NumberClass = z.infer<typeof numberClassSchema>;

/** Pictures a clinic can choose from: every one is drawn, none is loaded from outside. */
export const pictogramSchema = z.enum([
  'stethoscope',
  'heart',
  'eye',
  'ear',
  'tooth',
  'child',
  'bone',
  'mother',
  'skin',
  'brain',
  'lungs',
  'stomach',
  'counter',
]);
export type Pictogram = z.infer<typeof pictogramSchema>;

/** A place that calls numbers: a clinic room or a reception counter. */
export const servicePointSchema = z.object({
  id: idSchema,
  kind: z.enum(['clinic', 'counter']),
  name: localisedSchema,
  pictogram: pictogramSchema,
  room: z.string().min(1).max(20),
  floor: localisedSchema,
  /** How to walk there from the kiosk, one sentence. */
  directions: localisedSchema,
  /** Letters before the number, unique in the hospital over all points and classes. */
  series: z.object({
    normal: z.string().regex(/^[A-Z]{1,2}$/),
    priority: z.string().regex(/^[A-Z]{1,2}$/),
  }),
  /** Price of a first consultation for a self-paying patient. */
  price: dongSchema,
  state: z.enum(['open', 'full', 'closed']),
  /** People with a number who have not been called. */
  waiting: z.int().nonnegative(),
  /** The HIS was not heard for some minutes: who waits now is not known. */
  load: z.literal('old').optional(),
  minutesPerPatient: z.number().positive(),
  /** When its numbers start anew, in the hospital's time: at midnight where absent, or at noon too. */
  reset: z.enum(['daily', 'noon']).optional(),
  /** When its patients pay, where the hospital takes payments at its kiosks. */
  payment: payWhenSchema.optional(),
});
export type ServicePoint = z.infer<typeof servicePointSchema>;

export const catalogueSchema = z.object({
  day: businessDaySchema,
  asOf: instantSchema,
  hospital: z.object({
    name: localisedSchema,
    /** 5-digit facility code (MA_CSKCB). */
    facilityCode: z.string().regex(/^\d{5}$/),
  }),
  servicePoints: z.array(servicePointSchema).max(200),
});
export type Catalogue = z.infer<typeof catalogueSchema>;
