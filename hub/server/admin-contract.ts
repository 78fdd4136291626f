import { z } from 'zod';
import { defineContract } from '../../core/contract/contract.ts';
import { importReportSchema } from '../../core/contract/desk-statements.ts';
import { deviceKindSchema, deviceStatusSchema } from '../../core/contract/device.ts';
import { faultCodeSchema } from '../../core/contract/errors.ts';
import { deviceChangeSchema } from '../../core/contract/hub.ts';
import { identityFlagSchema } from '../../core/contract/identity.ts';
import { numberClassSchema } from '../../core/contract/catalogue.ts';
import { businessDaySchema, idSchema, instantSchema } from '../../core/contract/primitives.ts';
import { BANK_PROFILE_IDS } from '../../core/statement/bank-profiles.ts';
import { cashlessSchema, dayStatusSchema } from '../../core/contract/desk-day.ts';
import { JOURNAL_DEFECTS } from '../billing/journal-verification.ts';
import { deskAdminMethods } from '../desk/desk-admin.ts';
import { DELIVERY_STATES } from '../his/delivery/delivery-store.ts';
import { GAP_REASONS } from '../queueing/number-gaps.ts';
import { PORTAL_ALARMS } from '../insurance/portal-result.ts';
import { TICKET_STATES } from '../his/ticket-state.ts';
import { CLERK_NOTES } from '../visits/clerk-notes.ts';

/** The key of the command line, which no kiosk has. */
export const ADMIN_SECRET = { name: 'hub-admin', bytes: 32 } as const;

const count = z.int().nonnegative();

const countsSchema = z.object({
  queued: count,
  'in-flight': count,
  delivered: count,
  rejected: count,
  failed: count,
  refusedAtIntake: count,
});

/** A delivery as IT sees it: nothing personal. */
const summarySchema = z.object({
  eventId: z.uuid(),
  kind: z.enum(['check-in', 'counter-referral', 'payment', 'cancellation']),
  kioskId: idSchema,
  label: z.string(),
  day: businessDaySchema,
  state: z.enum(DELIVERY_STATES),
  attempts: count,
  fault: faultCodeSchema.nullable(),
  httpStatus: z.int().nullable(),
  dueAt: instantSchema,
  updatedAt: instantSchema,
});
export type DeliverySummary = z.infer<typeof summarySchema>;

/** One of them with what helps to understand it; the diagnosis is in the HIS's own words. */
const detailsSchema = summarySchema.extend({
  visitId: z.uuid().nullable(),
  duplicateOf: z.uuid().nullable(),
  diagnosis: z.unknown(),
  receipt: z.unknown(),
});

const refusedSchema = z.object({
  eventId: z.uuid(),
  kioskId: idSchema,
  fault: faultCodeSchema,
  receivedAt: instantSchema,
});

const kioskSchema = z.object({
  kioskId: idSchema,
  keyId: z.string(),
  state: z.enum(['active', 'revoked', 'replaced']),
  enrolledAt: instantSchema,
  revokedAt: instantSchema.nullable(),
  version: z.string().nullable(),
  lastSeenAt: instantSchema.nullable(),
  clockAheadMs: z.int().nullable(),
  toldPin: z.string().nullable(),
});
/** Numbers of a day that nobody holds, each with its reason. */
const numberLineSchema = z.object({
  servicePointId: idSchema,
  session: z.enum(['day', 'morning', 'afternoon']),
  numberClass: numberClassSchema,
  given: count,
  gaps: z.array(
    z.object({
      first: z.int(),
      last: z.int(),
      labels: z.string(),
      why: z.enum(GAP_REASONS),
      heldBy: z.string().nullable(),
      at: instantSchema.nullable(),
    }),
  ),
});
export type NumberLineSummary = z.infer<typeof numberLineSchema>;

