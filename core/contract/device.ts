import { z } from 'zod';
import { faultCodeSchema } from './errors.ts';
import { identityClaimSchema } from './identity.ts';
import { idSchema } from './primitives.ts';
import { addressedPageOrderSchema } from './page-device.ts';
import { printableSchema } from './printable.ts';

export const deviceKindSchema = z.enum([
  'chip-card-reader',
  'code-scanner',
  'receipt-printer',
  'document-printer',
  'payment-display',
  'audio-output',
]);
export type DeviceKind = z.infer<typeof deviceKindSchema>;

/**
 * Where a device stands in its life, for IT: absent: nothing is plugged in; detected: it is, and
 * nobody has opened it yet; opening; ready; busy: with a patient's card or ticket; faulted: it is
 * tried again by itself, less and less often; quarantined: it took its process down too often and
 * rests until it is plugged in anew, IT asks for it, or the rest is over.
 */
export const deviceStageSchema = z.enum([
  'absent',
  'detected',
  'opening',
  'ready',
  'busy',
  'faulted',
  'quarantined',
]);
export type DeviceStage = z.infer<typeof deviceStageSchema>;

export const deviceStatusSchema = z.object({
  deviceId: idSchema,
  kind: deviceKindSchema,
  driver: z.string().min(1).max(60),
  /** ready: usable; degraded: usable, look at it soon (paper near end); unavailable: not usable. */
  state: z.enum(['starting', 'ready', 'degraded', 'unavailable']),
  fault: faultCodeSchema.optional(),
  paper: z.enum(['ok', 'near-end', 'end', 'unknown']).optional(),
  stage: deviceStageSchema.optional(),
});
export type DeviceStatus = z.infer<typeof deviceStatusSchema>;

/**
 * What opens a chip (ICAO 9303-11, 4.3 and 4.4): the key fields of the machine readable zone as
 * they stand there, without check digits (dates YYMMDD), or the card access number.
 */
export const cardAccessKeySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('mrz'),
    documentNumber: z.string().regex(/^[A-Z0-9<]{9,22}$/),
    birthDate: z.string().regex(/^[\d<]{6}$/),
    expiryDate: z.string().regex(/^\d{6}$/),
  }),
  z.object({ kind: z.literal('can'), number: z.string().regex(/^\d{6}$/) }),
]);
export type CardAccessKey = z.infer<typeof cardAccessKeySchema>;

/** Failed attempts slow a chip down (9303-11, 4.3.1): so many keys, then a person is asked. */
export const MAX_KEY_CANDIDATES = 3;
export const cardAccessKeysSchema = z.array(cardAccessKeySchema).min(1).max(MAX_KEY_CANDIDATES);

/** What the device process tells the host, unasked. */
export const deviceEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('status'), status: deviceStatusSchema }),
  z.object({ type: z.literal('card-inserted'), deviceId: idSchema }),
  /**
   * A card lies there and opens only with a key. `refused`: none of the offered keys fits. The
   * reading goes on once the bridge was offered others.
   */
  z.object({
    type: z.literal('card-key-wanted'),
    deviceId: idSchema,
    reason: z.enum(['none-offered', 'refused']),
  }),
  /** How far reading has come, 0 to 1, for the screen. */
  z.object({
    type: z.literal('card-progress'),
    deviceId: idSchema,
    share: z.number().min(0).max(1),
  }),
  /** Told a second time of the same card where what was read later shows that it is forged. */
  z.object({ type: z.literal('card-read'), deviceId: idSchema, claim: identityClaimSchema }),
  /** The holder's picture, small, after card-read; only where the configuration asks for it. */
  z.object({
    type: z.literal('card-portrait'),
    deviceId: idSchema,
    /** JPEG, base64. */
    jpeg: z.base64().max(60_000),
  }),
  z.object({ type: z.literal('card-failed'), deviceId: idSchema, code: faultCodeSchema }),
  z.object({ type: z.literal('card-removed'), deviceId: idSchema }),
  /** One complete frame of a scanner, decoded as UTF-8, terminator and prefix taken off. */
  z.object({ type: z.literal('code-scanned'), deviceId: idSchema, text: z.string().max(8192) }),
  /** For the page of the kiosk, which is the device here; it answers with a report. */
  z.object({ type: z.literal('page-order'), ...addressedPageOrderSchema.shape }),
]);
export type DeviceEvent = z.infer<typeof deviceEventSchema>;

/**
 * printed: the printer confirmed it (or its profile never answers and the bytes were taken);
 * uncertain: bytes were sent and nothing is known; failed: nothing came out.
 */
export const printOutcomeSchema = z.object({
  outcome: z.enum(['printed', 'uncertain', 'failed']),
  fault: faultCodeSchema.optional(),
});
export type PrintOutcome = z.infer<typeof printOutcomeSchema>;

/** Things a person can do to simulated hardware; only simulator drivers take them. */
export const simulatorActionSchema = z.discriminatedUnion('action', [
  /** A card from the fixtures by name, laid on the reader. */
  z.object({ action: z.literal('insert-card'), card: idSchema }),
  z.object({ action: z.literal('remove-card') }),
  /** Raw bytes on the scanner's line, base64, cut into the given chunk sizes (rest in one). */
  z.object({
    action: z.literal('scan'),
    bytes: z.base64().max(20000),
    chunks: z.array(z.int().positive()).max(1000).optional(),
  }),
  z.object({ action: z.literal('paper'), state: z.enum(['ok', 'near-end', 'end']) }),
  z.object({ action: z.literal('cover'), open: z.boolean() }),
  z.object({ action: z.literal('jam'), jammed: z.boolean() }),
  /** Pull or plug the cable. */
  z.object({ action: z.literal('plug'), connected: z.boolean() }),
  /** Kill the device process, as a crash of native code would. */
  z.object({ action: z.literal('crash') }),
]);
export type SimulatorAction = z.infer<typeof simulatorActionSchema>;

/** A sheet that came out of a simulated printer, as the decoded bytes show it. */
export const paperSchema = z.object({
  sheetId: z.int().positive(),
  /** PNG, base64. */
  png: z.base64(),
  widthDots: z.int().positive(),
  heightDots: z.int().positive(),
});
export type Paper = z.infer<typeof paperSchema>;

export const printJobSchema = z.object({
  jobId: z.uuid(),
  document: printableSchema,
  /** Some of an earlier ticket may still hang from the printer: it is cut off first. */
  leftover: z.boolean().optional(),
});
export type PrintJob = z.infer<typeof printJobSchema>;
