import { type PartialDate } from '../../../core/contract/primitives.ts';
import { findTlv, parseTlv, type Tlv } from '../ber-tlv.ts';
import { decodeDate, decodeText, type HolderName, holderNameOf, partsOf } from './file-text.ts';

/** Somebody to tell when something happens to the holder (ICAO 9303-10, 4.7.16). */
export interface PersonToNotify {
  readonly recordedOn?: PartialDate;
  readonly name?: HolderName;
  readonly telephone?: string;
  readonly address: readonly string[];
}

const TAG = { dg16: 0x70, recordedOn: 0x5f50, name: 0x5f51, telephone: 0x5f52, address: 0x5f53 };

/** Each person stands in a template of its own: A1, A2 and so on. */
const isPerson = ({ tag }: Tlv): boolean => tag >= 0xa0 && tag <= 0xaf;

/** Reads EF.DG16 from any bytes; undefined where there is no DG16 object at all. */
export const parseDg16 = (
  file: Uint8Array,
): { readonly persons: readonly PersonToNotify[] } | undefined => {
  const root = findTlv(file, TAG.dg16);
  return root && { persons: parseTlv(root.value).objects.filter(isPerson).map(personOf) };
};

const personOf = ({ value }: Tlv): PersonToNotify => {
  const { objects } = parseTlv(value);
  const at = (tag: number): Tlv | undefined => objects.find(object => object.tag === tag);
  const textAt = (tag: number): string => {
    const object = at(tag);
    return (object && decodeText(object)) ?? '';
  };
  const recorded = at(TAG.recordedOn);
  const recordedOn = recorded && decodeDate(recorded);
  const name = textAt(TAG.name);
  const telephone = textAt(TAG.telephone);
  return {
    ...(recordedOn === undefined ? {} : { recordedOn }),
    ...(name === '' ? {} : { name: holderNameOf(name) }),
    ...(telephone === '' ? {} : { telephone }),
    address: partsOf(textAt(TAG.address)),
  };
};
