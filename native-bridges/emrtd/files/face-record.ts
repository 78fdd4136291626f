import { findTlv, parseTlv, type Tlv } from '../ber-tlv.ts';
import { type EncodedImage, imageOf, imageWithin } from './encoded-image.ts';

/** No issuer stores more; a damaged count must not be believed. */
const MOST_FACES = 8;

/** `FAC`, zero: the face record of ISO/IEC 19794-5. */
const FACE_RECORD = [0x46, 0x41, 0x43, 0x00] as const;

/** Lengths of ISO/IEC 19794-5:2005, 5.4 to 5.7, in bytes. */
const LENGTH = { recordHeader: 14, faceInformation: 20, featurePoint: 8, imageInformation: 12 };

/**
 * The pictures of a biometric data block of ISO/IEC 19794-5. Where the lengths in its headers lead
 * to no picture, the block is searched for one: later editions and careless encoders differ.
 */
export const imagesOfFaceRecord = (block: Uint8Array): readonly EncodedImage[] => {
  if (!FACE_RECORD.every((byte, at) => block[at] === byte)) return found(imageWithin(block));
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const images: EncodedImage[] = [];
  let at = LENGTH.recordHeader;
  while (images.length < MOST_FACES && at + LENGTH.faceInformation <= block.length) {
    const blockLength = view.getUint32(at);
    const points = view.getUint16(at + 4);
    const start =
      at + LENGTH.faceInformation + points * LENGTH.featurePoint + LENGTH.imageInformation;
    const end = Math.min(at + blockLength, block.length);
    const image = start < end ? imageOf(block.subarray(start, end)) : undefined;
    if (image === undefined) break;
    images.push(image);
    at = end;
  }
  return images.length > 0 ? images : found(imageWithin(block));
};

const found = (image: EncodedImage | undefined): readonly EncodedImage[] =>
  image === undefined ? [] : [image];

/** Tags of FaceImageDataBlock (ISO/IEC 39794-5, annex A; automatic tagging). */
const TAG = {
  faceImageData: 0x65,
  representationBlocks: 0xa1,
  representationBlock: 0x30,
  imageRepresentation: 0xa1,
  base: 0xa0,
  representation2d: 0xa0,
  data2d: 0x80,
} as const;

/** The pictures of a biometric data block of ISO/IEC 39794-5. */
export const imagesOfFaceImageData = (block: Uint8Array): readonly EncodedImage[] => {
  // ICAO 9303-10, 4.7.2: the block stands in [1]; some encoders leave that out.
  const root = findTlv(block, TAG.faceImageData) ?? findTlv(block, 0xa1, TAG.faceImageData);
  const blocks = root && findTlv(root.value, TAG.representationBlocks);
  if (blocks === undefined) return found(imageWithin(block));
  const images = parseTlv(blocks.value)
    .objects.filter(({ tag }) => tag === TAG.representationBlock)
    .slice(0, MOST_FACES)
    .flatMap(representation => found(imageOfRepresentation(representation)));
  return images.length > 0 ? images : found(imageWithin(block));
};

const imageOfRepresentation = ({ value }: Tlv): EncodedImage | undefined => {
  const data = findTlv(value, TAG.imageRepresentation, TAG.base, TAG.representation2d, TAG.data2d);
  return data && imageOf(data.value);
};
