import { z } from 'zod';
import { partialDateSchema } from '../../core/contract/primitives.ts';

const textField = z.string().min(1).max(200);

/** What a citizen card says about its holder, who does not exist. Keys not named are dropped. */
export const chipHolderSchema = z.object({
  citizenNumber: z.string().regex(/^\d{12}$/),
  name: textField,
  birthDate: partialDateSchema,
  gender: z.enum(['male', 'female']),
  nationality: textField.optional(),
  ethnicity: textField.optional(),
  religion: textField.optional(),
  placeOfOrigin: textField.optional(),
  residence: textField.optional(),
  identifyingMarks: textField.optional(),
  issueDate: partialDateSchema,
  /** Absent on a card without an end. */
  expiryDate: partialDateSchema.optional(),
  fatherName: textField.optional(),
  motherName: textField.optional(),
  spouseName: textField.optional(),
  oldNumber: z
    .string()
    .regex(/^\d{9}$/)
    .optional(),
});
export type ChipHolder = z.infer<typeof chipHolderSchema>;
