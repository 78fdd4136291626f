import { z } from 'zod';
import { genderSchema, partialDateSchema } from './primitives.ts';

/** How the patient said who they are: reported to the province for every visit. */
export const identityMethodSchema = z.enum([
  'card-chip',
  'card-qr',
  'card-mrz',
  'insurance-qr',
  'patient-code',
  'booking-code',
  'typed',
  'opaque-token',
]);
export type IdentityMethod = z.infer<typeof identityMethodSchema>;

/** Something that does not fit together: for the clerk to look at, never a reason to refuse. */
export const identityFlagSchema = z.enum([
  'gender-differs-from-number',
  'birth-year-differs-from-number',
  'unknown-province-code',
  'birth-date-partial',
  'birth-date-missing',
  'name-missing',
  'name-not-decoded',
  'extra-fields',
  'name-differs-from-record',
  'birth-date-differs-from-record',
  'issue-date-invalid',
  'number-shape-unknown',
  // said by the patient or a relative, without any document: the clerk completes the record
  'identity-temporary',
]);
export type IdentityFlag = z.infer<typeof identityFlagSchema>;

/** Outcome of passive authentication (ICAO 9303-11, 5.1); `not-checked` where no chip was read. */
export const authenticitySchema = z.enum(['valid', 'invalid', 'no-trust-anchor', 'not-checked']);
export type Authenticity = z.infer<typeof authenticitySchema>;

/** Why a chip is not proven, or proven false; for staff and IT, never for the screen. */
export const authenticityReasonSchema = z.enum([
  // passive authentication (ICAO 9303-11, 5.1)
  'security-object-missing',
  'security-object-damaged',
  'digest-mismatch',
  'digest-missing',
  'signature-invalid',
  'algorithm-unsupported',
  'signer-unknown',
  'signer-not-valid-then',
  'signer-revoked',
  'signer-not-for-documents',
  // the chip itself (6.1, 6.2 and 4.4: active and chip authentication)
  'chip-not-proven',
  'chip-answer-wrong',
]);
export type AuthenticityReason = z.infer<typeof authenticityReasonSchema>;

/** What a health-insurance (BHYT) card or code says about cover. */
export const insuranceClaimSchema = z.object({
  /** 15-character card number, or the 10-digit BHXH number printed on newer cards. */
  cardNumber: z.string().regex(/^([A-Z]{2}[1-5]\d{12}|\d{10})$/),
  registeredFacility: z.string().optional(),
  validFrom: partialDateSchema.optional(),
  validTo: partialDateSchema.optional(),
  issueDate: partialDateSchema.optional(),
  livingArea: z.enum(['K1', 'K2', 'K3']).optional(),
  fiveYearsFrom: partialDateSchema.optional(),
});
export type InsuranceClaim = z.infer<typeof insuranceClaimSchema>;

/** A state by ICAO 9303-3, 5: three letters of ISO 3166-1, or a code of its own such as `D`. */
export const stateSchema = z.string().regex(/^[A-Z]{1,3}$/);

/** What was read, exactly as far as it was read; absent means not said, never empty. */
export const identityClaimSchema = z.object({
  method: identityMethodSchema,
  /** 12-digit citizen number (số căn cước). */
  citizenNumber: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  /** 9-digit number of the old identity card (CMND). */
  oldNumber: z
    .string()
    .regex(/^\d{9}$/)
    .optional(),
  /** The hospital's own patient number (MRN). */
  patientCode: z.string().min(1).max(40).optional(),
  bookingCode: z.string().min(1).max(40).optional(),
  /** Unique only together with the state that issued the passport. */
  passportNumber: z
    .string()
    .regex(/^[A-Z0-9]{1,9}$/)
    .optional(),
  passportIssuer: stateSchema.optional(),
  nationality: stateSchema.optional(),
  /** A code nobody here can read, handed to the hub as it is. */
  token: z.string().min(1).max(4096).optional(),
  name: z.string().min(1).max(255).optional(),
  birthDate: partialDateSchema.optional(),
  gender: genderSchema.optional(),
  address: z.string().min(1).max(1024).optional(),
  issueDate: partialDateSchema.optional(),
  expiryDate: partialDateSchema.optional(),
  insurance: insuranceClaimSchema.optional(),
  authenticity: authenticitySchema,
  /** Empty where there is nothing to add; absent where no chip was read. */
  authenticityReasons: z.array(authenticityReasonSchema).optional(),
  flags: z.array(identityFlagSchema),
});
export type IdentityClaim = z.infer<typeof identityClaimSchema>;
