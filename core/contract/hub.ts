import { z } from 'zod';
import { catalogueSchema, numberClassSchema } from './catalogue.ts';
import { defineContract } from './contract.ts';
import { coverageSchema, payerModeSchema, routeBasisSchema } from './coverage.ts';
import { deviceKindSchema, deviceStatusSchema } from './device.ts';
import { hubPinSchema } from './enrolment.ts';
import { eInvoiceWishSchema } from './e-invoice.ts';
import { faultCodeSchema, faultSchema } from './errors.ts';
import { identityClaimSchema } from './identity.ts';
import {
  billsDueSchema,
  chargesSchema,
  codePlaceSchema,
  payableSchema,
  paymentCodeSchema,
  paymentProgressSchema,
} from './kiosk-payment.ts';
import { businessDaySchema, idSchema, instantSchema, languageSchema } from './primitives.ts';
import { relatedPersonSchema } from './related-person.ts';
import {
  bookingSchema,
  numberLeaseSchema,
  numberSessionSchema,
  numberSourceSchema,
  queueNumberSchema,
} from './scheduling.ts';
import { slipAnswerSchema, slipKindSchema, slipNumberSchema, slipSchema } from './slip.ts';

/** Groups of the Law on Examination and Treatment 2023, Art. 3(2), and how each came to be known. */
export const priorityGroupSchema = z.enum([
  'child-under-6',
  'aged-75-or-over',
  'pregnant',
  'severe-disability',
  'person-with-merit',
]);
export type PriorityGroup = z.infer<typeof priorityGroupSchema>;

export const prioritySchema = z.object({
  group: priorityGroupSchema,
  /** `card`: follows from the birth date read; `declared`: said by the patient, staff confirm it. */
  basis: z.enum(['card', 'declared']),
});
export type Priority = z.infer<typeof prioritySchema>;

/** Why a patient was sent to a counter; each has words for the patient and for the clerk. */
export const counterReasonSchema = z.enum([
  'no-document',
  'code-unknown',
  'card-unreadable',
  'card-expired',
  'card-not-authentic',
  'patient-not-found',
  'booking-not-found',
  'identity-mismatch',
  'insurance-question',
  'clinic-full',
  'clinic-closed',
  'referral-expired',
  'slip-unknown',
  'slip-used',
  'slip-not-today',
  'printer-unavailable',
  'asked-for-help',
  'emergency',
  'internal',
]);
export type CounterReason = z.infer<typeof counterReasonSchema>;

/** What a clerk still has to see or complete for a visit the kiosk let through. */
export const clerkTaskSchema = z.enum([
  /** Nobody has shown who the patient is. */
  'identity',
  /** A child below the age of the rule without a card: the birth certificate stands for it. */
  'birth-certificate',
  'relative-document',
  'passport',
  'referral',
  're-examination',
]);
export type ClerkTask = z.infer<typeof clerkTaskSchema>;

/** Special circumstances of a visit; each absent where there are none. */
const circumstances = {
  /** Who acts for the patient; the identity of the event is always the patient's. */
  relative: relatedPersonSchema.optional(),
  slip: slipSchema.optional(),
  clerkTasks: z.array(clerkTaskSchema).max(10).optional(),
};

const eventHead = {
  /** Idempotency key end to end: the same id is one effect, however often it arrives. */
  eventId: z.uuid(),
  kioskId: idSchema,
  /** FIFO within an aggregate: opaque, the same for the same patient on one kiosk. */
  aggregate: z.string().min(1).max(64),
  /** Counts up by one within the kiosk, over all aggregates. */
  sequence: z.int().positive(),
  occurredAt: instantSchema,
};

export const checkInEventSchema = z.object({
  ...eventHead,
  type: z.literal('check-in'),
  visitId: z.uuid(),
  identity: identityClaimSchema,
  /** The HIS's own patient id where the look-up found one. */
  hisPatientId: z.string().min(1).max(64).optional(),
  bookingId: idSchema.optional(),
  servicePointId: idSchema,
  number: queueNumberSchema,
  priority: prioritySchema.optional(),
  payer: z.object({ mode: payerModeSchema, coverage: coverageSchema }),
  /** JPEG of the holder from the chip, base64; only where the hospital keeps the clerk's record. */
  portrait: z.base64().max(60_000).optional(),
  language: languageSchema,
  ...circumstances,
});
export type CheckInEvent = z.infer<typeof checkInEventSchema>;

