import { z } from 'zod';

/** ISO 8601 date with the precision that is known: `1947`, `1985-06` or `1999-01-02`. */
export const partialDateSchema = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'an ISO 8601 date');
export type PartialDate = z.infer<typeof partialDateSchema>;

/** A whole calendar day in Asia/Ho_Chi_Minh, `yyyy-MM-dd`: the day of numbers and resets. */
export const businessDaySchema = z.iso.date();
export type BusinessDay = z.infer<typeof businessDaySchema>;

/** A moment in UTC, ISO 8601 with milliseconds and `Z`. */
export const instantSchema = z.iso.datetime({ precision: 3 });
export type Instant = z.infer<typeof instantSchema>;

/** FHIR AdministrativeGender. */
export const genderSchema = z.enum(['male', 'female', 'other', 'unknown']);
export type Gender = z.infer<typeof genderSchema>;

/** BCP 47 language of the screens and tickets. */
export const languageSchema = z.enum(['vi', 'en']);
export type Language = z.infer<typeof languageSchema>;

/** Words that come from configuration or the HIS, in every language of the screens. */
export const localisedSchema = z.object({ vi: z.string().min(1), en: z.string().min(1) });
export type Localised = z.infer<typeof localisedSchema>;

/** Whole đồng: the currency has no minor unit (ISO 4217, VND, exponent 0). */
export const dongSchema = z.int().nonnegative();

export const idSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.-]+$/, 'letters, digits, . _ -');
