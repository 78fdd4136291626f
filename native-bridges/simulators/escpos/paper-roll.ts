import { bitmapOf, type Bitmap } from '../../imaging/bitmap.ts';

/** A sheet longer than this is cut whatever the commands say: the memory is not a roll. */
const LONGEST_ROWS = 12_000;
const CHARACTER = { columns: 12, rows: 24 };

/** The paper below the head since the last cut. */
export interface PaperRoll {
  readonly rows: number;
  /** One line of dots; what is right of the head is lost. */
  printRow(row: Uint8Array): void;
  feed(dots: number): void;
  /** A cell of the built-in font, as a box: whoever sees one sent text where dots were meant. */
  printCharacter(): void;
  /** Takes the sheet off; undefined where there is none. */
  cut(): Bitmap | undefined;
}

export const createPaperRoll = (widthDots: number): PaperRoll => {
  const bytesPerRow = widthDots / 8;
  let rows: Uint8Array[] = [];
  let column = 0;

  const printRow = (row: Uint8Array): void => {
    if (rows.length >= LONGEST_ROWS) return;
    const printed = new Uint8Array(bytesPerRow);
    printed.set(row.subarray(0, bytesPerRow));
    rows.push(printed);
  };

  const feed = (dots: number): void => {
    column = 0;
    for (let dot = 0; dot < dots; dot += 1) printRow(new Uint8Array(0));
  };

  const printCharacter = (): void => {
    const perLine = Math.floor(widthDots / CHARACTER.columns);
    if (column % perLine === 0) feed(CHARACTER.rows);
    const left = (column % perLine) * CHARACTER.columns;
    for (const [y, row] of rows.slice(-CHARACTER.rows).entries()) {
      for (let x = 1; x < CHARACTER.columns - 1; x += 1) {
        const edge = y === 2 || y === CHARACTER.rows - 2 || x === 1 || x === CHARACTER.columns - 2;
        const dot = left + x;
        if (edge && y > 1) row[dot >> 3] = (row[dot >> 3] ?? 0) | (0x80 >> (dot & 7));
      }
    }
    column += 1;
  };

  return {
    get rows() {
      return rows.length;
    },
    printRow,
    feed,
    printCharacter,
    cut: () => {
      if (rows.length === 0) return undefined;
      const sheet = bitmapOf(widthDots, Buffer.concat(rows));
      rows = [];
      column = 0;
      return sheet;
    },
  };
};
