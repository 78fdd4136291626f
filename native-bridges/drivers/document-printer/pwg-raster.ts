import { type Sheet } from '../../../core/contract/sheet.ts';
import { createCanvas } from '../../imaging/canvas.ts';
import { drawPage, measureWithFonts } from './draw-page.ts';
import { layOutPages, PAGE, type Page } from './page-layout.ts';

/** PWG Raster Format (PWG 5102.4): pages of grey dots that every driverless printer takes. */

const SYNC_WORD = 'RaS2';
const HEADER_BYTES = 1796;
const POINTS_A_INCH = 72;
/** cupsColorSpace: luminance of sRGB. */
const SGRAY = 18;
const WHITE = 0xff;
const LONGEST_RUN = 128;

/** @param dotsPerInch the same both ways */
export const renderPwgRaster = (sheet: Sheet, dotsPerInch: number): Uint8Array => {
  const pages = layOutPages(sheet, measureWithFonts());
  const parts: Uint8Array[] = [Buffer.from(SYNC_WORD, 'latin1')];
  for (const page of pages) {
    const grey = rasterPage(page, dotsPerInch);
    parts.push(pageHeader(grey, dotsPerInch, pages.length), ...encodeRows(grey));
  }
  return Buffer.concat(parts);
};

interface GreyPage {
  readonly width: number;
  readonly height: number;
  /** One byte a dot, 255 is white. */
  readonly dots: Uint8Array;
}

const rasterPage = (page: Page, dotsPerInch: number): GreyPage => {
  const scale = dotsPerInch / POINTS_A_INCH;
  const width = Math.round(PAGE.width * scale);
  const height = Math.round(PAGE.height * scale);
  const context = createCanvas(width, height).getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.scale(scale, scale);
  drawPage(context, page);
  const { data } = context.getImageData(0, 0, width, height);
  const dots = new Uint8Array(width * height);
  // Everything is drawn in greys, so one channel says it all.
  for (let dot = 0; dot < dots.length; dot += 1) dots[dot] = data[dot * 4] ?? WHITE;
  return { width, height, dots };
};

/** PWG 5102.4, 4.3: what is not set here is zero, which means the printer's own choice. */
const pageHeader = (page: GreyPage, dotsPerInch: number, pages: number): Uint8Array => {
  const header = Buffer.alloc(HEADER_BYTES);
  const numbers: readonly (readonly [offset: number, value: number])[] = [
    [276, dotsPerInch],
    [280, dotsPerInch],
    [340, 1],
    [352, Math.round(PAGE.width)],
    [356, Math.round(PAGE.height)],
    [372, page.width],
    [376, page.height],
    [384, 8],
    [388, 8],
    [392, page.width],
    [396, 0],
    [400, SGRAY],
    [420, 1],
    [452, pages],
    [456, 1],
    [460, 1],
  ];
  header.write('PwgRaster', 0, 'latin1');
  for (const [offset, value] of numbers) header.writeUInt32BE(value, offset);
  header.write('iso_a4_210x297mm', 1732, 'latin1');
  return header;
};

/** PWG 5102.4, 4.4: each row with how often it repeats, its dots in runs or as they are. */
const encodeRows = ({ width, height, dots }: GreyPage): Uint8Array[] => {
  const rows: Uint8Array[] = [];
  for (let row = 0; row < height; ) {
    const line = dots.subarray(row * width, (row + 1) * width);
    let same = 1;
    while (same < 256 && row + same < height && isSameRow(dots, width, row, row + same)) same += 1;
    rows.push(Uint8Array.of(same - 1), encodeRow(line));
    row += same;
  }
  return rows;
};

const isSameRow = (dots: Uint8Array, width: number, one: number, other: number): boolean =>
  Buffer.compare(
    dots.subarray(one * width, (one + 1) * width),
    dots.subarray(other * width, (other + 1) * width),
  ) === 0;

/** Counts up to 127 repeat the dot that follows, counts from 129 copy the dots that follow. */
const encodeRow = (row: Uint8Array): Uint8Array => {
  const out: number[] = [];
  for (let at = 0; at < row.length; ) {
    const run = runLength(row, at);
    if (run > 1) {
      out.push(run - 1, row[at] ?? WHITE);
      at += run;
      continue;
    }
    let literal = 1;
    while (
      literal < LONGEST_RUN &&
      at + literal < row.length &&
      runLength(row, at + literal) === 1
    ) {
      literal += 1;
    }
    // One dot alone is a run of one: a count of 128 is not allowed.
    if (literal === 1) out.push(0, row[at] ?? WHITE);
    else out.push(257 - literal, ...row.subarray(at, at + literal));
    at += literal;
  }
  return Uint8Array.from(out);
};

const runLength = (row: Uint8Array, at: number): number => {
  let run = 1;
  while (run < LONGEST_RUN && at + run < row.length && row[at + run] === row[at]) run += 1;
  return run;
};
