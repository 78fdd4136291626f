import { z } from 'zod';

/** Mã số thuế: ten digits, a branch with three more behind a dash, or a citizen number since 2025. */
export const taxCodeSchema = z.string().regex(/^\d{10}(-\d{3})?$|^\d{12}$/, 'a tax code');

/**
 * An electronic invoice is wanted (Decree 123/2020, Art. 10): for whom it is made out. The hospital
 * makes it; here the wish is only passed on. A tax code may stand alone: the register says whose it is.
 */
export const eInvoiceWishSchema = z
  .object({
    buyer: z.string().trim().min(1).max(255).optional(),
    taxCode: taxCodeSchema.optional(),
    address: z.string().trim().min(1).max(400).optional(),
  })
  .refine(({ buyer, taxCode }) => buyer !== undefined || taxCode !== undefined, 'for whom');
export type EInvoiceWish = z.infer<typeof eInvoiceWishSchema>;

/** For whom an invoice is made out, as somebody chooses it at a kiosk. */
export const invoiceForSchema = z.enum(['patient', 'company', 'nobody']);
export type InvoiceFor = z.infer<typeof invoiceForSchema>;
