import { type CardSlot } from '../contract/chip-card.ts';
import { type VirtualChipProfile } from '../contract/virtual-chip-profile.ts';
import { createVirtualChip, type VirtualChip } from '../simulators/chip/virtual-chip.ts';
import {
  insertVirtualCard,
  type InsertedCard,
  VPCD_PORT,
} from '../simulators/vpcd/virtual-card.ts';

/** A reader of this program alone, on which the card of the profile lies. */
export const createVirtualReader = (profile: VirtualChipProfile): CardSlot => ({
  open: listener => {
    const chip = createVirtualChip(profile);
    listener.condition(undefined);
    listener.inserted({
      atr: chip.atr,
      reader: { model: 'virtual reader', extendedLength: true, maxShortResponse: 256 },
      transmit: command => chip.transmit(command),
    });
    return Promise.resolve();
  },
  close: () => Promise.resolve(),
});

/** A virtual card with what a person needs to open and to check it; of nobody real. */
export interface VirtualCard {
  /** Lines of the machine readable zone. */
  readonly zone: readonly string[];
  /** Its key fields, dates YYMMDD. */
  readonly documentNumber: string;
  readonly birthDate: string;
  readonly expiryDate: string;
  /** Certificate of the authority that signed the files, DER. */
  readonly csca: Uint8Array;
  /**
   * Lays it into a slot of vpcd, counted from 0.
   * @throws FaultError `device-absent` where no vpcd listens there, `device-busy` where another card
   * lies in it
   */
  insert(host: string, port: number): Promise<InsertedCard>;
}

export const createVirtualCard = (profile: VirtualChipProfile): VirtualCard => {
  const chip: VirtualChip = createVirtualChip(profile);
  const { mrz, authority } = chip.personalised;
  const { lines, documentNumber, birthDate, expiryDate } = mrz;
  return {
    zone: lines,
    documentNumber,
    birthDate,
    expiryDate,
    csca: authority.csca,
    insert: (host, port) => insertVirtualCard({ chip, host, port }),
  };
};

/** vpcd listens for each of its slots on a port of its own, one behind the other. */
export const portOfSlot = (slot: number): number => VPCD_PORT + slot;
