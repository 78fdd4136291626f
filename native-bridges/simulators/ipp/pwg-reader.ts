import { bitmapOf, type Bitmap } from '../../imaging/bitmap.ts';

/** Reads PWG raster (PWG 5102.4) as a printer does: dots in, pages out. */

const SYNC_WORD = 'RaS2';
const HEADER_BYTES = 1796;
const LARGEST_SIDE = 20_000;
const DARK_BELOW = 128;

/** The pages of a grey raster as black and white dots; none where the bytes are not whole. */
export const readPwgRaster = (bytes: Uint8Array): readonly Bitmap[] => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.toString('latin1', 0, 4) !== SYNC_WORD) return [];
  const pages: Bitmap[] = [];
  let at = 4;
  while (at < buffer.length) {
    const page = readPage(buffer, at);
    if (page === undefined) return [];
    pages.push(page.bitmap);
    at = page.end;
  }
  return pages;
};

const readPage = (
  buffer: Buffer,
  start: number,
): { readonly bitmap: Bitmap; readonly end: number } | undefined => {
  if (start + HEADER_BYTES > buffer.length) return undefined;
  const width = buffer.readUInt32BE(start + 372);
  const height = buffer.readUInt32BE(start + 376);
  const bitsPerDot = buffer.readUInt32BE(start + 388);
  if (bitsPerDot !== 8 || width > LARGEST_SIDE || height > LARGEST_SIDE) return undefined;
  const widthDots = Math.ceil(width / 8) * 8;
  const data = new Uint8Array((widthDots / 8) * height);
  let at = start + HEADER_BYTES;
  for (let row = 0; row < height; ) {
    const repeats = (buffer[at] ?? 0) + 1;
    const line = readRow(buffer, at + 1, width);
    if (line === undefined || row + repeats > height) return undefined;
    at = line.end;
    for (let same = 0; same < repeats; same += 1, row += 1) {
      data.set(blackDots(line.dots, widthDots), row * (widthDots / 8));
    }
  }
  return { bitmap: bitmapOf(widthDots, data), end: at };
};

const readRow = (
  buffer: Buffer,
  start: number,
  width: number,
): { readonly dots: Uint8Array; readonly end: number } | undefined => {
  const dots = new Uint8Array(width);
  let at = start;
  for (let dot = 0; dot < width; ) {
    const count = buffer[at];
    if (count === undefined || count === 128) return undefined;
    const run = count < 128 ? count + 1 : 257 - count;
    const size = count < 128 ? 1 : run;
    if (dot + run > width || at + 1 + size > buffer.length) return undefined;
    if (count < 128) dots.fill(buffer[at + 1] ?? 0, dot, dot + run);
    else dots.set(buffer.subarray(at + 1, at + 1 + run), dot);
    dot += run;
    at += 1 + size;
  }
  return { dots, end: at };
};

const blackDots = (dots: Uint8Array, widthDots: number): Uint8Array => {
  const row = new Uint8Array(widthDots / 8);
  dots.forEach((grey, dot) => {
    if (grey < DARK_BELOW) row[dot >> 3] = (row[dot >> 3] ?? 0) | (0x80 >> (dot & 7));
  });
  return row;
};
