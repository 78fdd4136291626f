import type { Localised, PartialDate } from '../contract/primitives.ts';
import { type ChipFields, chipFieldsOf } from './synthetic-payloads.ts';
import { SYNTHETIC_PEOPLE, type SyntheticPersonId } from './synthetic-people.ts';

/** A card that can be laid on a simulated reader. */
export interface SyntheticCardOnOffer {
  readonly id: string;
  readonly title: string;
  readonly note: Localised;
  readonly fields: ChipFields;
  /** `locked`: opens with the key of its machine readable zone, by PACE also with its CAN. */
  readonly chip?:
    | 'readable'
    | 'unreadable'
    | 'not-authentic'
    | 'cloned'
    | 'locked'
    | 'locked-by-pace';
}

interface SecondCard {
  readonly person: SyntheticPersonId;
  readonly chip: NonNullable<SyntheticCardOnOffer['chip']>;
  /** Where the card ends on another day than the law says. */
  readonly expiryDate?: PartialDate;
  readonly note: Localised;
}

/** Second cards of some people, with chips that ask for more, or are not what they say. */
const SECOND_CARDS: readonly SecondCard[] = [
  {
    person: 'chi-vo-thi-lan',
    chip: 'locked',
    note: {
      vi: 'Chip có khóa (BAC): quét mã CCCD của chị Lan để mở',
      en: 'Locked chip (BAC): scan the ID code of Ms Lan to open it',
    },
  },
  {
    person: 'anh-do-manh-cuong',
    chip: 'locked',
    expiryDate: '2033-03-03',
    note: {
      vi: 'Chip có khóa (BAC), hạn khác luật: quét mã CCCD rồi nhập 03/03/2033',
      en: 'Locked chip (BAC) with an unusual end: scan the ID code, then type 03/03/2033',
    },
  },
  {
    person: 'anh-bui-van-nam',
    chip: 'locked-by-pace',
    note: {
      vi: 'Chip có khóa (PACE): quét mã CCCD, hoặc nhập số CAN 204806',
      en: 'Locked chip (PACE): scan the ID code, or type the CAN 204806',
    },
  },
  {
    person: 'anh-lam-chi-kien',
    chip: 'cloned',
    note: {
      vi: 'Chip sao chép: nhân viên xem thẻ tại quầy',
      en: 'Copied chip: staff look at the card at the desk',
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
