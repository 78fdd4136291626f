import { z } from 'zod';
import { numberClassSchema } from './catalogue.ts';
import { defineContract } from './contract.ts';
import {
  coverageReasonSchema,
  coverageRouteSchema,
  payerModeSchema,
  portalFindingSchema,
} from './coverage.ts';
import { joiningSchema } from './enrolment.ts';
import { faultCodeSchema } from './errors.ts';
import { counterReasonSchema, priorityGroupSchema } from './hub.ts';
import {
  authenticitySchema,
  identityFlagSchema,
  identityMethodSchema,
  stateSchema,
} from './identity.ts';
import { addressedPageOrderSchema, pageReportSchema } from './page-device.ts';
import { PAYMENT_INTENTS, PAYMENT_STEPS, ticketPaymentSchema } from './payment-steps.ts';
import { placeSchema } from './place.ts';
import {
  businessDaySchema,
  dongSchema,
  genderSchema,
  idSchema,
  instantSchema,
  languageSchema,
  localisedSchema,
  partialDateSchema,
} from './primitives.ts';
import { relationshipSchema } from './related-person.ts';
import { bookingKindSchema } from './scheduling.ts';
import { slipKindSchema, slipNumberSchema, slipStandingSchema } from './slip.ts';

/** How a person is spoken to; `unknown` until an age is known: then no pronoun is used. */
export const addresseeSchema = z.enum(['unknown', 'elder', 'adult', 'child']);
export type Addressee = z.infer<typeof addresseeSchema>;

export const displaySchema = z.object({
  textSize: z.enum(['normal', 'large']),
  contrast: z.enum(['normal', 'high']),
  /** `low` puts every control within reach of a wheelchair. */
  reach: z.enum(['normal', 'low']),
  pace: z.enum(['normal', 'slow']),
});
export type Display = z.infer<typeof displaySchema>;

/** One line of the confirm screen. Values are ready to show: numbers are masked already. */
export const personRowSchema = z.object({
  field: z.enum([
    'name',
    'citizenNumber',
    'patientCode',
    'birthDate',
    'gender',
    'address',
    'insurance',
    'passportNumber',
    'nationality',
  ]),
  /** Shown as it is, except birthDate (ISO partial date), gender (FHIR code) and nationality (state). */
  value: z.string().min(1),
  source: z.enum([
    'card-chip',
    'card-qr',
    'card-mrz',
    'passport',
    'insurance-qr',
    'typed',
    'hospital-record',
  ]),
  flags: z.array(identityFlagSchema),
});
export type PersonRow = z.infer<typeof personRowSchema>;

export type { Place } from './place.ts';

export const clinicChoiceSchema = placeSchema.extend({
  state: z.enum(['open', 'full', 'closed']),
  /** Absent where the hub is away and the figure would be old. */
  waiting: z.int().nonnegative().optional(),
  waitMinutes: z.int().nonnegative().optional(),
  price: dongSchema,
});
export type ClinicChoice = z.infer<typeof clinicChoiceSchema>;

export const bookingChoiceSchema = z.object({
  bookingId: idSchema,
  kind: bookingKindSchema,
  place: placeSchema,
  start: instantSchema,
  practitioner: z.string().optional(),
});
export type BookingChoice = z.infer<typeof bookingChoiceSchema>;

/** What a ticket says of the route. */
export const ticketRouteSchema = coverageRouteSchema.pick({
  route: true,
  reason: true,
  benefitPercent: true,
});
export type TicketRoute = z.infer<typeof ticketRouteSchema>;

export const ticketViewSchema = z.object({
  label: z.string(),
  numberClass: numberClassSchema,
  priorityGroup: priorityGroupSchema.optional(),
  place: placeSchema,
  peopleAhead: z.int().nonnegative().optional(),
  waitMinutes: z.int().nonnegative().optional(),
  /** When the patient is likely to be called. */
  expectedAt: instantSchema.optional(),
  payer: payerModeSchema.optional(),
  coverageReason: coverageReasonSchema.optional(),
  coverageRoute: ticketRouteSchema.optional(),
  price: dongSchema.optional(),
  /** Absent where nothing is asked for at a kiosk, or nothing is known yet. */
  payment: ticketPaymentSchema.optional(),
  /** It can be paid here and now. */
  payable: z.boolean().optional(),
  /** The visit is kept here and not yet at the hub. */
  offline: z.boolean(),
  /** `uncertain`: sent to the printer, which has not confirmed. */
  print: z.enum(['printing', 'printed', 'uncertain', 'failed']),
  reprinted: z.boolean(),
  /** The copy on A4; absent where this kiosk offers none. */
  copy: z.enum(['offered', 'printing', 'printed', 'uncertain', 'failed']).optional(),
});
export type TicketView = z.infer<typeof ticketViewSchema>;

