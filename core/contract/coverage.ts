import { z } from 'zod';
import { partialDateSchema } from './primitives.ts';

export const payerModeSchema = z.enum(['insured', 'self-pay']);
export type PayerMode = z.infer<typeof payerModeSchema>;

/** Why insurance applies or does not, each with one plain sentence in every language. */
export const coverageReasonSchema = z.enum([
  'valid-in-network',
  'valid-re-examination',
  'valid-referral',
  'valid-out-of-network',
  /** Insured by age, the card is still to come: the birth certificate stands for it. */
  'child-without-card',
  'unverified-hub-away',
  'unverified-portal-away',
  'expired',
  'not-yet-valid',
  'not-found',
  'details-differ',
  'revoked',
]);
export type CoverageReason = z.infer<typeof coverageReasonSchema>;

/** What is known about cover today. Unverified is not refused: Decree 188/2025, Art. 37-38. */
export const coverageSchema = z.object({
  reason: coverageReasonSchema,
  cardNumber: z.string().optional(),
  registeredFacility: z.string().optional(),
  validFrom: partialDateSchema.optional(),
  validTo: partialDateSchema.optional(),
});
export type Coverage = z.infer<typeof coverageSchema>;
