import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CardAccessKey } from '../../core/contract/device.ts';
import {
  type ChipCondition,
  type SyntheticCard,
  syntheticCardSchema,
} from '../contract/synthetic-card.ts';
import { profileOf } from '../simulators/chip/synthetic-profile.ts';
import { createVirtualChip } from '../simulators/chip/virtual-chip.ts';
import { EXAMPLE_CARD } from './example-cards.ts';

/** Cards that cannot be read. */
export const BROKEN: readonly ChipCondition[] = ['unreadable', 'silent', 'loses-contact'];
/** Cards that are not what they say. */
export const FALSE: readonly ChipCondition[] = ['not-authentic', 'garbled', 'cloned'];

const LOCKED = { bac: true } as const;

/** What stands in the machine readable zone of EXAMPLE_CARD. */
export const RIGHT_KEY: CardAccessKey = {
  kind: 'mrz',
  documentNumber: '148999921',
  birthDate: '480312',
  expiryDate: '350312',
};
export const WRONG_KEY: CardAccessKey = { ...RIGHT_KEY, expiryDate: '330312' };

/** Cards of one person for every promise of a reader, by what is special about them. */
export const CARDS: readonly SyntheticCard[] = [
  EXAMPLE_CARD,
  { ...EXAMPLE_CARD, id: 'expired', expiryDate: '2020-03-12' },
  ...[...BROKEN, ...FALSE, 'slow' as const].map(chip => ({ ...EXAMPLE_CARD, id: chip, chip })),
  locked('locked', LOCKED),
  locked('locked-pace', {
    bac: false,
    pace: [{ mapping: 'GM', agreement: 'ECDH', cipher: 'AES-128', parameter: 12 }],
  }),
  locked('blocks', { ...LOCKED, attempts: { blockAfter: 1 } }),
];

function locked(id: string, access: object): SyntheticCard {
  return syntheticCardSchema.parse({ ...EXAMPLE_CARD, id, protocols: { access } });
}

/** A folder with the certificate of the authority that signs the cards of nobody. */
export const trustFolderOfNobody = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-trust-'));
  const { csca } = createVirtualChip(profileOf(EXAMPLE_CARD)).personalised.authority;
  writeFileSync(join(folder, 'csca.cer'), csca);
  return folder;
};

export const SAYS_EXAMPLE = {
  citizenNumber: '001148999921',
  oldNumber: '010999921',
  name: 'Nguyễn Thị Hòa',
  birthDate: '1948-03-12',
  gender: 'female',
  address: '12 Ngõ Thử Nghiệm, Đống Đa, Hà Nội',
  issueDate: '2021-07-15',
  expiryDate: '2035-03-12',
  flags: [],
} as const;
