import { z } from 'zod';

/** Mã số thuế: ten digits, a branch with three more behind a dash, or a citizen number since 2025. */
export const taxCodeSchema = z.string().regex(/^\d{10}(-\d{3})?$|^\d{12}$/, 'a tax code');

/**
 * An electronic invoice is wanted (Decree 123/2020, Art. 10): for whom it is made out. The hospital
 * makes it; here the wish is only passed on.
 */
export const eInvoiceWishSchema = z.object({
  buyer: z.string().trim().min(1).max(255),
  taxCode: taxCodeSchema.optional(),
  address: z.string().trim().min(1).max(400).optional(),
});
export type EInvoiceWish = z.infer<typeof eInvoiceWishSchema>;