export const counterEventSchema = z.object({
  ...eventHead,
  type: z.literal('counter-referral'),
  visitId: z.uuid(),
  reason: counterReasonSchema,
  identity: identityClaimSchema.optional(),
  number: queueNumberSchema,
  priority: prioritySchema.optional(),
  language: languageSchema,
  ...circumstances,
});
export type CounterEvent = z.infer<typeof counterEventSchema>;

export const intakeEventSchema = z.discriminatedUnion('type', [
  checkInEventSchema,
  counterEventSchema,
]);
export type IntakeEvent = z.infer<typeof intakeEventSchema>;

/**
 * accepted: stored now; duplicate: stored before, same content; rejected: stored as a dead letter
 * that a person must look at. Each of the three ends the kiosk's duty to deliver.
 */
export const intakeResultSchema = z.object({
  eventId: z.uuid(),
  outcome: z.enum(['accepted', 'duplicate', 'rejected']),
  fault: faultSchema.optional(),
});
export type IntakeResult = z.infer<typeof intakeResultSchema>;

export const knownVisitSchema = z.object({
  visitId: z.uuid(),
  bookingId: idSchema.optional(),
  servicePointId: idSchema,
  number: queueNumberSchema,
  checkedInAt: instantSchema,
});
export type KnownVisit = z.infer<typeof knownVisitSchema>;

/** What the hospital knows about who stands at the kiosk. */
export const lookupResultSchema = z.object({
  /** `unknown` = the HIS answered and has no such person; `his-away` = nobody could be asked. */
  outcome: z.enum(['found', 'unknown', 'his-away']),
  patient: z
    .object({
      hisPatientId: z.string().min(1).max(64),
      name: z.string().min(1).max(255),
      claim: identityClaimSchema.partial(),
    })
    .optional(),
  bookings: z.array(bookingSchema).max(50),
  coverage: coverageSchema,
  /** What a route is decided on; absent while the card is unverified or not usable. */
  routeBasis: routeBasisSchema.optional(),
  /** Check-ins of today, from any kiosk, so that nobody is registered twice. */
  visitsToday: z.array(knownVisitSchema).max(50),
});
export type LookupResult = z.infer<typeof lookupResultSchema>;

/** A change of a device of a kiosk; nothing in it is personal. */
export const deviceChangeSchema = z.object({
  eventId: z.uuid(),
  occurredAt: instantSchema,
  deviceId: idSchema,
  kind: deviceKindSchema,
  driver: z.string().min(1).max(60),
  /** `removed`: it is in the kiosk's configuration no longer. */
  state: z.enum([...deviceStatusSchema.shape.state.options, 'removed']),
  stage: deviceStatusSchema.shape.stage,
  fault: faultCodeSchema.optional(),
  paper: deviceStatusSchema.shape.paper,
  /** The roll should be changed: as many tickets were printed as fit after the near-end mark. */
  paperLow: z.boolean().optional(),
});
export type DeviceChange = z.infer<typeof deviceChangeSchema>;

/**
 * What a kiosk asks of its hub. Carried as `POST /v1/{method}` with a JSON body; personal data are
 * never in the URL. Signed per request, see docs/architecture.md.
 */
