import { type PartialDate } from '../../../core/contract/primitives.ts';
import { findTlv, parseTlv, type Tlv } from '../ber-tlv.ts';
import { type EncodedImage, imageOf } from './encoded-image.ts';
import {
  decodeDate,
  decodeDigits,
  decodeText,
  type HolderName,
  holderNameOf,
  partsOf,
  said,
} from './file-text.ts';

/** EF.DG12: more about the document (ICAO 9303-10, 4.7.12). Absent means not said or not readable. */
export interface Dg12 {
  readonly issuingAuthority?: string;
  readonly issueDate?: PartialDate;
  readonly otherPersons: readonly HolderName[];
  readonly endorsements?: string;
  readonly taxOrExit?: string;
  readonly front?: EncodedImage;
  readonly rear?: EncodedImage;
  /** Local time of the issuer, `yyyy-MM-ddTHH:mm:ss`. */
  readonly personalisedAt?: string;
  readonly personalisationSystem?: string;
}

const TAG = {
  dg12: 0x6c,
  /** Holds the list of other persons, each again a 5F1A. */
  otherPersons: 0xa0,
  issuingAuthority: 0x5f19,
  otherPerson: 0x5f1a,
  endorsements: 0x5f1b,
  taxOrExit: 0x5f1c,
  front: 0x5f1d,
  rear: 0x5f1e,
  issueDate: 0x5f26,
  personalisedAt: 0x5f55,
  personalisationSystem: 0x5f56,
} as const;

/** Reads EF.DG12 from any bytes; undefined where there is no DG12 object at all. */
export const parseDg12 = (file: Uint8Array): Dg12 | undefined => {
  const root = findTlv(file, TAG.dg12);
  if (root === undefined) return undefined;
  const { objects } = parseTlv(root.value);
  const read = <Value>(tag: number, decode: (object: Tlv) => Value | undefined) => {
    const object = objects.find(one => one.tag === tag);
    return object && decode(object);
  };
  const persons = [
    ...objects,
    ...objects.flatMap(({ tag, value }) =>
      tag === TAG.otherPersons ? parseTlv(value).objects : [],
    ),
  ].filter(({ tag }) => tag === TAG.otherPerson);
  return {
    ...said('issuingAuthority', read(TAG.issuingAuthority, line)),
    ...said('issueDate', read(TAG.issueDate, decodeDate)),
    otherPersons: persons.flatMap(object => decodeText(object) || []).map(holderNameOf),
    ...said('endorsements', read(TAG.endorsements, line)),
    ...said('taxOrExit', read(TAG.taxOrExit, line)),
    ...said(
      'front',
      read(TAG.front, ({ value }) => imageOf(value)),
    ),
    ...said(
      'rear',
      read(TAG.rear, ({ value }) => imageOf(value)),
    ),
    ...said('personalisedAt', read(TAG.personalisedAt, decodeMoment)),
    ...said('personalisationSystem', read(TAG.personalisationSystem, line)),
  };
};

/** A field of one value, in which a filler is a blank. */
const line = (object: Tlv): string | undefined => {
  const text = decodeText(object);
  return text === undefined ? undefined : partsOf(text).join(' ');
};

/** CCYYMMDDhhmmss, in digits or packed two to a byte. */
const decodeMoment = (object: Tlv): string | undefined => {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(decodeDigits(object, 7) ?? '');
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', ...clock] = match;
  const moment = `${year}-${month}-${day}T${clock.join(':')}`;
  return Number.isNaN(Date.parse(`${moment}Z`)) ? undefined : moment;
};
