import {
  type CardAccessKey,
  type DeviceEvent,
  type DeviceKind,
  type PrintJob,
  type PrintOutcome,
  type SimulatorAction,
} from '../../core/contract/device.ts';
import { type Printable } from '../../core/contract/printable.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type PrintPreview } from './bridge.ts';
import { type DeviceLog } from './device-log.ts';

/** What a driver may use of its surroundings. */
export interface DriverContext {
  readonly deviceId: string;
  readonly clock: Clock;
  readonly emit: (event: DeviceEvent) => void;
  readonly log: DeviceLog;
  /** The card lying on the reader now was already reported before the process was restarted. */
  readonly cardReported: boolean;
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
export type CodeScannerDriver = DriverOf<'code-scanner'>;

export interface ReceiptPrinterDriver extends DriverOf<'receipt-printer'> {
  /**
   * Never rejects. `begin` is awaited just before the first byte that can move paper: until it was
   * called nothing can have come out.
   */
  print(job: PrintJob, begin: () => Promise<void>): Promise<PrintOutcome>;
  /** @throws FaultError `render-failed` */
  preview(document: Printable): PrintPreview;
}

export type DeviceDriver = ChipCardReaderDriver | CodeScannerDriver | ReceiptPrinterDriver;

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