export const hubContract = defineContract({
  hello: {
    role: 'kiosk',
    input: z.object({ kioskId: idSchema, version: z.string().max(40) }),
    output: z.object({
      hubId: z.string(),
      version: z.string(),
      now: instantSchema,
      his: z.enum(['reachable', 'away']),
      /** The name this kiosk has at the hub, and the hub's keys, now and after its next change. */
      kioskId: idSchema.optional(),
      pins: z.array(hubPinSchema).max(4).optional(),
    }),
  },
  catalogue: { role: 'kiosk', input: z.object({}), output: catalogueSchema },
  lookup: {
    role: 'kiosk',
    input: z.object({ claim: identityClaimSchema, day: businessDaySchema }),
    output: lookupResultSchema,
  },
  /** Whether a slip that the patient shows is one of theirs and good today. */
  checkSlip: {
    role: 'kiosk',
    input: z.object({
      kind: slipKindSchema,
      number: slipNumberSchema,
      day: businessDaySchema,
      /** Whose slip it must be. */
      claim: identityClaimSchema,
      hisPatientId: z.string().min(1).max(64).optional(),
    }),
    output: slipAnswerSchema,
  },
  takeNumber: {
    role: 'kiosk',
    input: z.object({
      requestId: z.uuid(),
      servicePointId: idSchema,
      numberClass: numberClassSchema,
      day: businessDaySchema,
      /** Without a booking: refused with `clinic-full` where no more walk-ins are taken. */
      walkIn: z.boolean().optional(),
    }),
    output: queueNumberSchema,
  },
  leaseNumbers: {
    role: 'kiosk',
    input: z.object({
      requestId: z.uuid(),
      servicePointId: idSchema,
      numberClass: numberClassSchema,
      day: businessDaySchema,
      size: z.int().min(1).max(200),
      /** Where the point starts anew at noon; the running one where absent. */
      session: numberSessionSchema.optional(),
    }),
    /** May be smaller than asked for, where a quota leaves no more. */
    output: numberLeaseSchema,
  },
  /** A block whose time is over, or that is not needed: `used` were given out, from its first on. */
  returnNumbers: {
    role: 'kiosk',
    input: z.object({ leaseId: z.uuid(), used: z.int().nonnegative() }),
    output: z.object({ returned: z.int().nonnegative() }),
  },
  /** One number for a patient at a counter (today) or of an online booking (today or later). */
  issueNumber: {
    role: 'kiosk',
    input: z.object({
      requestId: z.uuid(),
      servicePointId: idSchema,
      numberClass: numberClassSchema,
      day: businessDaySchema,
      source: numberSourceSchema,
      /** For a later time of a point that starts anew at noon; the running one where absent. */
      session: numberSessionSchema.optional(),
    }),
    output: queueNumberSchema,
  },
  /** The patient of an issued number does not come; it is given to nobody else. */
  cancelNumber: {
    role: 'kiosk',
    input: z.object({ requestId: z.uuid() }),
    output: z.object({ cancelled: z.literal(true) }),
  },
  intake: {
    role: 'kiosk',
    input: z.object({ events: z.array(intakeEventSchema).min(1).max(500) }),
    output: z.object({ results: z.array(intakeResultSchema) }),
  },
  callStaff: {
    role: 'kiosk',
    input: z.object({ requestId: z.uuid(), reason: counterReasonSchema, at: instantSchema }),
    output: z.object({ acknowledged: z.literal(true) }),
  },
  /** Changes of devices in order; the same event id again has no effect. */
  deviceEvents: {
    role: 'kiosk',
    input: z.object({ events: z.array(deviceChangeSchema).min(1).max(200) }),
    output: z.object({ stored: z.int().nonnegative() }),
  },
  /** What is to pay and why. Refused with `not-possible-now` until the visit has arrived here. */
  charges: { role: 'kiosk', input: z.object({ payable: payableSchema }), output: chargesSchema },
  /**
   * A code for what is still due; the one before it ends. The same attempt again is the same code.
   * Refused with `not-possible-now` where nothing is due, or is not paid by code.
   */
  openPayment: {
    role: 'kiosk',
    input: z.object({
      attemptId: z.uuid(),
      payable: payableSchema,
      place: codePlaceSchema,
      /** Null takes an earlier wish back. */
      eInvoice: eInvoiceWishSchema.nullable().optional(),
    }),
    output: paymentCodeSchema,
  },
  /** Answers once it is other than `known`, and after some seconds anyhow; without `known` at once. */
  paymentProgress: {
    role: 'kiosk',
    input: z.object({ attemptId: z.uuid(), known: paymentProgressSchema.optional() }),
    output: paymentProgressSchema,
  },
  /** Nobody waits for this code any more. Money that comes all the same goes to its bill. */
  endPayment: {
    role: 'kiosk',
    input: z.object({ attemptId: z.uuid() }),
    output: paymentProgressSchema,
  },
  /** What a patient of the hospital owes. */
  billsDue: {
    role: 'kiosk',
    input: z.object({ hisPatientId: z.string().min(1).max(64) }),
    output: billsDueSchema,
  },
});
export type HubContract = typeof hubContract;
