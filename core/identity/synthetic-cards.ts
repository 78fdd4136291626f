import type { Localised, PartialDate } from '../contract/primitives.ts';
import { type ChipFields, chipFieldsOf } from './synthetic-payloads.ts';
import {
  SYNTHETIC_PEOPLE,
  type SyntheticPerson,
  type SyntheticPersonId,
} from './synthetic-people.ts';

/** A card that can be laid on a simulated reader. */
export interface SyntheticCardOnOffer {
  readonly id: string;
  readonly title: string;
  readonly note: Localised;
  readonly fields: ChipFields;
  /** What reading the chip comes to; absent: it is readable. */
  readonly chip?: SyntheticPerson['chip'];
}

interface SecondCard {
  readonly person: SyntheticPersonId;
  readonly chip: NonNullable<SyntheticPerson['chip']>;
  /** Where the card ends on another day than the law says. */
  readonly expiryDate?: PartialDate;
  readonly note: Localised;
}

/** Second cards of some people, with chips that ask for more. */
const SECOND_CARDS: readonly SecondCard[] = [
  {
    person: 'anh-do-manh-cuong',
    chip: 'locked',
    expiryDate: '2033-03-03',
    note: {
      vi: 'Chíp khóa, hạn khác luật: quét mã CCCD rồi nhập 03/03/2033',
      en: 'Locked chip with an unusual end: scan the ID code, then type 03/03/2033',
    },
  },
];

/** The cards of the demonstration: everybody's own, then the second ones. */
export const SYNTHETIC_CARDS: readonly SyntheticCardOnOffer[] = [
  ...SYNTHETIC_PEOPLE.flatMap(person => {
    const fields = chipFieldsOf(person);
    if (fields === undefined) return [];
    const { id, name: title, note, chip } = person;
    return [{ id, title, note, fields, ...(chip === undefined ? {} : { chip }) }];
  }),
  ...SECOND_CARDS.flatMap(({ person: personId, chip, expiryDate, note }) => {
    const person = SYNTHETIC_PEOPLE.find(({ id }) => id === personId);
    const fields = person && chipFieldsOf(person);
    if (person === undefined || fields === undefined) return [];
    const end = expiryDate === undefined ? {} : { expiryDate };
    const id = `${personId}.${chip}`;
    return [{ id, title: person.name, note, fields: { ...fields, ...end }, chip }];
  }),
];
