import { type Bitmap } from '../../imaging/bitmap.ts';
import { spellsRealTimeCommand } from './real-time-safety.ts';

/** Rows of a picture that are sent at once; what is right of them is white. */
export interface Band {
  readonly bytesPerRow: number;
  readonly rows: number;
  readonly data: Uint8Array;
}

/** A millimetre of white is worth a command of its own, and a good place for a seam. */
const BLANK_ROWS = 8;
/** Pictures this small are printed every day, on any model; narrower ones are not. */
const NARROWEST_BYTES = 8;

/**
 * Cuts a picture into bands of at most `mostRows`, each no wider than its dots. White between lines
 * of text is sent as a narrow picture of nothing: feeds (ESC J) are in motion units, which differ
 * from model to model, while a row of a picture is a row on any.
 */
export const bandsOf = (bitmap: Bitmap, mostRows: number): readonly Band[] => {
  const ends = inkEnds(bitmap);
  const bands: Band[] = [];
  for (let from = 0; from < ends.length; ) {
    const rows = Math.min(mostRows, runAt(ends, from));
    bands.push(bandOf(bitmap, from, rows, Math.max(...ends.slice(from, from + rows))));
    from += rows;
  }
  return bands;
};

/** For each row the number of bytes up to its last dot. */
const inkEnds = ({ bytesPerRow, heightDots, data }: Bitmap): readonly number[] =>
  Array.from({ length: heightDots }, (_, row) => {
    const bytes = data.subarray(row * bytesPerRow, (row + 1) * bytesPerRow);
    return bytes.findLastIndex(byte => byte !== 0) + 1;
  });

const blankAt = (ends: readonly number[], from: number): number => {
  let row = from;
  while (ends[row] === 0) row += 1;
  return row - from;
};

/** Rows from here on that belong together: all white, or up to the next white ones. */
const runAt = (ends: readonly number[], from: number): number => {
  const blank = blankAt(ends, from);
  if (blank >= BLANK_ROWS) return blank;
  let row = from + blank;
  while (row < ends.length) {
    const white = blankAt(ends, row);
    if (white >= BLANK_ROWS) break;
    row += Math.max(1, white);
  }
  return row - from;
};

const bandOf = (bitmap: Bitmap, from: number, rows: number, ink: number): Band => {
  let bytesPerRow = Math.min(bitmap.bytesPerRow, Math.max(NARROWEST_BYTES, ink));
  let data = cropped(bitmap, from, rows, bytesPerRow);
  // Rows that now follow one another may spell what they did not before; at full width none do.
  while (bytesPerRow < bitmap.bytesPerRow && spellsRealTimeCommand(data)) {
    bytesPerRow += 1;
    data = cropped(bitmap, from, rows, bytesPerRow);
  }
  return { bytesPerRow, rows, data };
};

const cropped = (
  { bytesPerRow: full, data }: Bitmap,
  from: number,
  rows: number,
  bytesPerRow: number,
): Uint8Array => {
  if (bytesPerRow === full) return data.subarray(from * full, (from + rows) * full);
  const kept = new Uint8Array(rows * bytesPerRow);
  for (let row = 0; row < rows; row += 1) {
    const at = (from + row) * full;
    kept.set(data.subarray(at, at + bytesPerRow), row * bytesPerRow);
  }
  return kept;
};
