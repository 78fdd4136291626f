import { z } from 'zod';
import { idSchema } from '../../core/contract/primitives.ts';

/** What a printer can be sent, by its MIME media type. */
export const documentFormatSchema = z.enum(['application/pdf', 'image/pwg-raster']);
export type DocumentFormat = z.infer<typeof documentFormatSchema>;

/** Configurations of printers for A4 pages. */
export const DOCUMENT_PRINTER_CONFIGS = [
  z.strictObject({
    id: idSchema,
    driver: z.literal('ipp-document-printer'),
    /** As in the printer's own settings page: `ipp://10.0.0.20/ipp/print`. */
    url: z.url({ protocol: /^(ipps?|https?)$/ }),
    /**
     * SHA-256 of the printer's certificate, hex: printers sign their own. Absent: the certificate
     * has to be one this machine trusts.
     */
    certificateSha256: z
      .string()
      .regex(/^[\da-f]{64}$/i)
      .optional(),
    /**
     * The user its jobs belong to in the printer's list, of no other kiosk and device: what a process
     * left there is taken back by the next one. Absent: nothing is taken back.
     */
    owner: z.string().min(1).max(200).optional(),
  }),
  z.strictObject({
    id: idSchema,
    driver: z.literal('simulated-document-printer'),
    /** Absent: `image/pwg-raster` alone, whose pages the device panel can show. */
    formats: z.array(documentFormatSchema).min(1).optional(),
  }),
] as const;
