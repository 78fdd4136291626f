import { crc32, deflateSync } from 'node:zlib';
import { type Bitmap } from './bitmap.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const GREYSCALE = 0;
const BIT_DEPTH = 1;
const METRES_PER_MM = 1000;

/**
 * The bitmap as a PNG file (ISO/IEC 15948) of one bit a dot: a few kilobytes a ticket, in a few
 * milliseconds.
 */
export const encodePng = (bitmap: Bitmap, dotsPerMm = 8): Uint8Array =>
  Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header(bitmap)),
    chunk('pHYs', physicalSize(dotsPerMm)),
    chunk('IDAT', deflateSync(scanlines(bitmap))),
    chunk('IEND', new Uint8Array()),
  ]);

const header = ({ widthDots, heightDots }: Bitmap): Uint8Array => {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(widthDots, 0);
  bytes.writeUInt32BE(heightDots, 4);
  bytes.set([BIT_DEPTH, GREYSCALE, 0, 0, 0], 8);
  return bytes;
};

const physicalSize = (dotsPerMm: number): Uint8Array => {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt32BE(dotsPerMm * METRES_PER_MM, 0);
  bytes.writeUInt32BE(dotsPerMm * METRES_PER_MM, 4);
  bytes.writeUInt8(1, 8);
  return bytes;
};

/** Each row behind its filter byte (0, none); in greyscale 1 is white. */
const scanlines = ({ bytesPerRow, heightDots, data }: Bitmap): Uint8Array => {
  const lines = new Uint8Array((bytesPerRow + 1) * heightDots);
  for (let row = 0; row < heightDots; row += 1) {
    const start = row * (bytesPerRow + 1) + 1;
    for (let at = 0; at < bytesPerRow; at += 1) {
      lines[start + at] = ~(data[row * bytesPerRow + at] ?? 0);
    }
  }
  return lines;
};

const chunk = (type: string, content: Uint8Array): Uint8Array => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
};
