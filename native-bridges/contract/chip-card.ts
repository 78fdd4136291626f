import { type FaultCode } from '../../core/contract/errors.ts';

/** Files of the eMRTD (ICAO 9303-10, table 38), and the two before access control. */
export type ElementaryFileName =
  | 'CardAccess'
  | 'CardSecurity'
  | 'AtrInfo'
  | 'COM'
  | 'SOD'
  | 'DG1'
  | 'DG2'
  | 'DG3'
  | 'DG7'
  | 'DG11'
  | 'DG12'
  | 'DG13'
  | 'DG14'
  | 'DG15'
  | 'DG16';

/** What of a reader decides how a chip is read through it. */
export interface ReaderTraits {
  /** The name PC/SC gives, without the slot number: what read sizes are remembered by. */
  readonly model: string;
  /** False where the reader is known to fail with extended APDUs. */
  readonly extendedLength: boolean;
  /** The most bytes of response data this reader passes on in a short APDU; 256 by the standard. */
  readonly maxShortResponse: number;
}

/** A card in a slot, as far as APDUs: everything above them is eMRTD. */
export interface PresentCard {
  /**
   * Sends one command APDU and returns the response with its status word.
   * @throws FaultError `card-removed` when the card went away, `card-unreadable` where the reader
   * or the chip failed, `device-absent` when the reader is gone.
   */
  transmit(command: Uint8Array): Promise<Uint8Array>;
  /** Answer to reset (ISO/IEC 7816-3), as the reader gives it. */
  readonly atr: Uint8Array;
  readonly reader: ReaderTraits;
}

export interface CardSlotListener {
  inserted(card: PresentCard): void;
  removed(): void;
  /** Undefined: the reader is there and works. */
  condition(fault: FaultCode | undefined): void;
}

/** A place a card can be laid on: a PC/SC reader or the simulator. */
export interface CardSlot {
  /** Says the condition at once; a card that already lies there is announced as inserted. */
  open(listener: CardSlotListener): Promise<void>;
  close(): Promise<void>;
}