/** What a kiosk said of a device; `at` in the kiosk's own time. */
const toldDeviceSchema = z.object({
  kioskId: idSchema,
  deviceId: idSchema,
  kind: deviceKindSchema,
  driver: z.string(),
  state: deviceChangeSchema.shape.state,
  stage: deviceStatusSchema.shape.stage.unwrap().nullable(),
  fault: faultCodeSchema.nullable(),
  paper: deviceStatusSchema.shape.paper.unwrap().nullable(),
  paperLow: z.boolean(),
  at: instantSchema,
});

const journalVerdictSchema = z.discriminatedUnion('intact', [
  z.object({ intact: z.literal(true), entries: count, hash: z.string() }),
  z.object({ intact: z.literal(false), entryNo: count, defect: z.enum(JOURNAL_DEFECTS) }),
]);

const purposeSchema = z.enum(['check-in', 'again']);

const alarmsSchema = z.array(
  z.object({
    alarm: z.enum(PORTAL_ALARMS),
    firstAt: instantSchema,
    lastAt: instantSchema,
    number: count,
  }),
);

const insuranceStateSchema = z.object({
  /** Milliseconds until the portal is asked again; absent where nobody asks it. */
  restMs: count.optional(),
  waiting: count,
  leftYesterday: count,
  alarms: alarmsSchema,
});

/** Look-ups at the insurer's portal on one day; nothing personal. */
const insuranceDaySchema = z.object({
  counts: z.array(
    z.object({ method: z.string(), purpose: purposeSchema, result: z.string(), number: count }),
  ),
  failures: z.array(
    z.object({
      evidenceId: z.uuid(),
      failedAt: instantSchema,
      purpose: purposeSchema,
      method: z.string(),
      what: z.string(),
      code: z.string().nullable(),
      httpStatus: z.int().nullable(),
      tookMs: count,
      visitId: z.uuid().nullable(),
    }),
  ),
  unverified: z.array(
    z.object({
      visitId: z.uuid(),
      label: z.string(),
      state: z.string(),
      attempts: count,
      result: z.string().nullable(),
    }),
  ),
  alarms: alarmsSchema,
});
export type InsuranceDay = z.infer<typeof insuranceDaySchema>;
/** A visit as staff see it: nothing personal. */
const visitSummarySchema = z.object({
  visitId: z.uuid(),
  label: z.string(),
  kind: z.enum(['check-in', 'counter-referral']),
  servicePointId: idSchema,
  checkedInAt: instantSchema,
  ticket: z.enum(TICKET_STATES).nullable(),
  toldAt: instantSchema.nullable(),
  delivery: z.enum(DELIVERY_STATES).nullable(),
  flags: z.array(identityFlagSchema),
  notes: z.array(z.object({ note: z.enum(CLERK_NOTES), detail: z.string() })),
});
export type VisitSummary = z.infer<typeof visitSummarySchema>;

/**
 * What the command line asks. Where the database is embedded only the running hub can answer:
 * `POST /admin/{method}`, signed with a key of its own.
 */
