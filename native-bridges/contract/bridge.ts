import { z } from 'zod';
import {
  type CardAccessKey,
  type DeviceEvent,
  type DeviceStatus,
  type Paper,
  type PrintJob,
  type PrintOutcome,
  type SimulatorAction,
} from '../../core/contract/device.ts';
import { type PagePlace, type PageReport } from '../../core/contract/page-device.ts';
import { type PaymentOrder } from '../../core/contract/payment-display.ts';
import { idSchema } from '../../core/contract/primitives.ts';
import { type Printable } from '../../core/contract/printable.ts';
import { type DocumentJob } from '../../core/contract/sheet.ts';
import { type Sound } from '../../core/contract/sound.ts';
import { AUDIO_OUTPUT_CONFIGS } from './audio-output-config.ts';
import { chipReadingSettings } from './chip-reading.ts';
import { CODE_SCANNER_CONFIGS } from './code-scanner-config.ts';
import { DOCUMENT_PRINTER_CONFIGS } from './document-printer-config.ts';
import { PAYMENT_DISPLAY_CONFIGS } from './payment-display-config.ts';
import { RECEIPT_PRINTER_CONFIGS } from './receipt-printer-config.ts';
import { syntheticCardSchema } from './synthetic-card.ts';

/** One configured device: which driver, where it is plugged in, and the model's profile. */
export const deviceConfigSchema = z.discriminatedUnion('driver', [
  z.strictObject({
    id: idSchema,
    driver: z.literal('simulated-card-reader'),
    /** The cards that can be laid on it, by id. */
    cards: z.array(syntheticCardSchema).max(200).optional(),
    ...chipReadingSettings,
  }),
  z.strictObject({
    id: idSchema,
    driver: z.literal('pcsc-card-reader'),
    /** Only readers whose PC/SC name contains this, whatever the case; absent: all. */
    reader: z.string().min(1).max(200).optional(),
    ...chipReadingSettings,
  }),
  z.strictObject({
    id: idSchema,
    driver: z.literal('vendor-toolkit-card-reader'),
    /** Where the terminal's own program listens; absent: this machine, port 8000. */
    url: z.url({ protocol: /^https?$/ }).optional(),
    trustFolder: chipReadingSettings.trustFolder,
    portrait: chipReadingSettings.portrait,
  }),
  ...CODE_SCANNER_CONFIGS,
  ...RECEIPT_PRINTER_CONFIGS,
  ...DOCUMENT_PRINTER_CONFIGS,
  ...PAYMENT_DISPLAY_CONFIGS,
  ...AUDIO_OUTPUT_CONFIGS,
]);
export type DeviceConfig = z.infer<typeof deviceConfigSchema>;

/** A document as the printer would put it on paper. */
export const printPreviewSchema = z.object({
  /** PNG, base64. */
  png: z.base64(),
  widthDots: z.int().positive(),
  heightDots: z.int().positive(),
});
export type PrintPreview = z.infer<typeof printPreviewSchema>;

/** The host's view of all devices, whichever process they live in. */
export interface DeviceBridge {
  /**
   * Resolves once every configured device has reported a first status; a device whose process does
   * not come up is reported `unavailable`, so this never waits for ever.
   */
  start(): Promise<void>;
  stop(): Promise<void>;
  statuses(): readonly DeviceStatus[];
  /**
   * Calls `listener` for every event until the returned function is called. After the device
   * process was restarted a card whose reading was cut short is announced again, without a
   * `card-removed` in between; a card that was read already is not.
   */
  subscribe(listener: (event: DeviceEvent) => void): () => void;
  /**
   * Prints on the first configured receipt printer. Never rejects: what is unknown is said as
   * `uncertain`. The same jobId comes out once; after `failed` it may be sent again.
   */
  print(job: PrintJob): Promise<PrintOutcome>;
  /**
   * The document as the first configured printer would show it, or 80 mm paper without one.
   * @throws FaultError `render-failed`, or `device-crashed` where the device process is away.
   */
  preview(document: Printable): Promise<PrintPreview>;
  /**
   * @throws FaultError `not-permitted` on a device that is not simulated, `device-absent` where no
   * such device is configured, `bad-request` for an action that this kind of device cannot take.
   */
  simulate(deviceId: string, action: SimulatorAction): Promise<void>;
  /**
   * Keys that may open the card on a reader or the next one laid down, the likeliest first; they
   * take the place of those offered before and are kept until they are forgotten. At most
   * MAX_KEY_CANDIDATES, an empty list offers nothing. Says nothing back: `card-read` or
   * `card-key-wanted` does.
   * @throws FaultError `bad-request`
   */
  offerCardKeys(keys: readonly CardAccessKey[]): void;
  /** Wipes the offered keys, here and in the device processes: the patient has left. */
  forgetCardKeys(): void;
  /**
   * Prints on the first configured document printer and follows the job to its end; otherwise as
   * `print`.
   */
  printDocument(job: DocumentJob): Promise<PrintOutcome>;
  /**
   * Tells every configured payment display. Resolves when one of them has it.
   * @throws FaultError of the last that refused, `device-absent` where none is configured
   */
  tellPaymentDisplays(order: PaymentOrder): Promise<void>;
  /**
   * Plays on the first configured audio output; resolves when it was heard to its end.
   * @throws FaultError `device-absent` where there is none, `device-busy` where another sound took
   * its place
   */
  playSound(sound: Sound): Promise<void>;
  /**
   * A page of the kiosk is there, whose devices can be used; once more for every further one.
   * Without a place it is the patient's screen.
   */
  pageCame(place?: PagePlace): void;
  pageWent(place?: PagePlace): void;
  reportFromPage(report: PageReport): void;
  /** Sheets that came out of simulated printers, newest last, at most twelve. */
  papers(): Promise<readonly Paper[]>;
}
