import type { IdentityClaim } from '../../core/contract/identity.ts';
import type { Choice } from './seeded-choice.ts';

/** What is special about somebody, in the eyes of the programs. */
export type Trouble =
  | 'none'
  /** The HIS refuses every visit of theirs. */
  | 'his-refuses'
  /** The HIS stumbles over each of their visits, and over no other. */
  | 'his-stumbles'
  /** Something in their data breaks the hub. */
  | 'breaks-hub';

export interface Person {
  readonly index: number;
  readonly citizenNumber: string;
  readonly name: string;
  readonly birthDate: string;
  readonly patientCode: string;
  readonly insuranceNumber: string;
  /** Absent: the HIS has never seen them. */
  readonly hisPatientId: string | undefined;
  readonly bookingId: string | undefined;
  /** What the insurer's register says of them (maKetQua); `050`: it does not know them. */
  readonly cardCode: '000' | '004' | '050' | '060' | '110';
  /** Number of a slip for one re-examination. */
  readonly slipNumber: string | undefined;
  readonly trouble: Trouble;
}

const TROUBLES: readonly Trouble[] = ['his-refuses', 'his-stumbles', 'breaks-hub'];

const CARD_CODES = ['000', '000', '000', '004', '050', '060', '110'] as const;
const GIVEN_NAMES = 'An Bình Chi Dung Giang Hà Khoa Lan Minh Nga Oanh Phúc Quân Sơn'.split(' ');

/** People who do not exist: serials from 900000 on are given to nobody. */
export const peopleOf = (choice: Choice): readonly Person[] => {
  const troubles = choice.chance(0.5) ? TROUBLES.filter(() => choice.chance(0.5)) : [];
  return Array.from({ length: choice.between(5, 14) }, (_, index) => ({
    index,
    citizenNumber: `001190${String(900_000 + index)}`,
    name: `Nguyễn Thử ${GIVEN_NAMES[index] ?? ''}`,
    birthDate: `1990-01-${String(1 + index).padStart(2, '0')}`,
    patientCode: `BN${String(100 + index)}`,
    insuranceNumber: `79${String(10_000_000 + index)}`,
    hisPatientId: choice.chance(0.7) ? `p-${index}` : undefined,
    bookingId: choice.chance(0.3) ? `booking-${index}` : undefined,
    cardCode: choice.pick(CARD_CODES),
    slipNumber: choice.chance(0.4) ? `GHK-${100 + index}` : undefined,
    trouble: troubles[index] ?? 'none',
  }));
};

type Document = 'card' | 'card and insurance' | 'insurance' | 'patient code';
const DOCUMENTS: readonly Document[] = [
  'card',
  'card',
  'card and insurance',
  'insurance',
  'patient code',
];

const REST = { authenticity: 'not-checked', flags: [] } as const;

/** What somebody presents today: never all their numbers, so that they have to be put together. */
export const claimOf = (person: Person, choice: Choice): IdentityClaim => {
  const { citizenNumber, patientCode, insuranceNumber, name, birthDate } = person;
  const holder = { name, birthDate };
  const insurance = { cardNumber: insuranceNumber };
  switch (choice.pick(DOCUMENTS)) {
    case 'card':
      return { method: 'card-qr', citizenNumber, ...holder, ...REST, flags: [] };
    case 'card and insurance':
      return { method: 'card-qr', citizenNumber, insurance, ...holder, ...REST, flags: [] };
    case 'insurance':
      return { method: 'insurance-qr', insurance, ...holder, ...REST, flags: [] };
    case 'patient code':
      return { method: 'patient-code', patientCode, ...REST, flags: [] };
  }
};

/** Who it is that a claim is about, for the models of the world; programs have to find out. */
export const personOf = (
  people: readonly Person[],
  claim: Partial<IdentityClaim> | undefined,
): Person | undefined =>
  people.find(
    person =>
      person.citizenNumber === claim?.citizenNumber ||
      person.patientCode === claim?.patientCode ||
      person.insuranceNumber === claim?.insurance?.cardNumber,
  );
