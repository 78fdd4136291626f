import {
  type CardAccessKey,
  type DeviceEvent,
  type DeviceKind,
  type PrintJob,
  type PrintOutcome,
  type SimulatorAction,
} from '../../core/contract/device.ts';
import { type FaultCode } from '../../core/contract/errors.ts';
import { type PagePlace, type PageReport } from '../../core/contract/page-device.ts';
import { type PaymentOrder } from '../../core/contract/payment-display.ts';
import { type Printable } from '../../core/contract/printable.ts';
import { type DocumentJob } from '../../core/contract/sheet.ts';
import { type Sound } from '../../core/contract/sound.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type PrintPreview } from './bridge.ts';
import { type OpenByteChannel } from './byte-channel.ts';
import { type CardSlot } from './chip-card.ts';
import { type DeviceLog } from './device-log.ts';

/** What a driver may use of its surroundings. */
export interface DriverContext {
  readonly deviceId: string;
  readonly clock: Clock;
  readonly emit: (event: DeviceEvent) => void;
  readonly log: DeviceLog;
  /** The card lying on the reader now was already reported before the process was restarted. */
  readonly cardReported: boolean;
  /** Stands on the line to the device, so that IT can write down what passes on it. */
  readonly recorder?: LineRecorder;
}

/** Gives back the same line or slot, heard. */
export interface LineRecorder {
  channel(open: OpenByteChannel): OpenByteChannel;
  slot(slot: CardSlot): CardSlot;
  /** Notes a whole message, where a line is no stream of bytes. */
  message(direction: 'sent' | 'received', message: Uint8Array): void;
  /** Notes that a message could not be sent. */
  failed(code: FaultCode): void;
  /** Notes how such a line is; without a code it works. */
  condition(code?: FaultCode): void;
}

interface DriverOf<Kind extends DeviceKind> {
  readonly kind: Kind;
  /** Reports a first status before it resolves, and keeps on trying where the device is away. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Emits card-inserted, then card-read or card-failed, and card-removed; before those
 * card-key-wanted and card-progress, after card-read card-portrait.
 */
export interface ChipCardReaderDriver extends DriverOf<'chip-card-reader'> {
  /** Keys for the card that lies there or the next one, instead of those offered before. */
  offerKeys(keys: readonly CardAccessKey[]): void;
  forgetKeys(): void;
}

/** Emits code-scanned. */
export interface CodeScannerDriver extends DriverOf<'code-scanner'> {
  readonly onPage?: OnPage;
}

export interface ReceiptPrinterDriver extends DriverOf<'receipt-printer'> {
  /**
   * Never rejects. `begin` is awaited just before the first byte that can move paper: until it was
   * called nothing can have come out.
   */
  print(job: PrintJob, begin: () => Promise<void>): Promise<PrintOutcome>;
  /** @throws FaultError `render-failed` */
  preview(document: Printable): PrintPreview;
}

export interface DocumentPrinterDriver extends DriverOf<'document-printer'> {
  /** As of a receipt printer; before `begin` no byte of the document leaves this machine. */
  print(job: DocumentJob, begin: () => Promise<void>): Promise<PrintOutcome>;
}

/** Devices that hang on the page hear of its coming and of what became of their orders. */
interface OnPage {
  readonly place: PagePlace;
  /** True also where another page takes the place of the last: it knows nothing yet. */
  pageIsThere(there: boolean): void;
  takeReport(report: PageReport): void;
}

export interface PaymentDisplayDriver extends DriverOf<'payment-display'> {
  /** Resolves when the display, or whoever passes it on, has taken it. @throws FaultError */
  tell(order: PaymentOrder): Promise<void>;
  readonly onPage?: OnPage;
}

export interface AudioOutputDriver extends DriverOf<'audio-output'> {
  /**
   * Resolves when it was heard to its end; a newer sound takes the place of an older one.
   * @throws FaultError `device-absent`, or `device-busy` where another took its place
   */
  play(sound: Sound): Promise<void>;
  readonly onPage?: OnPage;
}

export type DeviceDriver =
  | ChipCardReaderDriver
  | CodeScannerDriver
  | ReceiptPrinterDriver
  | DocumentPrinterDriver
  | PaymentDisplayDriver
  | AudioOutputDriver;

/** The hands of a person on simulated hardware. */
export interface SimulatedHardware {
  /** @throws FaultError `bad-request` for an action this hardware cannot take. */
  act(action: SimulatorAction): void;
}

/** A driver as the registry makes it; `hardware` only where it is simulated. */
export interface InstalledDevice {
  readonly driver: DeviceDriver;
  readonly hardware?: SimulatedHardware;
}
