import { findTlv, parseTlv } from '../ber-tlv.ts';
import { type EncodedImage } from './encoded-image.ts';
import { imagesOfFaceImageData, imagesOfFaceRecord } from './face-record.ts';

/** EF.DG2: the holder's face (ICAO 9303-10, 4.7.2; the frame is CBEFF of ISO/IEC 7816-11). */
export interface Dg2 {
  /** As encoded, the main one first; empty where nothing in it is a picture we know. */
  readonly faces: readonly EncodedImage[];
}

const TAG = {
  dg2: 0x75,
  group: 0x7f61,
  template: 0x7f60,
  /** Biometric data block in a format of bytes: ISO/IEC 19794. */
  data: 0x5f2e,
  /** The same, in data objects: ISO/IEC 39794. */
  constructedData: 0x7f2e,
} as const;

/** Reads EF.DG2 from any bytes; undefined where there is no DG2 object at all. */
export const parseDg2 = (file: Uint8Array): Dg2 | undefined => {
  const root = findTlv(file, TAG.dg2);
  if (root === undefined) return undefined;
  const group = findTlv(root.value, TAG.group) ?? root;
  const templates = parseTlv(group.value).objects.filter(({ tag }) => tag === TAG.template);
  return { faces: templates.flatMap(({ value }) => facesOfTemplate(value)) };
};

const facesOfTemplate = (template: Uint8Array): readonly EncodedImage[] =>
  parseTlv(template).objects.flatMap(({ tag, value }) => {
    if (tag === TAG.data) return imagesOfFaceRecord(value);
    return tag === TAG.constructedData ? imagesOfFaceImageData(value) : [];
  });
