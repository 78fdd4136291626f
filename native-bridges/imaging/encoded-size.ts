/** Width and height of an encoded picture, in pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

const word = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const long = (bytes: Uint8Array, at: number): number =>
  word(bytes, at) * 0x10000 + word(bytes, at + 2);

/** Frame headers SOF0 to SOF15, but not DHT, JPG and DAC, which lie between (ITU-T T.81, B.1.1.3). */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Size of a JPEG, from its headers alone; undefined where they are cut short or damaged. */
export const jpegSize = (bytes: Uint8Array): PixelSize | undefined => {
  if (word(bytes, 0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    // Fill bytes may stand before any marker (B.1.1.2).
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrameHeader(marker)) return { width: word(bytes, at + 7), height: word(bytes, at + 5) };
    if (marker === 0xd9 || marker === 0xda) return undefined;
    at += 2 + Math.max(2, word(bytes, at + 2));
  }
  return undefined;
};

/** What the main header of a JPEG 2000 codestream says (ISO/IEC 15444-1, A.5.1). */
export interface CodestreamSize extends PixelSize {
  readonly components: number;
  readonly tiles: number;
  /** Every component has every pixel. */
  readonly isWhole: boolean;
}

/** Reads the SIZ marker that follows the start of a codestream; undefined where it is damaged. */
export const codestreamSize = (bytes: Uint8Array): CodestreamSize | undefined => {
  if (long(bytes, 0) !== 0xff4fff51) return undefined;
  const at = 4;
  const components = word(bytes, at + 36);
  const [width, height] = [
    long(bytes, at + 4) - long(bytes, at + 12),
    long(bytes, at + 8) - long(bytes, at + 16),
  ];
  const [tileWidth, tileHeight] = [long(bytes, at + 20), long(bytes, at + 24)];
  const across = Math.ceil((long(bytes, at + 4) - long(bytes, at + 28)) / tileWidth);
  const down = Math.ceil((long(bytes, at + 8) - long(bytes, at + 32)) / tileHeight);
  if (bytes.length < at + 38 + 3 * components || !(across >= 1 && down >= 1)) return undefined;
  const isWhole = Array.from(
    { length: Math.min(components, 4) },
    (_, i) => word(bytes, at + 38 + 3 * i + 1) === 0x0101,
  ).every(Boolean);
  return { width, height, components, tiles: across * down, isWhole };
};
