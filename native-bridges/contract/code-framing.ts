import { z } from 'zod';

/** What a scanner puts after every code; `any` takes CR, LF, CRLF, Tab and ETX alike. */
const scannerTerminatorSchema = z.enum(['any', 'cr', 'lf', 'crlf', 'tab', 'etx', 'none']);
export type ScannerTerminator = z.infer<typeof scannerTerminatorSchema>;

/** Where a code begins and ends on a line of bytes, as configured on the scanner. */
export const codeFramingSettings = {
  /** What the scanner puts before every code. */
  prefix: z.string().max(8).default(''),
  /** Absent: `any`. */
  terminator: scannerTerminatorSchema.optional(),
  /** Milliseconds without a byte that end a code; absent: as long as the terminator suggests. */
  silenceMs: z.int().min(5).max(5000).optional(),
};
