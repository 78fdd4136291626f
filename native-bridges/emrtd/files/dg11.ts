import { type PartialDate } from '../../../core/contract/primitives.ts';
import { findTlv, parseTlv, type Tlv } from '../ber-tlv.ts';
import { type EncodedImage, imageOf } from './encoded-image.ts';
import {
  decodeDate,
  decodeText,
  type HolderName,
  holderNameOf,
  partsOf,
  said,
} from './file-text.ts';

/** EF.DG11: more about the holder (ICAO 9303-10, 4.7.11). Absent means not said or not readable. */
export interface Dg11 {
  /** In the letters of the issuing state. */
  readonly name?: HolderName;
  readonly otherNames: readonly HolderName[];
  readonly personalNumber?: string;
  readonly birthDate?: PartialDate;
  readonly placeOfBirth: readonly string[];
  readonly address: readonly string[];
  readonly telephone?: string;
  readonly profession?: string;
  readonly title?: string;
  readonly personalSummary?: string;
  readonly proofOfCitizenship?: EncodedImage;
  readonly otherDocuments: readonly string[];
  readonly custody?: string;
}

const TAG = {
  dg11: 0x6b,
  /** Holds the list of other names, each again a 5F0F. */
  otherNames: 0xa0,
  name: 0x5f0e,
  otherName: 0x5f0f,
  personalNumber: 0x5f10,
  placeOfBirth: 0x5f11,
  telephone: 0x5f12,
  profession: 0x5f13,
  title: 0x5f14,
  personalSummary: 0x5f15,
  proofOfCitizenship: 0x5f16,
  otherDocuments: 0x5f17,
  custody: 0x5f18,
  birthDate: 0x5f2b,
  address: 0x5f42,
} as const;

/** Reads EF.DG11 from any bytes; undefined where there is no DG11 object at all. */
export const parseDg11 = (file: Uint8Array): Dg11 | undefined => {
  const root = findTlv(file, TAG.dg11);
  if (root === undefined) return undefined;
  const { objects } = parseTlv(root.value);
  const at = (tag: number): Tlv | undefined => objects.find(object => object.tag === tag);
  const textAt = (tag: number): string => textOf(at(tag));
  const others = [
    ...objects,
    ...objects.flatMap(({ tag, value }) => (tag === TAG.otherNames ? parseTlv(value).objects : [])),
  ].filter(({ tag }) => tag === TAG.otherName);
  const name = textAt(TAG.name);
  const birthDate = at(TAG.birthDate);
  const proof = at(TAG.proofOfCitizenship);
  return {
    ...(name === '' ? {} : { name: holderNameOf(name) }),
    otherNames: others.map(textOf).filter(Boolean).map(holderNameOf),
    ...said('personalNumber', textAt(TAG.personalNumber).replace(/<+$/, '')),
    ...said('birthDate', birthDate && decodeDate(birthDate)),
    placeOfBirth: partsOf(textAt(TAG.placeOfBirth)),
    address: partsOf(textAt(TAG.address)),
    ...said('telephone', line(textAt(TAG.telephone))),
    ...said('profession', line(textAt(TAG.profession))),
    ...said('title', line(textAt(TAG.title))),
    ...said('personalSummary', line(textAt(TAG.personalSummary))),
    ...said('proofOfCitizenship', proof && imageOf(proof.value)),
    otherDocuments: partsOf(textAt(TAG.otherDocuments)),
    ...said('custody', line(textAt(TAG.custody))),
  };
};

const textOf = (object: Tlv | undefined): string => (object && decodeText(object)) ?? '';

/** A field of one value, in which a filler is a blank. */
const line = (text: string): string => partsOf(text).join(' ');