/**
 * How the key of a chip is given (ICAO 9303-11, 4.3 and 4.4): its code or machine readable zone
 * shown to the scanner, the date of expiry typed where the rest is known, the card access number
 * typed.
 */
export const cardKeyWaySchema = z.enum(['code', 'expiry', 'can']);
export type CardKeyWay = z.infer<typeof cardKeyWaySchema>;

/**
 * Whose papers a page asks for: `own` while nobody else is in play, else the relative's who acts, or
 * those of the patient they act for.
 */
export const whoseSchema = z.enum(['own', 'relative', 'patient']);
export type Whose = z.infer<typeof whoseSchema>;

/** One page of the visit, with exactly what that page shows. */
export const stepViewSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('welcome') }),
  /** Card, code and number are all accepted here; `notice` says what went wrong before. */
  z.object({
    name: z.literal('identify'),
    whose: whoseSchema,
    notice: faultCodeSchema.optional(),
  }),
  z.object({
    name: z.literal('type-number'),
    whose: whoseSchema,
    notice: faultCodeSchema.optional(),
  }),
  /** For whoever has none of the usual papers, or comes for somebody else. */
  z.object({ name: z.literal('other-ways') }),
  /** What the relative who acts is to the patient. */
  z.object({ name: z.literal('relationship') }),
  /** Name, birth date and gender, where there is no document. */
  z.object({
    name: z.literal('describe'),
    whose: whoseSchema,
    /** How much of the birth date is asked for first. */
    precision: z.enum(['day', 'year']),
  }),
  z.object({ name: z.literal('passport'), notice: faultCodeSchema.optional() }),
  z.object({ name: z.literal('type-passport'), notice: faultCodeSchema.optional() }),
  z.object({
    name: z.literal('reading'),
    method: identityMethodSchema,
    /** How far the chip is read, 0 to 1; absent until that is known. */
    progress: z.number().min(0).max(1).optional(),
    /** The holder's picture is read as well, for the clerk. */
    portrait: z.boolean(),
  }),
  /** The chip opens only with a key that stands on the card. `code` lists the other ways. */
  z.object({
    name: z.literal('card-key'),
    way: cardKeyWaySchema,
    /** Number and birth date are known: the date of expiry is all that is missing. */
    expiryHelps: z.boolean(),
    notice: faultCodeSchema.optional(),
  }),
  /** The key is known, and the card was lifted to find it. */
  z.object({ name: z.literal('lay-card') }),
  z.object({
    name: z.literal('confirm'),
    rows: z.array(personRowSchema).min(1),
    /** `valid` only for a chip that proved to be no copy. */
    authenticity: authenticitySchema,
    method: identityMethodSchema,
    /** Says what the hospital knows: `his-away` means that nobody could be asked. */
    record: z.enum(['found', 'unknown', 'his-away']),
    /** The holder's picture was read as well, for the clerk. */
    portrait: z.boolean(),
    priorityGroup: priorityGroupSchema.optional(),
    /** Who acts for the patient; the rows are the patient's. */
    relative: z
      .object({
        relationship: relationshipSchema,
        /** Absent where the relative showed no document. */
        name: z.string().min(1).optional(),
        /** It may have been the other way round: both showed who they are. */
        swappable: z.boolean(),
      })
      .optional(),
  }),
  z.object({ name: z.literal('priority'), declared: priorityGroupSchema.optional() }),
  /** Registered before today: one ticket per visit. */
  z.object({ name: z.literal('already-registered'), tickets: z.array(ticketViewSchema).min(1) }),
  z.object({ name: z.literal('purpose'), bookings: z.array(bookingChoiceSchema) }),
  z.object({
    name: z.literal('clinic'),
    clinics: z.array(clinicChoiceSchema),
    notice: faultCodeSchema.optional(),
  }),
  z.object({
    name: z.literal('coverage'),
    place: placeSchema,
    insured: z.object({
      offered: z.boolean(),
      reason: coverageReasonSchema,
      cardNumber: z.string().optional(),
      validTo: partialDateSchema.optional(),
      /** What the insurer said in particular. */
      finding: portalFindingSchema.optional(),
      /** Absent while the card is unverified. */
      route: ticketRouteSchema.extend({ paysAllBelow: dongSchema.optional() }).optional(),
    }),
    price: dongSchema,
    /** A slip could change who pays. */
    slipHelps: z.boolean(),
    /** The slip that was accepted. */
    slip: slipKindSchema.optional(),
  }),
  /** Which slip somebody holds. */
  z.object({ name: z.literal('slip') }),
  z.object({
    name: z.literal('type-slip'),
    kind: slipKindSchema,
    /** Why the slip shown last cannot be used here and now. */
    refused: slipStandingSchema.exclude(['valid', 'unverified']).optional(),
    notice: faultCodeSchema.optional(),
  }),
  z.object({ name: z.literal('issuing') }),
  z.object({ name: z.literal('ticket'), ticket: ticketViewSchema }),
  /** The way on after any failure: a number for the counter that can help. */
  z.object({ name: z.literal('counter'), reason: counterReasonSchema, ticket: ticketViewSchema }),
  ...PAYMENT_STEPS,
  z.object({ name: z.literal('farewell') }),
  /** Nothing can be given out: the kiosk says which counter to go to. */
  z.object({ name: z.literal('out-of-service'), place: placeSchema.optional() }),
]);
export type StepView = z.infer<typeof stepViewSchema>;
export type StepName = StepView['name'];

