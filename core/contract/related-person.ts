import { z } from 'zod';
import { identityClaimSchema } from './identity.ts';

/** What somebody who acts for a patient is to that patient: the mother of a child, the son of an elder. */
export const relationshipSchema = z.enum([
  'parent',
  'grandparent',
  'child',
  'spouse',
  'sibling',
  'other',
]);
export type Relationship = z.infer<typeof relationshipSchema>;

/** FHIR RelatedPerson: who came with the patient and answered for them. */
export const relatedPersonSchema = z.object({
  relationship: relationshipSchema,
  /** Absent where the relative had no document either; the clerk completes it. */
  claim: identityClaimSchema.optional(),
});
export type RelatedPerson = z.infer<typeof relatedPersonSchema>;
