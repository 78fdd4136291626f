import { runInNewContext } from 'node:vm';
import { JpxImage } from 'jpeg2000';
import { codestreamSize, type PixelSize } from './encoded-size.ts';

/** A decoded picture: red, green, blue, opacity, row by row from the top. */
export interface Pixels extends PixelSize {
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** A picture of a passport photograph's size takes a third of a second. */
const TIME_LIMIT_MS = 5_000;

const MOST_TILES = 256;

/**
 * Decodes a JPEG 2000 picture, file or bare codestream, with up to `mostPixels`. Any bytes: undefined
 * where it is damaged, larger, of another kind than pictures of faces are, or takes too long.
 */
export const decodeJpeg2000 = (bytes: Uint8Array, mostPixels: number): Pixels | undefined => {
  const codestream = codestreamIn(bytes);
  const size = codestream && codestreamSize(codestream);
  if (codestream === undefined || size === undefined) return undefined;
  const { width, height, components, tiles, isWhole } = size;
  const isPlain = isWhole && tiles <= MOST_TILES && [1, 3, 4].includes(components);
  if (!isPlain || width < 1 || height < 1 || width * height > mostPixels) return undefined;
  const image = new JpxImage();
  try {
    // The decoder may run for ever on hostile bytes: only the engine itself can stop it.
    runInNewContext(
      'decode()',
      { decode: () => image.parse(codestream) },
      {
        timeout: TIME_LIMIT_MS,
      },
    );
  } catch {
    return undefined;
  }
  return image.width === width && image.height === height ? pixelsOf(image, components) : undefined;
};

/** A copy from the start of the codestream on, whatever boxes stand around it. */
const codestreamIn = (bytes: Uint8Array): Buffer | undefined => {
  const copy = Buffer.from(bytes);
  const start = copy.indexOf(START_OF_CODESTREAM);
  return start < 0 ? undefined : withTilePartLengths(copy.subarray(start));
};

const START_OF_CODESTREAM = Uint8Array.of(0xff, 0x4f, 0xff, 0x51);
const SOT = 0xff90;
const SOC_BYTES = 2;
const SOT_BYTES = 12;

/**
 * A last tile-part may leave its length open (ISO/IEC 15444-1, A.4.2), which the decoder does not
 * know, and one shorter than its own header would send it backwards.
 */
const withTilePartLengths = (codestream: Buffer): Buffer | undefined => {
  let at = SOC_BYTES;
  while (at + 4 <= codestream.length && codestream.readUInt16BE(at) !== SOT) {
    at += 2 + codestream.readUInt16BE(at + 2);
  }
  while (at + SOT_BYTES <= codestream.length && codestream.readUInt16BE(at) === SOT) {
    const length = codestream.readUInt32BE(at + 6);
    const rest = codestream.length - at;
    if (length === 0 || length > rest) codestream.writeUInt32BE(rest, at + 6);
    else if (length <= SOT_BYTES) return undefined;
    at += codestream.readUInt32BE(at + 6);
  }
  return codestream;
};

const pixelsOf = (image: JpxImage, components: number): Pixels => {
  const { width, height } = image;
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const tile of image.tiles) {
    for (let y = 0; y < tile.height; y += 1) {
      for (let x = 0; x < tile.width; x += 1) {
        const from = (y * tile.width + x) * components;
        const to = ((tile.top + y) * width + tile.left + x) * 4;
        for (let channel = 0; channel < 3; channel += 1) {
          rgba[to + channel] = tile.items[from + (components === 1 ? 0 : channel)] ?? 255;
        }
      }
    }
  }
  return { width, height, rgba };
};
