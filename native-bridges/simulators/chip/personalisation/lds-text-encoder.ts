import { concatBytes } from '@noble/hashes/utils.js';
import { type ChipHolder } from '../../../contract/chip-holder.ts';
import { encodeTlv } from '../../../emrtd/ber-tlv.ts';
import { PORTRAIT_OF_NOBODY } from './portrait-of-nobody.ts';

const encoder = new TextEncoder();
const text = (tag: number, value: string): Uint8Array => encodeTlv(tag, encoder.encode(value));

/** Tags of those objects first, as DG11 and DG12 begin (ICAO 9303-10, 4.7.11 and 4.7.12). */
const withTagList = (tag: number, objects: readonly (readonly [number, string])[]): Uint8Array => {
  const tags = Uint8Array.from(
    objects.flatMap(([each]) => (each > 0xff ? [each >> 8, each & 0xff] : [each])),
  );
  return encodeTlv(
    tag,
    concatBytes(encodeTlv(0x5c, tags), ...objects.map(([each, value]) => text(each, value))),
  );
};

/** Digits only: `yyyyMMdd`, zeros for what is not known. */
const fullDate = (date: string): string => date.replaceAll('-', '').padEnd(8, '0');

/** Family name, two fillers, the other names, in the letters of the country. */
const nameOf = (name: string): string => name.replace(' ', '<<').replaceAll(' ', '<');

/** EF.DG7: the usual mark; here the picture of nobody. */
export const encodeDg7 = (): Uint8Array =>
  encodeTlv(
    0x67,
    concatBytes(
      encodeTlv(0x02, Uint8Array.of(1)),
      encodeTlv(0x5f43, Uint8Array.from(Buffer.from(PORTRAIT_OF_NOBODY.image, 'base64'))),
    ),
  );

/** EF.DG11: name, number, birth date and address. */
export const encodeDg11 = (holder: ChipHolder): Uint8Array =>
  withTagList(0x6b, [
    [0x5f0e, nameOf(holder.name)],
    [0x5f10, holder.citizenNumber],
    [0x5f2b, fullDate(holder.birthDate)],
    ...(holder.placeOfOrigin === undefined ? [] : [[0x5f11, holder.placeOfOrigin] as const]),
    ...(holder.residence === undefined ? [] : [[0x5f42, holder.residence] as const]),
  ]);

/** EF.DG12: issuing authority and day. */
export const encodeDg12 = (holder: ChipHolder): Uint8Array =>
  withTagList(0x6c, [
    [0x5f19, 'CƠ QUAN THỬ NGHIỆM'],
    [0x5f26, fullDate(holder.issueDate)],
  ]);

/** EF.DG16: a person to tell (4.7.16). */
export const encodeDg16 = (holder: ChipHolder): Uint8Array =>
  encodeTlv(
    0x70,
    concatBytes(
      encodeTlv(0x02, Uint8Array.of(1)),
      encodeTlv(
        0xa1,
        concatBytes(
          text(0x5f50, fullDate(holder.issueDate)),
          text(0x5f51, nameOf(holder.motherName ?? holder.name)),
          text(0x5f52, '0000000000'),
          text(0x5f53, holder.residence ?? 'KHÔNG RÕ'),
        ),
      ),
    ),
  );
