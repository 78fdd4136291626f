import { bitmapOf, type Bitmap } from '../../imaging/bitmap.ts';

const DLE = 0x10;
/** EOT (status), ENQ (recover, on some models clear the buffers), DC4 (pulse, clear). */
const REAL_TIME = new Set([0x04, 0x05, 0x14]);
/** The dot that is DLE, and its right neighbour. */
const WIDER = 0x18;

export const spellsRealTimeCommand = (bytes: Uint8Array): boolean =>
  bytes.some((byte, at) => byte === DLE && REAL_TIME.has(bytes[at + 1] ?? 0));

/**
 * A printer obeys real-time commands also in the middle of picture data (Epson's note on each of
 * them). Where dots happen to spell one, one dot is made two dots wide.
 */
export const withoutRealTimeCommands = (bitmap: Bitmap): Bitmap => {
  const data = Uint8Array.from(bitmap.data);
  for (const [at, byte] of data.entries()) {
    if (byte === DLE && REAL_TIME.has(data[at + 1] ?? 0)) data[at] = WIDER;
  }
  return bitmapOf(bitmap.widthDots, data);
};
