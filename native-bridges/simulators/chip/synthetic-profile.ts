import { type z } from 'zod';
import { type ChipCondition, type SyntheticCard } from '../../contract/synthetic-card.ts';
import {
  virtualChipProfileSchema,
  type chipProtocolsSchema,
  type VirtualChipProfile,
  type VirtualChipProfileInput,
} from '../../contract/virtual-chip-profile.ts';

type Protocols = z.input<typeof chipProtocolsSchema>;

const PROVEN: Protocols = {
  chipAuthentication: [{ cipher: 'AES-128', curve: 'brainpoolP256r1' }],
  activeAuthentication: { algorithm: 'ECDSA', curve: 'P-256' },
};

/** A demonstration asks nobody for a key: who wants that says so. */
const OPEN: Protocols = { ...PROVEN, access: { open: true } };

/** Printed on the front of the cards that open by PACE. */
const PRINTED_ACCESS_NUMBER = '204806';

const LOCKED: Readonly<Partial<Record<ChipCondition, Protocols>>> = {
  locked: { ...PROVEN, access: { bac: true } },
  'locked-by-pace': {
    ...PROVEN,
    access: {
      bac: false,
      pace: [{ mapping: 'CAM', cipher: 'AES-128', parameter: 13 }],
      can: PRINTED_ACCESS_NUMBER,
    },
  },
};

/** It answers so many commands and is gone inside the first long file. */
const LOST_AT = 4;

const FAULTS: Readonly<Record<ChipCondition, VirtualChipProfileInput['faults']>> = {
  readable: {},
  locked: {},
  'locked-by-pace': {},
  silent: { silent: true },
  'loses-contact': { removeAt: LOST_AT },
  unreadable: { unreadable: [{ file: 'DG13', from: 16 }] },
  garbled: { altered: [{ file: 'DG13', how: 'garbled' }] },
  slow: { delayMs: 6_000 },
  cloned: { cloned: true },
  'not-authentic': { altered: [{ file: 'DG13', how: 'value' }] },
};

/** The chip of a card that is laid on the simulated reader. */
export const profileOf = (card: SyntheticCard): VirtualChipProfile => {
  const { id, chip = 'readable', protocols = LOCKED[chip] ?? OPEN, ...holder } = card;
  return virtualChipProfileSchema.parse({ ...protocols, id, holder, faults: FAULTS[chip] });
};
