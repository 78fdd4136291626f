import { z } from 'zod';
import {
  cardAccessKeySchema,
  deviceEventSchema,
  MAX_KEY_CANDIDATES,
  printJobSchema,
  printOutcomeSchema,
  simulatorActionSchema,
} from '../../core/contract/device.ts';
import { faultCodeSchema } from '../../core/contract/errors.ts';
import { idSchema } from '../../core/contract/primitives.ts';
import { pagePlaceSchema, pageReportSchema } from '../../core/contract/page-device.ts';
import { paymentOrderSchema } from '../../core/contract/payment-display.ts';
import { printableSchema } from '../../core/contract/printable.ts';
import { documentJobSchema } from '../../core/contract/sheet.ts';
import { soundSchema } from '../../core/contract/sound.ts';
import { deviceConfigSchema, printPreviewSchema } from './bridge.ts';
import { deviceLogEntrySchema } from './device-log.ts';
import { transcriptEntrySchema } from './transcript.ts';
import { usbDeviceSchema } from './usb-device.ts';

/**
 * What host and device process say to each other. Both sides check every message; what does not
 * fit is logged and dropped. All values survive JSON.
 */

const requestIdSchema = z.uuid();

/** A device as the process shall set it up, after a restart with the state it was left in. */
const deviceSetupSchema = z.strictObject({
  config: deviceConfigSchema,
  /** What people did to simulated hardware before, in order. */
  hardware: z.array(simulatorActionSchema).max(20),
  cardReported: z.boolean(),
});
export type DeviceSetup = z.infer<typeof deviceSetupSchema>;

export const hostMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('configure'),
    devices: z.array(deviceSetupSchema).max(50),
    /** Tell what is plugged in, and every change of it. */
    watchHardware: z.boolean(),
  }),
  /** Sets up one more device: it was set apart and shall be tried again. */
  z.strictObject({ type: z.literal('take-up'), device: deviceSetupSchema }),
  /** Stops the driver of a device and tries it no more. */
  z.strictObject({ type: z.literal('put-down'), deviceId: idSchema }),
  z.strictObject({ type: z.literal('ping'), sequence: z.int().nonnegative() }),
  z.strictObject({
    type: z.literal('print'),
    requestId: requestIdSchema,
    deviceId: idSchema,
    job: printJobSchema,
  }),
  /** The host knows that paper may move from now on. */
  z.strictObject({ type: z.literal('print-continue'), requestId: requestIdSchema }),
  z.strictObject({
    type: z.literal('preview'),
    requestId: requestIdSchema,
    /** Absent: 80 mm paper. */
    deviceId: idSchema.optional(),
    document: printableSchema,
  }),
  z.strictObject({
    type: z.literal('simulate'),
    requestId: requestIdSchema,
    deviceId: idSchema,
    action: simulatorActionSchema,
  }),
  /** Keys for the card on a reader or the next one; an empty list wipes those offered before. */
  z.strictObject({
    type: z.literal('card-keys'),
    keys: z.array(cardAccessKeySchema).max(MAX_KEY_CANDIDATES),
  }),
  z.strictObject({
    type: z.literal('print-document'),
    requestId: requestIdSchema,
    deviceId: idSchema,
    job: documentJobSchema,
  }),
  z.strictObject({
    type: z.literal('payment-order'),
    requestId: requestIdSchema,
    deviceId: idSchema,
    order: paymentOrderSchema,
  }),
  z.strictObject({
    type: z.literal('play-sound'),
    requestId: requestIdSchema,
    deviceId: idSchema,
    sound: soundSchema,
  }),
  z.strictObject({ type: z.literal('page'), place: pagePlaceSchema, there: z.boolean() }),
  z.strictObject({ type: z.literal('page-report'), report: pageReportSchema }),
  /** Says, or says no more, what passes on the line of a device. */
  z.strictObject({ type: z.literal('trace'), deviceId: idSchema, on: z.boolean() }),
  z.strictObject({ type: z.literal('stop') }),
]);
export type HostMessage = z.infer<typeof hostMessageSchema>;

export const deviceMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('pong'), sequence: z.int().nonnegative() }),
  z.strictObject({ type: z.literal('event'), event: deviceEventSchema }),
  /** Asks for `print-continue`: if the host never saw this, nothing came out. */
  z.strictObject({ type: z.literal('print-begins'), requestId: requestIdSchema }),
  z.strictObject({
    type: z.literal('print-done'),
    requestId: requestIdSchema,
    outcome: printOutcomeSchema,
  }),
  z.strictObject({
    type: z.literal('preview-done'),
    requestId: requestIdSchema,
    preview: printPreviewSchema,
  }),
  z.strictObject({ type: z.literal('simulate-done'), requestId: requestIdSchema }),
  /** A payment display or an audio output did what it was asked to. */
  z.strictObject({ type: z.literal('order-done'), requestId: requestIdSchema }),
  z.strictObject({
    type: z.literal('refused'),
    requestId: requestIdSchema,
    code: faultCodeSchema,
  }),
  /** The driver of a device is being loaded: whatever happens now is of its doing. */
  z.strictObject({ type: z.literal('opening'), deviceId: idSchema }),
  /** The driver of a device could not be set up; it is tried again by itself. */
  z.strictObject({
    type: z.literal('not-opened'),
    deviceId: idSchema,
    code: faultCodeSchema,
  }),
  /** Everything that is on the bus now. */
  z.strictObject({ type: z.literal('hardware'), devices: z.array(usbDeviceSchema).max(200) }),
  /** A sheet was cut off a simulated printer. */
  z.strictObject({ type: z.literal('sheet'), deviceId: idSchema, sheet: printPreviewSchema }),
  z.strictObject({ type: z.literal('traced'), deviceId: idSchema, entry: transcriptEntrySchema }),
  z.strictObject({ type: z.literal('log'), entry: deviceLogEntrySchema }),
]);
export type DeviceMessage = z.infer<typeof deviceMessageSchema>;
