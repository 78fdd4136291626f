import { type ChipHolder } from '../../contract/chip-holder.ts';
import { encodeTlv } from '../../emrtd/ber-tlv.ts';
import { formatVietnameseDate } from '../../emrtd/files/vietnamese-date.ts';

const TAG = { dg13: 0x6d, sequence: 0x30, integer: 0x02, utf8: 0x0c, printable: 0x13 };

/** Whether the fields stand in a sequence of their own: both are described. */
export type Dg13Variant = 'outer-sequence' | 'no-outer-sequence';

/** Text printed on a card that has no end. */
const NO_EXPIRY = 'Không thời hạn';

/** EF.DG13 of a card, as an issuer would write it. */
export const encodeDg13 = (
  card: ChipHolder,
  variant: Dg13Variant = 'outer-sequence',
): Uint8Array => {
  const fields = [
    field(1, printable(card.citizenNumber)),
    field(2, utf8(card.name)),
    field(3, printable(formatVietnameseDate(card.birthDate))),
    field(4, utf8(card.gender === 'male' ? 'Nam' : 'Nữ')),
    optional(5, card.nationality),
    optional(6, card.ethnicity),
    optional(7, card.religion),
    optional(8, card.placeOfOrigin),
    optional(9, card.residence),
    optional(10, card.identifyingMarks),
    field(11, printable(formatVietnameseDate(card.issueDate))),
    field(12, utf8(card.expiryDate ? formatVietnameseDate(card.expiryDate) : NO_EXPIRY)),
    ...parents(card),
    optional(14, card.spouseName),
    ...(card.oldNumber === undefined ? [] : [field(15, printable(card.oldNumber))]),
    field(16, printable(cardMark(card))),
  ];
  const content = concat(fields);
  return encodeTlv(
    TAG.dg13,
    variant === 'outer-sequence' ? encodeTlv(TAG.sequence, content) : content,
  );
};

const field = (index: number, value: Uint8Array): Uint8Array =>
  encodeTlv(TAG.sequence, concat([encodeTlv(TAG.integer, Uint8Array.of(index)), value]));

const optional = (index: number, text: string | undefined): Uint8Array =>
  text === undefined ? new Uint8Array() : field(index, utf8(text));

const parents = ({ fatherName, motherName }: ChipHolder): Uint8Array[] =>
  fatherName === undefined && motherName === undefined
    ? []
    : [
        field(
          13,
          encodeTlv(TAG.sequence, concat([fatherName, motherName].map(name => utf8(name ?? '')))),
        ),
      ];

/** Sixteen characters of unknown meaning on real cards. */
const cardMark = (card: ChipHolder): string => `SYNTH${card.citizenNumber.slice(-11)}`;

const encoder = new TextEncoder();
const utf8 = (text: string): Uint8Array => encodeTlv(TAG.utf8, encoder.encode(text));
const printable = (text: string): Uint8Array => encodeTlv(TAG.printable, encoder.encode(text));
const concat = (parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);
