/**
 * The receiving half of an ESC/POS printer, written from the command reference alone: it shares
 * nothing with the encoder it is used to test.
 */
export type ReceivedCommand =
  | { readonly kind: 'initialise' }
  | { readonly kind: 'raster'; readonly bytesPerRow: number; readonly data: Uint8Array }
  | { readonly kind: 'feed-dots'; readonly dots: number }
  | { readonly kind: 'feed-lines'; readonly lines: number }
  | { readonly kind: 'cut'; readonly feedDots: number }
  | { readonly kind: 'automatic-status'; readonly mask: number }
  | { readonly kind: 'transmit-status'; readonly sensor: number }
  | { readonly kind: 'process-id'; readonly id: Uint8Array }
  /** A byte that is printed as a character of the built-in font. */
  | { readonly kind: 'character'; readonly byte: number }
  /** Understood and without effect here. */
  | { readonly kind: 'ignored' };

interface Read {
  readonly command: ReceivedCommand;
  readonly length: number;
}

const IGNORED: ReceivedCommand = { kind: 'ignored' };
/** Undefined: more bytes are needed. */
type Reader = (bytes: Uint8Array) => Read | undefined;

/** Commands of a fixed length by their first two bytes. */
const fixed =
  (length: number, read: (bytes: Uint8Array) => ReceivedCommand): Reader =>
  bytes =>
    bytes.length < length ? undefined : { command: read(bytes), length };

const at = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0;
const word = (bytes: Uint8Array, index: number): number =>
  at(bytes, index) | (at(bytes, index + 1) << 8);

const readRaster: Reader = bytes => {
  if (bytes.length < 8) return undefined;
  const bytesPerRow = word(bytes, 4);
  const length = 8 + bytesPerRow * word(bytes, 6);
  if (bytes.length < length) return undefined;
  return { command: { kind: 'raster', bytesPerRow, data: bytes.slice(8, length) }, length };
};

const readCut: Reader = bytes => {
  if (bytes.length < 3) return undefined;
  const mode = at(bytes, 2);
  const feeds = mode === 65 || mode === 66;
  if (feeds && bytes.length < 4) return undefined;
  const feedDots = feeds ? at(bytes, 3) : 0;
  return { command: { kind: 'cut', feedDots }, length: feeds ? 4 : 3 };
};

/** GS ( x pL pH …: the length is in the command, so that unknown functions can be passed over. */
const readExtended: Reader = bytes => {
  if (bytes.length < 5) return undefined;
  const length = 5 + word(bytes, 3);
  if (bytes.length < length) return undefined;
  const isProcessId = at(bytes, 2) === 0x48 && at(bytes, 5) === 48 && length === 11;
  const command: ReceivedCommand = isProcessId
    ? { kind: 'process-id', id: bytes.slice(7, 11) }
    : IGNORED;
  return { command, length };
};

const ESC = 0x1b;
const GS = 0x1d;
const DLE = 0x10;
const LF = 0x0a;

const READERS: Readonly<Record<number, Readonly<Record<number, Reader>>>> = {
  [ESC]: {
    0x40: fixed(2, () => ({ kind: 'initialise' })),
    0x4a: fixed(3, bytes => ({ kind: 'feed-dots', dots: at(bytes, 2) })),
    0x64: fixed(3, bytes => ({ kind: 'feed-lines', lines: at(bytes, 2) })),
    0x61: fixed(3, () => IGNORED),
    0x74: fixed(3, () => IGNORED),
    0x32: fixed(2, () => IGNORED),
    0x33: fixed(3, () => IGNORED),
  },
  [GS]: {
    0x76: readRaster,
    0x56: readCut,
    0x28: readExtended,
    0x61: fixed(3, bytes => ({ kind: 'automatic-status', mask: at(bytes, 2) })),
    0x72: fixed(3, bytes => ({ kind: 'transmit-status', sensor: at(bytes, 2) })),
  },
  // Obeyed when they arrived; here they only have to be passed over.
  [DLE]: {
    0x04: fixed(3, () => IGNORED),
    0x05: fixed(3, () => IGNORED),
    0x14: bytes =>
      bytes.length < 3 || bytes.length < dc4Length(bytes)
        ? undefined
        : { command: IGNORED, length: dc4Length(bytes) },
  },
};

const dc4Length = (bytes: Uint8Array): number => (at(bytes, 2) === 8 ? 10 : 5);

/** The first command in the buffer; undefined while it is not complete. */
export const readCommand: Reader = bytes => {
  const first = bytes[0];
  if (first === undefined) return undefined;
  const family = READERS[first];
  if (family === undefined) {
    if (first === LF) return { command: { kind: 'feed-lines', lines: 1 }, length: 1 };
    return { command: first < 0x20 ? IGNORED : { kind: 'character', byte: first }, length: 1 };
  }
  const second = bytes[1];
  if (second === undefined) return undefined;
  const reader = family[second];
  return reader === undefined ? { command: IGNORED, length: 2 } : reader(bytes);
};
