import { z } from 'zod';
import { dongSchema, instantSchema, partialDateSchema } from './primitives.ts';

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

/** The way of the law a patient comes by; `ask-clerk` where nobody but a person may say. */
export const coverageRouteNameSchema = z.enum([
  'in-network',
  'direct-access',
  'referral',
  're-examination',
  'emergency',
  'out-of-network',
  'fee-paying',
  'ask-clerk',
]);
export type CoverageRouteName = z.infer<typeof coverageRouteNameSchema>;

/** The line of the route table that decided, each with one plain sentence in every language. */
export const routeReasonSchema = z.enum([
  'registered-here',
  'initial-level',
  'referral-slip',
  're-examination-slip',
  'emergency',
  'walk-in-full',
  'walk-in-part',
  'walk-in-unpaid',
  'no-insurance',
  'own-choice',
  // for the clerk
  'forces-card',
  'child-without-card',
  'record-unclear',
  'registration-unknown',
  'slip-unconfirmed',
  'standing-unknown',
  'rule-open',
]);
export type RouteReason = z.infer<typeof routeReasonSchema>;

/** What is known of a paper that opens a route. `unconfirmed`: only the patient says so. */
export const slipStateSchema = z.enum(['none', 'good', 'unconfirmed', 'not-good']);
export type SlipState = z.infer<typeof slipStateSchema>;

/** What a patient comes with, besides the card. */
export const routeGroundsSchema = z.object({
  emergency: z.boolean(),
  referral: slipStateSchema,
  reExamination: slipStateSchema,
});
export type RouteGrounds = z.infer<typeof routeGroundsSchema>;

/** Co-payment of somebody insured five years without a break (Law on Health Insurance, Art. 22). */
export const exemptionSchema = z.enum(['no', 'amount-unknown', 'yes', 'open']);
export type Exemption = z.infer<typeof exemptionSchema>;

/** MA_DOITUONG_KCB (Decision 3276/QĐ-BYT of 2025): `1.1`, `2`, `9`. */
export const visitObjectCodeSchema = z.string().regex(/^\d{1,2}(\.\d{1,2})?$/);

/** How the insurer pays for an outpatient visit, and why. */
export const coverageRouteSchema = z.object({
  route: coverageRouteNameSchema,
  reason: routeReasonSchema,
  objectCode: visitObjectCodeSchema.optional(),
  /** Percent of the costs in the benefit list; absent where it is not known for certain. */
  benefitPercent: z.number().min(0).max(100).optional(),
  /** The insurer pays all where the visit costs less than this. */
  paysAllBelow: dongSchema.optional(),
  exemption: exemptionSchema.optional(),
  /** What was known when it was decided: for a decision taken again later. */
  grounds: routeGroundsSchema,
});
export type CoverageRoute = z.infer<typeof coverageRouteSchema>;

/** What is certain before the patient says more: a route is decided on it (`decideRoute`). */
export const routeBasisSchema = z.object({
  registration: z.enum(['here', 'elsewhere', 'unknown']),
  /** Percent of the benefit list that the card's level pays; absent where nothing tells. */
  cardPercent: z.int().min(0).max(100).optional(),
  /** What the law gives somebody registered elsewhere who comes by themselves. */
  walkIn: z.union([
    z.object({
      /** Of what the card's level pays. */
      percent: z.int().min(0).max(100),
      objectCode: visitObjectCodeSchema.optional(),
      /** All is paid, whatever the level of the card and wherever it is registered. */
      flat: z.boolean(),
    }),
    z.object({ open: z.enum(['standing-unknown', 'rule-open']) }),
  ]),
  /** Why a clerk must look at this card, where one must. */
  clerk: z.enum(['forces-card', 'child-without-card', 'record-unclear']).optional(),
  /** Of the hospital's own records. */
  referral: slipStateSchema,
  paysAllBelow: dongSchema.optional(),
  exemption: exemptionSchema.optional(),
});
export type RouteBasis = z.infer<typeof routeBasisSchema>;

/** What the insurer's portal said in particular, where that has words of its own. */
export const portalFindingSchema = z.enum([
  'renewed',
  'replaced',
  'extended',
  'defence-card',
  'police-card',
  'number-wrong',
  'province-wrong',
  'benefit-wrong',
  'name-differs',
  'name-nearly',
  'birth-date-differs',
  'facility-differs',
  'reduced',
  'moved-province',
  'moved-within',
  'stopped',
  'child-without-card',
]);
export type PortalFinding = z.infer<typeof portalFindingSchema>;

/** The look-up behind what is known, kept with the visit. */
export const portalLookUpSchema = z.object({
  at: instantSchema,
  /** maKetQua; absent where the portal gave no answer. */
  code: z.string().max(10).optional(),
  finding: portalFindingSchema.optional(),
  /** Of the evidence kept at the hub where the portal could not be asked. */
  evidenceId: z.uuid().optional(),
});

/** What is known about cover today. Unverified is not refused: Decree 188/2025, Art. 37-38. */
export const coverageSchema = z.object({
  reason: coverageReasonSchema,
  cardNumber: z.string().optional(),
  registeredFacility: z.string().optional(),
  validFrom: partialDateSchema.optional(),
  validTo: partialDateSchema.optional(),
  /** The card the insurer replaced by this one. */
  previousCardNumber: z.string().optional(),
  /** Date from which five years without a break are full (ngayDu5Nam). */
  fiveYearsFrom: partialDateSchema.optional(),
  /** What the insurer's record says differently from what was read: flagged, never overwritten. */
  differs: z.array(z.enum(['name', 'birthDate', 'gender'])).optional(),
  portal: portalLookUpSchema.optional(),
  /** What else the patient came with, for the route of a card that is verified later. */
  grounds: routeGroundsSchema.optional(),
  /** Absent while the card is unverified. */
  route: coverageRouteSchema.optional(),
});
export type Coverage = z.infer<typeof coverageSchema>;
