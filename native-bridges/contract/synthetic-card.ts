import { z } from 'zod';
import { idSchema, partialDateSchema } from '../../core/contract/primitives.ts';

const textField = z.string().min(1).max(200);

/**
 * What reading the chip comes to:
 * readable: as it should be; unreadable: the memory fails while the file is read; garbled: the file
 * is there and its bytes are not DG13; silent: the chip never answers; loses-contact: it is gone in
 * the middle of reading; not-authentic: the data do not match the digests of EF.SOD.
 */
const chipConditionSchema = z.enum([
  'readable',
  'unreadable',
  'garbled',
  'silent',
  'loses-contact',
  'not-authentic',
]);
export type ChipCondition = z.infer<typeof chipConditionSchema>;

/** A card of somebody who does not exist, for the simulated reader. Keys not named are dropped. */
export const syntheticCardSchema = z.object({
  id: idSchema,
  chip: chipConditionSchema.optional(),
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
export type SyntheticCard = z.infer<typeof syntheticCardSchema>;
