import { type ByteRedaction } from './byte-redaction.ts';

/**
 * Commands that say nothing of a person, by their first bytes, with how many bytes they have
 * (Epson ESC/POS command reference). Whatever is not one of these is blanked out.
 */
const KEPT: readonly { readonly start: readonly number[]; readonly length: number }[] = [
  { start: [0x1b, 0x40], length: 2 }, // ESC @
  { start: [0x1b, 0x4a], length: 3 }, // ESC J n
  { start: [0x1b, 0x64], length: 3 }, // ESC d n
  { start: [0x1d, 0x56, 0x41], length: 4 }, // GS V 65 n
  { start: [0x1d, 0x56, 0x42], length: 4 }, // GS V 66 n
  { start: [0x1d, 0x56], length: 3 }, // GS V m
  { start: [0x1d, 0x61], length: 3 }, // GS a n
  { start: [0x1d, 0x72], length: 3 }, // GS r n
  { start: [0x1d, 0x49], length: 3 }, // GS I n
  { start: [0x10, 0x04], length: 3 }, // DLE EOT n
  { start: [0x10, 0x14, 0x08], length: 10 }, // DLE DC4 8
  { start: [0x1d, 0x28, 0x48, 0x06, 0x00], length: 11 }, // GS ( H function 48
];

/** GS v 0 m xL xH yL yH: eight bytes, then x times y bytes of picture. */
const RASTER = [0x1d, 0x76, 0x30];
const RASTER_HEAD = 8;
const LONGEST_HEAD = 11;

const begins = (bytes: readonly number[], start: readonly number[]): boolean =>
  bytes.every((byte, index) => index >= start.length || byte === start[index]);

/** Redacts what goes to a receipt printer: commands stay, pictures and words become zeros. */
export const createEscPosRedaction = (): ByteRedaction => {
  let head: number[] = [];
  let keep = 0;
  let blank = 0;

  /** What to do with the byte that has just been added to the head. */
  const decide = (): void => {
    if (begins(head, RASTER) && head.length < RASTER_HEAD) return;
    if (begins(head, RASTER)) {
      const [, , , , xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = head;
      blank = (xLow + 256 * xHigh) * (yLow + 256 * yHigh);
      head = [];
      return;
    }
    const command = KEPT.find(({ start }) => head.length >= start.length && begins(head, start));
    const mayGrow = KEPT.some(({ start }) => head.length < start.length && begins(head, start));
    if (mayGrow && head.length < LONGEST_HEAD) return;
    keep = command === undefined ? 0 : command.length - head.length;
    head = [];
  };

  const one = (byte: number): number => {
    if (blank > 0) {
      blank -= 1;
      return 0;
    }
    if (keep > 0) {
      keep -= 1;
      return byte;
    }
    const isBegin = head.length > 0 || byte === 0x1b || byte === 0x1d || byte === 0x10;
    if (!isBegin) return 0;
    head = [...head, byte];
    const known = [...KEPT.map(({ start }) => start), RASTER].some(start => begins(head, start));
    if (!known) {
      head = [];
      return 0;
    }
    decide();
    return byte;
  };
  return bytes => bytes.map(one);
};