export const adminContract = defineContract({
  counts: { role: 'admin', input: z.object({}), output: countsSchema },
  list: {
    role: 'admin',
    input: z.object({ states: z.array(z.enum(DELIVERY_STATES)), limit: z.int().positive() }),
    output: z.object({ deliveries: z.array(summarySchema) }),
  },
  show: {
    role: 'admin',
    input: z.object({ eventId: z.uuid() }),
    output: detailsSchema.nullable(),
  },
  /** Queues dead letters again: those named, or all. */
  retry: {
    role: 'admin',
    input: z.object({ eventIds: z.union([z.literal('all'), z.array(z.uuid())]) }),
    output: z.object({ queued: count }),
  },
  /** What became of every number of a day. */
  numbers: {
    role: 'admin',
    input: z.object({ day: businessDaySchema }),
    output: z.object({ lines: z.array(numberLineSchema) }),
  },
  /** Everything the HIS does not have, whole: personal data, for a file. */
  exported: {
    role: 'admin',
    input: z.object({ after: count, limit: z.int().min(1).max(500) }),
    output: z.object({
      events: z.array(
        z.object({
          eventId: z.uuid(),
          state: z.enum([...DELIVERY_STATES, 'refused', 'conflict']),
          fault: faultCodeSchema.nullable(),
          event: z.unknown(),
        }),
      ),
    }),
  },
  visits: {
    role: 'admin',
    input: z.object({ day: businessDaySchema, noted: z.boolean(), limit: z.int().positive() }),
    output: z.object({ visits: z.array(visitSummarySchema) }),
  },
  refused: {
    role: 'admin',
    input: z.object({ limit: z.int().positive() }),
    output: z.object({ refused: z.array(refusedSchema) }),
  },
  newEnrolmentCode: {
    role: 'admin',
    input: z.object({
      kioskId: idSchema.optional(),
      validMs: z.int().min(60_000).max(86_400_000),
    }),
    output: z.object({ code: z.string(), expiresAt: instantSchema, replaces: z.boolean() }),
  },
  kiosks: {
    role: 'admin',
    /** All: also those that were replaced. */
    input: z.object({ all: z.boolean() }),
    output: z.object({ kiosks: z.array(kioskSchema) }),
  },
  kiosk: {
    role: 'admin',
    input: z.object({ kioskId: idSchema }),
    output: z.object({ machines: z.array(kioskSchema) }),
  },
  revokeKiosk: {
    role: 'admin',
    input: z.object({ kioskId: idSchema }),
    output: z.object({ revoked: z.boolean() }),
  },
  renameKiosk: {
    role: 'admin',
    input: z.object({ kioskId: idSchema, to: idSchema }),
    output: z.object({ renamed: z.boolean() }),
  },
  /**
   * Copies an embedded database aside, as it is at one moment, for a backup while the hub works;
   * whoever asked removes it.
   */
  copyData: { role: 'admin', input: z.object({}), output: z.object({ directory: z.string() }) },
  /** How the devices of one kiosk, or of all, are, and what changed last. */
  devices: {
    role: 'admin',
    input: z.object({ kioskId: idSchema.optional(), changes: z.int().min(0).max(1000) }),
    output: z.object({
      devices: z.array(toldDeviceSchema),
      /** Newest first. */
      changes: z.array(toldDeviceSchema),
    }),
  },
  /** The books of a day, what differs in them, and what may be matched. */
  dayBooks: {
    role: 'admin',
    input: z.object({ day: businessDaySchema }),
    output: z.object({
      status: dayStatusSchema,
      proposals: count,
      /** The first sealed report or signed day that is not as it was, if there is one. */
      broken: z.object({ X: count, Z: count, day: count }).partial(),
    }),
  },
  cashlessShare: {
    role: 'admin',
    input: z.object({ from: businessDaySchema, to: businessDaySchema }),
    output: cashlessSchema,
  },
  /** Whether the money journal is as it was written, from its first entry to its last. */
  verifyJournal: { role: 'admin', input: z.object({}), output: journalVerdictSchema },
  /** How look-ups at the insurer go just now. */
  insuranceState: { role: 'admin', input: z.object({}), output: insuranceStateSchema },
  insuranceDay: {
    role: 'admin',
    input: z.object({ day: businessDaySchema, limit: z.int().positive() }),
    output: insuranceDaySchema,
  },
  /** Brings the statement of a bank account into the journal, or only tries to. */
  importStatement: {
    role: 'admin',
    input: z.object({
      content: z.base64(),
      bank: z.enum(BANK_PROFILE_IDS),
      account: z
        .string()
        .regex(/^\d{4,19}$/)
        .optional(),
      isTrial: z.boolean(),
    }),
    output: importReportSchema,
  },
  ...deskAdminMethods,
});
export type KioskSummary = z.infer<typeof kioskSchema>;
export type AdminContract = typeof adminContract;
