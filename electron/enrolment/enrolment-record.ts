import { z } from 'zod';
import { hubPinSchema } from '../../core/contract/enrolment.ts';
import { idSchema, instantSchema } from '../../core/contract/primitives.ts';
import type { StoreSettings } from '../storage/kiosk-store.ts';

/** What this kiosk keeps of the hub it joined; nothing in it is secret. */
const enrolmentSchema = z.object({
  hubUrl: z.url(),
  hubId: z.string(),
  kioskId: idSchema,
  /** Keys the hub may answer with; empty on the same machine without TLS. */
  pins: z.array(hubPinSchema),
  /** With the master key this is the kiosk's own key. */
  salt: z.string(),
  enrolledAt: instantSchema,
  /** When the hub said that it takes nothing from this machine any more. */
  revokedAt: instantSchema.optional(),
});
export type Enrolment = z.infer<typeof enrolmentSchema>;

/** A code that was shown and whose answer did not come: shown again, it is the same key. */
const pendingSchema = z.object({ codeHash: z.string(), salt: z.string() });
export type PendingEnrolment = z.infer<typeof pendingSchema>;

const NAME = 'hub-enrolment';
const PENDING = 'hub-enrolment-pending';

export const readEnrolment = (settings: Pick<StoreSettings, 'get'>): Enrolment | undefined =>
  enrolmentSchema.safeParse(settings.get(NAME)).data;

export const writeEnrolment = (settings: StoreSettings, enrolment: Enrolment): void =>
  settings.set(NAME, enrolment);

export const readPending = (settings: StoreSettings): PendingEnrolment | undefined =>
  pendingSchema.safeParse(settings.get(PENDING)).data;

export const writePending = (settings: StoreSettings, pending: PendingEnrolment): void =>
  settings.set(PENDING, pending);

export const removePending = (settings: StoreSettings): void => settings.remove(PENDING);
