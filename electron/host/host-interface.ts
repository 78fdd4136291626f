import { type Reply } from '../../core/contract/contract.ts';
import { type KioskPush } from '../../core/contract/kiosk.ts';
import { type TranscriptEntry } from '../../native-bridges/contract/transcript.ts';
import { type PanelPush } from '../../core/contract/panel.ts';
import { type PaymentWindowPush } from '../../core/contract/payment-window.ts';
import { type DeviceStatus } from '../../core/contract/device.ts';

/**
 * Which page asks: the patient's screen, the panel of the simulated devices, or the window for
 * whoever pays.
 */
export type Role = 'screen' | 'panel' | 'payment';

/** Anything the host says to a page unasked. */
export type Push = KioskPush | PanelPush | PaymentWindowPush;

/** The devices of a running kiosk as its command line sees them. */
export interface DeviceLine {
  /** Handles one call of the staff contract; never throws. */
  call(method: string, input: unknown): Promise<Reply<unknown>>;
  /** Every status from now on. */
  watch(listener: (status: DeviceStatus) => void): () => void;
  /** What passes on the line of a device, redacted. @throws FaultError, see DeviceTracing */
  trace(deviceId: string, listener: (entry: TranscriptEntry) => void): () => void;
}

/** The kiosk program as a shell sees it, whichever shell carries it to a screen. */
export interface Host {
  /** Handles one call of a page; never throws. `role` says which page asks. */
  call(role: Role, method: string, input: unknown): Promise<Reply<unknown>>;
  /** Pushes for that role, from now on. */
  subscribe(role: Role, listener: (push: Push) => void): () => void;
  /** What the owner of this kiosk's data may ask and hear of its devices; absent in tests. */
  readonly devices?: DeviceLine;
  /** One call of the connect contract by that owner; undefined for any other method. */
  readonly connecting?: (method: string, input: unknown) => Promise<Reply<unknown>> | undefined;
  /** True only while simulated devices are configured. */
  readonly hasPanel: boolean;
  /** Nobody is at the screen, neither patient nor staff; absent in tests. */
  readonly isAtRest?: () => boolean;
  /** True only where a payment display in a window of its own is configured. */
  readonly hasPaymentWindow?: boolean;
  /** True only where a camera of the page is configured. */
  readonly usesCamera?: boolean;
  stop(): Promise<void>;
}

/** Structured log of the program; a pino logger fits. Personal data and inputs never go in. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
