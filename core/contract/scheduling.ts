import { z } from 'zod';
import { numberClassSchema } from './catalogue.ts';
import { businessDaySchema, idSchema, instantSchema } from './primitives.ts';

/** Appointment = made at the hospital; re-examination = FOLLOWUP slip; online = app or web. */
export const bookingKindSchema = z.enum(['appointment', 're-examination', 'online']);
export type BookingKind = z.infer<typeof bookingKindSchema>;

export const bookingSchema = z.object({
  id: idSchema,
  /** What the patient holds: SO_GIAYHEN_KL or the booking code. */
  code: z.string().min(1).max(50).optional(),
  kind: bookingKindSchema,
  servicePointId: idSchema,
  start: instantSchema,
  practitioner: z.string().max(255).optional(),
});
export type Booking = z.infer<typeof bookingSchema>;

/** Half of a day with numbers of its own, where a service point starts anew at noon. */
export const numberSessionSchema = z.enum(['morning', 'afternoon']);
export type NumberSession = z.infer<typeof numberSessionSchema>;

/** Who gives a number to a patient. */
export const numberSourceSchema = z.enum(['kiosk', 'counter', 'online']);
export type NumberSource = z.infer<typeof numberSourceSchema>;

/** A number somebody holds: unique by (service point, class, day, session, sequence). */
export const queueNumberSchema = z.object({
  servicePointId: idSchema,
  day: businessDaySchema,
  numberClass: numberClassSchema,
  sequence: z.int().positive(),
  /** What people read and hear: series letters, dash, at least four digits: `A-0123`. */
  label: z.string().regex(/^[A-Z]{1,2}-\d{4,}$/),
  /** `hub`: given at once, in order; `lease`: from the block kept for the time the hub is away. */
  source: z.enum(['hub', 'lease']),
  /** Absent where numbers count through the whole day. */
  session: numberSessionSchema.optional(),
});
export type QueueNumber = z.infer<typeof queueNumberSchema>;

/** A block of numbers that only one kiosk may give out: `first` to `last`, both included. */
export const numberLeaseSchema = z.object({
  leaseId: z.uuid(),
  servicePointId: idSchema,
  day: businessDaySchema,
  numberClass: numberClassSchema,
  series: z.string().regex(/^[A-Z]{1,2}$/),
  first: z.int().positive(),
  last: z.int().positive(),
  session: numberSessionSchema.optional(),
});
export type NumberLease = z.infer<typeof numberLeaseSchema>;
