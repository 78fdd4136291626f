import { concatBytes } from '@noble/hashes/utils.js';
import { encodeTlv } from '../ber-tlv.ts';

/** Files with pictures, as issuers write them: for the simulated chip and for tests. */

const ascii = (text: string): Uint8Array =>
  Uint8Array.from(text, character => character.charCodeAt(0));

const big = (value: number, bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** (bytes - 1 - at)) % 256);

export interface Face {
  readonly image: Uint8Array;
  /** Feature points of the record, eight bytes each. */
  readonly points?: number;
  readonly width?: number;
  readonly height?: number;
}

/** Face record of ISO/IEC 19794-5:2005, clause 5. */
export const faceRecord = (faces: readonly Face[]): Uint8Array => {
  const blocks = faces.map(({ image, points = 0, width = 0, height = 0 }) => {
    const length = 20 + 8 * points + 12 + image.length;
    const information = [big(length, 4), big(points, 2), new Uint8Array(14)];
    const imageInformation = [big(1, 1), big(0, 1), big(width, 2), big(height, 2), big(0, 6)];
    return concatBytes(...information, new Uint8Array(8 * points), ...imageInformation, image);
  });
  const length = 14 + blocks.reduce((sum, block) => sum + block.length, 0);
  const header = [ascii('FAC\0'), ascii('010\0'), big(length, 4), big(faces.length, 2)];
  return concatBytes(...header, ...blocks);
};

/** FaceImageDataBlock of ISO/IEC 39794-5, as far as it is needed to hold a picture. */
export const faceImageData = (images: readonly Uint8Array[]): Uint8Array => {
  const version = encodeTlv(
    0xa0,
    concatBytes(encodeTlv(0x80, big(3, 1)), encodeTlv(0x81, big(2019, 2))),
  );
  const representation = (image: Uint8Array, index: number): Uint8Array => {
    const format = encodeTlv(0xa1, encodeTlv(0xa0, encodeTlv(0x80, big(2, 1))));
    const twoDimensions = encodeTlv(0xa0, concatBytes(encodeTlv(0x80, image), format));
    return encodeTlv(
      0x30,
      concatBytes(encodeTlv(0x80, big(index, 1)), encodeTlv(0xa1, encodeTlv(0xa0, twoDimensions))),
    );
  };
  return encodeTlv(
    0x65,
    concatBytes(version, encodeTlv(0xa1, concatBytes(...images.map(representation)))),
  );
};

/** Header of a biometric template: type face, format owner ICAO, format of the block. */
const templateHeader = (format: number): Uint8Array =>
  encodeTlv(
    0xa1,
    concatBytes(
      encodeTlv(0x80, big(0x0101, 2)),
      encodeTlv(0x81, big(0x02, 1)),
      encodeTlv(0x87, big(0x0101, 2)),
      encodeTlv(0x88, big(format, 2)),
    ),
  );

/** EF.DG2 around biometric data blocks (ICAO 9303-10, 4.7.2). */
export const dg2File = (
  blocks: readonly Uint8Array[],
  edition: '19794' | '39794' = '19794',
): Uint8Array => {
  const templates = blocks.map(block =>
    encodeTlv(
      0x7f60,
      edition === '19794'
        ? concatBytes(templateHeader(0x0008), encodeTlv(0x5f2e, block))
        : concatBytes(templateHeader(0x0028), encodeTlv(0x7f2e, encodeTlv(0xa1, block))),
    ),
  );
  const count = encodeTlv(0x02, big(blocks.length, 1));
  return encodeTlv(0x75, encodeTlv(0x7f61, concatBytes(count, ...templates)));
};
