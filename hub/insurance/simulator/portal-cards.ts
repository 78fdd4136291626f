import { type Gender, type PartialDate } from '../../../core/contract/primitives.ts';
import { SYNTHETIC_HOSPITAL } from '../../../core/identity/synthetic-hospital.ts';
import { SYNTHETIC_PEOPLE, type SyntheticPerson } from '../../../core/identity/synthetic-people.ts';
import { PORTAL_CODES } from '../portal-result.ts';

/** A card in the insurer's register. */
export interface RegisteredCard {
  readonly number: string;
  readonly facility: string;
  readonly validFrom: PartialDate;
  readonly validTo?: PartialDate;
}

/** Somebody in the insurer's register, with the code that a look-up comes to where all agrees. */
export interface InsuredPerson {
  readonly name: string;
  readonly birthDate: PartialDate;
  readonly gender: Gender;
  readonly citizenNumber?: string;
  readonly code: string;
  readonly card: RegisteredCard;
  readonly newCard?: RegisteredCard;
  readonly fiveYearsFrom?: PartialDate;
  readonly livingArea?: string;
}

const STANDINGS = { active: '000', 'details-differ': '060', revoked: '110' } as const;

const isOver = (validTo: PartialDate | undefined, today: string): boolean =>
  validTo !== undefined && validTo < today.slice(0, validTo.length);

/** The card of somebody whose old one has ended: the same person, two years from today. */
const renewed = (card: RegisteredCard, today: string): RegisteredCard => ({
  ...card,
  validFrom: `${today.slice(0, 4)}-01-01`,
  validTo: `${Number(today.slice(0, 4)) + 1}-12-31`,
});

const insuredOf = (person: SyntheticPerson, today: string): readonly InsuredPerson[] => {
  const { insurance, name, birthDate, gender, citizenNumber } = person;
  if (insurance === undefined || insurance.standing === 'not-found') return [];
  const { cardNumber, registeredFacility: facility, validFrom, validTo, livingArea } = insurance;
  const shortNumber = cardNumber.length === 10;
  const card: RegisteredCard = {
    // Ten digits are printed; the register knows the whole number.
    number: shortNumber ? `GD4${cardNumber.slice(0, 2)}${cardNumber}` : cardNumber,
    facility,
    validFrom,
    ...(validTo === undefined ? {} : { validTo }),
  };
  const ended = isOver(validTo, today);
  return [
    {
      name,
      birthDate,
      gender,
      ...(citizenNumber === undefined ? {} : { citizenNumber }),
      code: ended ? '003' : STANDINGS[insurance.standing],
      card,
      ...(ended ? { newCard: renewed(card, today) } : {}),
      fiveYearsFrom: `${Number(validFrom.slice(0, 4)) + 5}-01-01`,
      ...(livingArea === undefined ? {} : { livingArea }),
    },
  ];
};

/** Name and birth date on the cards that stand for a code. */
export const CODE_CARD = { name: 'Thử Nghiệm Mã', birthDate: '1990-01-01' } as const;

/** The card that a look-up with this code comes to: `GD4019900000030` for `003`. */
export const cardOfCode = (code: string): string =>
  `GD4${SYNTHETIC_HOSPITAL.facilityCode.slice(0, 2)}99${code.replace('.', '').padEnd(4, '0').padStart(8, '0')}`;

const codeCards = (today: string): readonly InsuredPerson[] =>
  PORTAL_CODES.map(code => {
    const card: RegisteredCard = {
      number: cardOfCode(code),
      facility: SYNTHETIC_HOSPITAL.facilityCode,
      validFrom: '2024-01-01',
      validTo: code === '010' || code === '003' ? '2025-12-31' : '2035-12-31',
    };
    return {
      ...CODE_CARD,
      gender: 'female',
      code,
      card,
      ...(code === '003' || code === '004'
        ? { newCard: { ...renewed(card, today), number: card.number.replace('GD4', 'HT3') } }
        : {}),
    };
  });

/** Everybody the simulated insurer knows, on a day: the synthetic people, and a card for each code. */
export const insuredPeople = (today: string): readonly InsuredPerson[] => [
  ...SYNTHETIC_PEOPLE.flatMap(person => insuredOf(person, today)),
  ...codeCards(today),
];
