import { z } from 'zod';
import { deviceKindSchema } from '../../core/contract/device.ts';
import { faultCodeSchema } from '../../core/contract/errors.ts';
import { idSchema, instantSchema } from '../../core/contract/primitives.ts';

/** Milliseconds since the recording began. */
const at = z.int().nonnegative();
const driver = z.string().min(1).max(60);
const hex = z
  .string()
  .max(32_768)
  .regex(/^(?:[\da-f]{2})*$/, 'bytes in lower case hexadecimal');

/**
 * What passed on the line to one device, seen from the driver: of a line the bytes, of a card slot
 * the APDUs, and what came and went.
 */
export const transcriptEntrySchema = z.discriminatedUnion('what', [
  z.strictObject({ at, what: z.literal('opened') }),
  z.strictObject({ at, what: z.literal('open-failed'), code: faultCodeSchema }),
  z.strictObject({ at, what: z.literal('closed') }),
  /** Driver to device; more than 16 KiB at once are several entries. */
  z.strictObject({ at, what: z.literal('sent'), hex }),
  /** Device to driver. */
  z.strictObject({ at, what: z.literal('received'), hex }),
  z.strictObject({ at, what: z.literal('send-failed'), code: faultCodeSchema }),
  z.strictObject({
    at,
    what: z.literal('card'),
    atr: hex,
    reader: z.strictObject({
      model: z.string().max(200),
      extendedLength: z.boolean(),
      maxShortResponse: z.int().positive(),
    }),
  }),
  z.strictObject({ at, what: z.literal('card-removed') }),
  /** How the slot is; without a code it works. */
  z.strictObject({ at, what: z.literal('condition'), code: faultCodeSchema.optional() }),
  /** It was set up anew and this is its driver now; without one it is configured no more. */
  z.strictObject({ at, what: z.literal('set-up'), driver: driver.optional() }),
]);
export type TranscriptEntry = z.infer<typeof transcriptEntrySchema>;

/** First line of a transcript file. */
export const transcriptHeadSchema = z.strictObject({
  transcript: z.literal(1),
  deviceId: idSchema,
  kind: deviceKindSchema,
  driver,
  recordedAt: instantSchema,
  /** What a card, code or ticket says was blanked out before it was written down. */
  redacted: z.boolean(),
});
export type TranscriptHead = z.infer<typeof transcriptHeadSchema>;

export interface Transcript {
  readonly head: TranscriptHead;
  readonly entries: readonly TranscriptEntry[];
}
