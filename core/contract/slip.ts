import { z } from 'zod';
import { businessDaySchema, idSchema } from './primitives.ts';
import { bookingSchema } from './scheduling.ts';

/** `referral`: giấy chuyển tuyến (XML13); `re-examination`: giấy hẹn khám lại (XML14), used once. */
export const slipKindSchema = z.enum(['referral', 're-examination']);
export type SlipKind = z.infer<typeof slipKindSchema>;

/** GIAY_CHUYEN_TUYEN or SO_GIAYHEN_KL as the issuing hospital prints it; both have at most 50. */
export const slipNumberSchema = z
  .string()
  .min(1)
  .max(50)
  .regex(/^[\p{L}\p{N}./_-]+$/u, 'letters, digits, . / _ -');

/**
 * Whether a slip may be used today.
 * unknown: the hospital was asked and has no such slip of this patient; unverified: nobody could be
 * asked, the slip is taken as said and a clerk looks; the others were found and judged by their dates.
 */
export const slipStandingSchema = z.enum([
  'valid',
  'expired',
  'used',
  'too-early',
  'too-late',
  'unknown',
  'unverified',
]);
export type SlipStanding = z.infer<typeof slipStandingSchema>;

/** A slip the patient brought, as far as it is known. */
export const slipSchema = z.object({
  kind: slipKindSchema,
  number: slipNumberSchema,
  standing: slipStandingSchema,
  /** Facility that wrote it (MA_NOI_DI). */
  fromFacility: z
    .string()
    .regex(/^\d{5}$/)
    .optional(),
  /** Day of a referral, or the appointed day of a re-examination (NGAY_HEN_KL). */
  day: businessDaySchema.optional(),
  /** Last day on which it is good. */
  validTo: businessDaySchema.optional(),
  /** The HIS's own id of its record. */
  hisId: idSchema.optional(),
});
export type Slip = z.infer<typeof slipSchema>;

/** What the hub knows of a slip that was shown; `booking` where it is a re-examination to check in for. */
export const slipAnswerSchema = z.object({
  slip: slipSchema,
  booking: bookingSchema.optional(),
});
export type SlipAnswer = z.infer<typeof slipAnswerSchema>;
