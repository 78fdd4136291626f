import { type FaultCode } from '../../core/contract/errors.ts';

/** Files of the eMRTD application (ICAO 9303-10, table 38). */
export type ElementaryFileName = 'COM' | 'SOD' | 'DG1' | 'DG2' | 'DG11' | 'DG13' | 'DG14' | 'DG15';

/** A card that is being read; access control, where a chip asks for it, is already behind us. */
export interface CardSession {
  /**
   * The whole file, tag and length included; undefined where the chip has no such file.
   * @throws FaultError `card-unreadable`, or `card-removed` when the card went away.
   */
  readFile(file: ElementaryFileName): Promise<Uint8Array | undefined>;
}

export interface CardSlotListener {
  inserted(card: CardSession): void;
  removed(): void;
  /** Undefined: the reader is there and works. */
  condition(fault: FaultCode | undefined): void;
}

/** A place a card can be laid on: a PC/SC reader, a vendor's program, or the simulator. */
export interface CardSlot {
  /** Says the condition at once; a card that already lies there is announced as inserted. */
  open(listener: CardSlotListener): Promise<void>;
  close(): Promise<void>;
}
