import { concatBytes } from '@noble/hashes/utils.js';
import { type VirtualChipProfile } from '../../../contract/virtual-chip-profile.ts';
import { encodeTlv } from '../../../emrtd/ber-tlv.ts';
import { PORTRAIT_OF_NOBODY } from './portrait-of-nobody.ts';

type Portrait = NonNullable<VirtualChipProfile['portrait']>;

/** Tags of CBEFF in data objects (ICAO 9303-10, 4.7.2; ISO/IEC 7816-11). */
const CBEFF = { dg2: 0x75, group: 0x7f61, template: 0x7f60, header: 0xa1 };
const FACIAL_FEATURES = 0x02;
/** ISO/IEC JTC 1/SC 37 as owner of the format, and the format of face records. */
const SC37 = Uint8Array.of(0x01, 0x01);
const FACE_FORMAT = { 'ISO 19794-5': 0x0008, 'ISO 39794-5': 0x002a };

/** EF.DG2 with one face. */
export const encodeDg2 = (portrait: Portrait = PORTRAIT_OF_NOBODY): Uint8Array => {
  const image = Uint8Array.from(Buffer.from(portrait.image, 'base64'));
  const format = FACE_FORMAT[portrait.header];
  const header = encodeTlv(
    CBEFF.header,
    concatBytes(
      encodeTlv(0x80, Uint8Array.of(0x01, 0x01)),
      encodeTlv(0x81, Uint8Array.of(FACIAL_FEATURES)),
      encodeTlv(0x82, Uint8Array.of(0x00)),
      encodeTlv(0x87, SC37),
      encodeTlv(0x88, Uint8Array.of(format >> 8, format & 0xff)),
    ),
  );
  const padded = concatBytes(image, new Uint8Array(portrait.padding));
  const block =
    portrait.header === 'ISO 19794-5'
      ? encodeTlv(0x5f2e, faceRecord(padded))
      : encodeTlv(0x7f2e, encodeTlv(0xa1, faceImageData(padded)));
  const group = concatBytes(
    encodeTlv(0x02, Uint8Array.of(1)),
    encodeTlv(CBEFF.template, concatBytes(header, block)),
  );
  return encodeTlv(CBEFF.dg2, encodeTlv(CBEFF.group, group));
};

const isJpeg = (image: Uint8Array): boolean => image[0] === 0xff && image[1] === 0xd8;

/** A face record of ISO/IEC 19794-5:2005, 5.3 to 5.8: one picture, no feature points. */
const faceRecord = (image: Uint8Array): Uint8Array => {
  const record = new Uint8Array(FACE_RECORD_HEADERS + image.length);
  const view = new DataView(record.buffer);
  record.set([0x46, 0x41, 0x43, 0x00, 0x30, 0x31, 0x30, 0x00]);
  view.setUint32(8, record.length);
  view.setUint16(12, 1);
  view.setUint32(14, record.length - 14);
  // 5.7: full frontal picture of the token type, JPEG or JPEG 2000, 240 by 320, 24 bits of colour.
  record.set([0x01, isJpeg(image) ? 0x00 : 0x01], 34);
  view.setUint16(36, 240);
  view.setUint16(38, 320);
  record[40] = 0x01;
  record.set(image, FACE_RECORD_HEADERS);
  return record;
};
/** Record header 14, facial information 20, image information 12. */
const FACE_RECORD_HEADERS = 14 + 20 + 12;

/** FaceImageDataBlock of ISO/IEC 39794-5, annex A: one representation, one picture. */
const faceImageData = (image: Uint8Array): Uint8Array => {
  const code = (value: number): Uint8Array =>
    encodeTlv(0xa0, encodeTlv(0x80, Uint8Array.of(value)));
  const version = encodeTlv(
    0xa0,
    concatBytes(encodeTlv(0x80, Uint8Array.of(3)), encodeTlv(0x81, Uint8Array.of(0x07, 0xe3))),
  );
  // ImageDataFormat: 2 is JPEG, 3 is JPEG 2000 lossy.
  const information = encodeTlv(0xa1, encodeTlv(0xa0, code(isJpeg(image) ? 2 : 3)));
  const picture = concatBytes(encodeTlv(0x80, image), information);
  const representation = concatBytes(
    encodeTlv(0x80, Uint8Array.of(1)),
    encodeTlv(0xa1, encodeTlv(0xa0, encodeTlv(0xa0, picture))),
  );
  return encodeTlv(0x65, concatBytes(version, encodeTlv(0xa1, encodeTlv(0x30, representation))));
};
