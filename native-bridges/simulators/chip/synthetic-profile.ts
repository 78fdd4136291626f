import { type ChipCondition, type SyntheticCard } from '../../contract/synthetic-card.ts';
import {
  virtualChipProfileSchema,
  type VirtualChipProfile,
  type VirtualChipProfileInput,
} from '../../contract/virtual-chip-profile.ts';

/** A demonstration asks nobody for a key: who wants that says so in the card's protocols. */
const OPEN: Pick<
  VirtualChipProfileInput,
  'access' | 'chipAuthentication' | 'activeAuthentication'
> = {
  access: { open: true },
  chipAuthentication: [{ cipher: 'AES-128', curve: 'brainpoolP256r1' }],
  activeAuthentication: { algorithm: 'ECDSA', curve: 'P-256' },
};

/** It answers so many commands and is gone inside the first long file. */
const LOST_AT = 4;

const FAULTS: Readonly<Record<ChipCondition, VirtualChipProfileInput['faults']>> = {
  readable: {},
  silent: { silent: true },
  'loses-contact': { removeAt: LOST_AT },
  unreadable: { unreadable: [{ file: 'DG13', from: 16 }] },
  garbled: { altered: [{ file: 'DG13', how: 'garbled' }] },
  'not-authentic': { altered: [{ file: 'DG13', how: 'value' }] },
};

/** The chip of a card that is laid on the simulated reader. */
export const profileOf = (card: SyntheticCard): VirtualChipProfile => {
  const { id, chip = 'readable', protocols = OPEN, ...holder } = card;
  return virtualChipProfileSchema.parse({ ...protocols, id, holder, faults: FAULTS[chip] });
};
