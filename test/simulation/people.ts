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
  readonly patientCode: string;
  readonly insuranceNumber: string;
  /** Absent: the HIS has never seen them. */
  readonly hisPatientId: string | undefined;
  readonly bookingId: string | undefined;
  readonly trouble: Trouble;
}

const TROUBLES: readonly Trouble[] = ['his-refuses', 'his-stumbles', 'breaks-hub'];

/** People who do not exist: serials from 900000 on are given to nobody. */
export const peopleOf = (choice: Choice): readonly Person[] => {
  const troubles = choice.chance(0.5) ? TROUBLES.filter(() => choice.chance(0.5)) : [];
  return Array.from({ length: choice.between(5, 14) }, (_, index) => ({
    index,
    citizenNumber: `001190${String(900_000 + index)}`,
    patientCode: `BN${String(100 + index)}`,
    insuranceNumber: `79${String(10_000_000 + index)}`,
    hisPatientId: choice.chance(0.7) ? `p-${index}` : undefined,
    bookingId: choice.chance(0.3) ? `booking-${index}` : undefined,
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
  const { citizenNumber, patientCode, insuranceNumber } = person;
  const insurance = { cardNumber: insuranceNumber };
  switch (choice.pick(DOCUMENTS)) {
    case 'card':
      return { method: 'card-qr', citizenNumber, ...REST, flags: [] };
    case 'card and insurance':
      return { method: 'card-qr', citizenNumber, insurance, ...REST, flags: [] };
    case 'insurance':
      return { method: 'insurance-qr', insurance, ...REST, flags: [] };
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
