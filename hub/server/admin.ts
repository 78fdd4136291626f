import { z } from 'zod';
import { type Handlers, defineContract } from '../../core/contract/contract.ts';
import { importReportSchema } from '../../core/contract/desk-statements.ts';
import { deviceKindSchema, deviceStatusSchema } from '../../core/contract/device.ts';
import { FaultError, faultCodeSchema } from '../../core/contract/errors.ts';
import { identityFlagSchema } from '../../core/contract/identity.ts';
import { numberClassSchema } from '../../core/contract/catalogue.ts';
import { businessDaySchema, idSchema, instantSchema } from '../../core/contract/primitives.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { BANK_PROFILE_IDS } from '../../core/statement/bank-profiles.ts';
import { importStatement } from '../bank-statements/statement-import.ts';
import { JOURNAL_DEFECTS, verifyJournal } from '../billing/journal-verification.ts';
import { createDeskAdminHandlers, deskAdminMethods } from '../desk/desk-admin.ts';
import { devicesNow, lastDeviceChanges } from '../devices/device-register.ts';
import {
  countDeliveries,
  exportUndelivered,
  listDeliveries,
  listRefused,
  refusedContent,
  retryDeliveries,
  showDelivery,
} from '../his/delivery/delivery-register.ts';
import { DELIVERY_STATES } from '../his/delivery/delivery-store.ts';
import { makeEnrolmentCode } from '../enrolment/enrolment-codes.ts';
import { listKiosks, renameKiosk, revokeKiosk, showKiosk } from '../enrolment/kiosk-register.ts';
import { type Database } from '../storage/database.ts';
import { type HubFront } from '../tls/hub-front.ts';
import { GAP_REASONS, numbersOfDay } from '../queueing/number-gaps.ts';
import { countsOfDay, failuresOfDay, raisedAlarms } from '../insurance/look-up-records.ts';
import { PORTAL_ALARMS } from '../insurance/portal-result.ts';
import { unverifiedOfDay } from '../insurance/recheck-store.ts';
import { TICKET_STATES } from '../his/ticket-state.ts';
import { CLERK_NOTES } from '../visits/clerk-notes.ts';
import { listVisits } from '../visits/visit-list.ts';
import { type Intake, type ReceivedEvent } from '../intake/intake.ts';

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
  state: deviceStatusSchema.shape.state,
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
  alarms: z.array(
    z.object({
      alarm: z.enum(PORTAL_ALARMS),
      firstAt: instantSchema,
      lastAt: instantSchema,
      number: count,
    }),
  ),
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
    input: z.object({ eventId: z.string().max(64) }),
    output: detailsSchema.nullable(),
  },
  /** Queues dead letters again: those named, or all. */
  retry: {
    role: 'admin',
    input: z.object({ eventIds: z.union([z.literal('all'), z.array(z.string().max(64))]) }),
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
  /** Whether the money journal is as it was written, from its first entry to its last. */
  verifyJournal: { role: 'admin', input: z.object({}), output: journalVerdictSchema },
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

export interface AdminParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly intake: Intake;
  /** Something new waits for delivery. */
  readonly onQueued: () => void;
  readonly front: () => HubFront;
}

const ALL_REFUSED = 10_000;

/** Gives refused events to intake once more, as their kiosks sent them. @returns how many it took. */
const takeRefused = async (
  { database, intake }: Pick<AdminParts, 'database' | 'intake'>,
  eventIds: readonly string[],
): Promise<number> => {
  let taken = 0;
  for (const eventId of eventIds) {
    const kept = await refusedContent(database, eventId);
    if (kept === undefined) continue;
    const results = await intake.receive(kept.kioskId, [kept.content as ReceivedEvent]);
    taken += results.filter(({ outcome }) => outcome === 'accepted').length;
  }
  return taken;
};

/** The same answers in the hub and, where the database can be reached, in the command itself. */
export const createAdminHandlers = ({
  database,
  clock,
  ids,
  intake,
  onQueued,
  front,
}: AdminParts): Handlers<AdminContract> => ({
  counts: () => countDeliveries(database),
  list: async ({ states, limit }) => ({
    deliveries: await listDeliveries(database, states, limit),
  }),
  show: async ({ eventId }) => (await showDelivery(database, eventId)) ?? null,
  async retry({ eventIds }) {
    if (eventIds.length === 0) throw new FaultError('bad-request', 'no event was named');
    const now = new Date(clock.now()).toISOString();
    const queued = await retryDeliveries(database, eventIds, now);
    const refused =
      eventIds === 'all'
        ? (await listRefused(database, ALL_REFUSED)).map(({ eventId }) => eventId)
        : eventIds;
    const taken = await takeRefused({ database, intake }, refused);
    onQueued();
    return { queued: queued + taken };
  },
  numbers: async ({ day }) => ({
    lines: (await numbersOfDay(database, day)).map(line => ({ ...line, gaps: [...line.gaps] })),
  }),
  exported: async ({ after, limit }) => ({
    events: await exportUndelivered(database, after, limit),
  }),
  visits: async ({ day, noted, limit }) => ({
    visits: await listVisits(database, day, noted, limit),
  }),
  refused: async ({ limit }) => ({ refused: await listRefused(database, limit) }),
  insuranceDay: async ({ day, limit }) => ({
    counts: [...(await countsOfDay(database, day))],
    failures: [...(await failuresOfDay(database, day, limit))],
    unverified: [...(await unverifiedOfDay(database, day, limit))],
    alarms: [...(await raisedAlarms(database))],
  }),
  newEnrolmentCode: wish => makeEnrolmentCode(database, front(), wish, clock.now()),
  kiosks: async ({ all }) => ({ kiosks: [...(await listKiosks(database, all))] }),
  kiosk: async ({ kioskId }) => ({ machines: [...(await showKiosk(database, kioskId))] }),
  revokeKiosk: async ({ kioskId }) => ({
    revoked: await revokeKiosk(database, kioskId, new Date(clock.now()).toISOString()),
  }),
  renameKiosk: async ({ kioskId, to }) => ({
    renamed: await renameKiosk(database, kioskId, to),
  }),
  devices: async ({ kioskId, changes }) => ({
    devices: await devicesNow(database, kioskId),
    changes: changes === 0 ? [] : await lastDeviceChanges(database, kioskId, changes),
  }),
  verifyJournal: () => verifyJournal(database),
  importStatement: async ({ content, bank, account, isTrial }) => {
    const file = {
      content: Buffer.from(content, 'base64'),
      bank,
      ...(account === undefined ? {} : { account }),
    };
    return importStatement({ database, clock, ids }, file, 'command-line', {
      isTrial,
    });
  },
  ...createDeskAdminHandlers({ database, clock, ids }),
});