export const snapshotSchema = z.object({
  /** Counts up with every change: an older snapshot never replaces a newer one. */
  revision: z.int().nonnegative(),
  /** Changes with every new page; an intent names the page it was tapped on. */
  stepKey: z.int().nonnegative(),
  step: stepViewSchema,
  canGoBack: z.boolean(),
  language: languageSchema,
  addressee: addresseeSchema,
  display: displaySchema,
  day: businessDaySchema,
  now: instantSchema,
  hospital: localisedSchema,
  counter: placeSchema.optional(),
  service: z.object({
    hub: z.enum(['reachable', 'away']),
    cardReader: z.enum(['ready', 'unavailable']),
    codeScanner: z.enum(['ready', 'unavailable']),
    printer: z.enum(['ready', 'unavailable']),
    /** The kiosk registers nobody for now: it gives numbers of the counter. */
    slipsOnly: z.boolean().optional(),
    /** Bills are paid here. */
    payment: z.boolean().optional(),
  }),
  /** Diagonal of the screen: codes for phones are never smaller than phones can read. */
  screenInches: z.number().positive().optional(),
  /** This kiosk belongs to no hub: it takes nobody in. */
  joining: joiningSchema.optional(),
  /** A card lies on the reader: the patient is reminded to take it along. */
  cardPresent: z.boolean(),
  /** `warning`: nobody touched the screen; personal data are blurred until `stillHere`. */
  idle: z.discriminatedUnion('state', [
    z.object({ state: z.literal('active') }),
    z.object({ state: z.literal('warning'), secondsLeft: z.int().nonnegative() }),
  ]),
  /** `unreachable`: no network; the patient is told which counter to go to. */
  staffCall: z.enum(['none', 'calling', 'called', 'unreachable']),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const intentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('begin') }),
  z.object({ type: z.literal('typeNumber') }),
  z.object({ type: z.literal('noDocument') }),
  z.object({
    type: z.literal('submitNumber'),
    /** Digits of a citizen number (12), an old number (9) or a BHXH number (10). */
    number: z.string().regex(/^\d{9,12}$/),
    birthDate: partialDateSchema,
  }),
  z.object({ type: z.literal('otherWays') }),
  z.object({ type: z.literal('withRelative') }),
  z.object({ type: z.literal('chooseRelationship'), relationship: relationshipSchema }),
  /** The relative has no document. */
  z.object({ type: z.literal('skipRelative') }),
  z.object({ type: z.literal('describe') }),
  z.object({
    type: z.literal('submitDescription'),
    name: z.string().min(1).max(100),
    birthDate: partialDateSchema,
    gender: genderSchema,
  }),
  z.object({ type: z.literal('passport') }),
  z.object({ type: z.literal('typePassport') }),
  z.object({
    type: z.literal('submitPassport'),
    number: z.string().regex(/^[A-Z0-9]{5,9}$/),
    name: z.string().min(1).max(100),
    birthDate: partialDateSchema,
    /** Absent: none of the states offered. */
    state: stateSchema.optional(),
  }),
  /** Whoever stands here acts for the person shown. */
  z.object({ type: z.literal('actFor') }),
  /** The relative is the patient, and the other way round. */
  z.object({ type: z.literal('swapPersons') }),
  z.object({ type: z.literal('openSlips') }),
  z.object({ type: z.literal('chooseSlip'), kind: slipKindSchema }),
  z.object({ type: z.literal('submitSlip'), number: slipNumberSchema }),
  z.object({ type: z.literal('chooseKeyWay'), way: cardKeyWaySchema }),
  /** As printed on the card; null: the card has no end. */
  z.object({ type: z.literal('submitCardExpiry'), expiryDate: z.iso.date().nullable() }),
  z.object({ type: z.literal('submitCardNumber'), number: z.string().regex(/^\d{6}$/) }),
  /** Goes on with what else says who this is. */
  z.object({ type: z.literal('skipChip') }),
  z.object({ type: z.literal('confirmIdentity') }),
  z.object({ type: z.literal('rejectIdentity') }),
  z.object({ type: z.literal('openPriority') }),
  z.object({ type: z.literal('declarePriority'), group: priorityGroupSchema.nullable() }),
  z.object({ type: z.literal('registerAnother') }),
  z.object({ type: z.literal('chooseBooking'), bookingId: idSchema }),
  z.object({ type: z.literal('chooseWalkIn') }),
  z.object({ type: z.literal('chooseClinic'), servicePointId: idSchema }),
  z.object({ type: z.literal('choosePayer'), mode: payerModeSchema }),
  z.object({ type: z.literal('reprint'), large: z.boolean(), label: z.string().max(12) }),
  /** The visit on A4, on the document printer. */
  z.object({ type: z.literal('printCopy'), label: z.string().max(12) }),
  z.object({ type: z.literal('askCounter') }),
  ...PAYMENT_INTENTS,
  z.object({ type: z.literal('emergency') }),
  z.object({ type: z.literal('finish') }),
  z.object({ type: z.literal('back') }),
  z.object({ type: z.literal('callStaff') }),
  z.object({ type: z.literal('closeStaffCall') }),
  z.object({ type: z.literal('stillHere') }),
  z.object({ type: z.literal('setLanguage'), language: languageSchema }),
  z.object({ type: z.literal('setDisplay'), display: displaySchema.partial() }),
]);
export type Intent = z.infer<typeof intentSchema>;
export type IntentType = Intent['type'];

/** What the screen may ask of the host. New snapshots arrive unasked as well. */
export const kioskContract = defineContract({
  snapshot: { role: 'screen', input: z.object({}), output: snapshotSchema },
  send: {
    role: 'screen',
    input: z.object({ stepKey: z.int().nonnegative(), intent: intentSchema }),
    output: snapshotSchema,
  },
  /** A finger was on the screen: nothing is said about where. */
  touch: { role: 'screen', input: z.object({}), output: z.object({}) },
  /** What became of an order to a device that is part of the page. */
  deviceReport: { role: 'screen', input: pageReportSchema, output: z.object({}) },
});
export type KioskContract = typeof kioskContract;

/** What the host pushes to a page. */
export const kioskPushSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), snapshot: snapshotSchema }),
  z.object({ type: z.literal('device-order'), ...addressedPageOrderSchema.shape }),
]);
export type KioskPush = z.infer<typeof kioskPushSchema>;
