import { type FaultError } from '../../../core/contract/errors.ts';

/** What lies in a slot; `mute` where something is there that does not answer to power. */
export type SlotState = 'empty' | 'present' | 'mute';

export interface ConnectedCard {
  /** Answer to reset. */
  readonly atr: Uint8Array;
  /**
   * @throws FaultError `card-removed` where the connection is lost with the card, `device-absent`
   * where reader or service are gone, else `card-unreadable`
   */
  transmit(command: Uint8Array): Promise<Uint8Array>;
  /** Never rejects. */
  disconnect(): Promise<void>;
}

/** One slot as PC/SC sees it. */
export interface SmartCardReader {
  readonly name: string;
  /**
   * Takes the card for this program alone, so that nobody resets it in the middle of reading.
   * @throws FaultError as `transmit`, and `device-busy` where another program has it
   */
  connect(): Promise<ConnectedCard>;
}

/** What the service says by itself. */
export interface SmartCardEvents {
  /** A reader was plugged in, or was there already. */
  added(reader: SmartCardReader): void;
  changed(reader: SmartCardReader, state: SlotState): void;
  removed(reader: SmartCardReader): void;
  /** The service is gone, and everything it gave with it. */
  lost(fault: FaultError): void;
}

/** A connection to the service. It is used once: after a loss a new one is opened. */
export interface SmartCardService {
  /** Nothing is said any more; resolves when the connection is closed. Never rejects. */
  close(): Promise<void>;
}

/** @throws FaultError `device-absent` where the service does not run */
export type OpenSmartCardService = (events: SmartCardEvents) => SmartCardService;
