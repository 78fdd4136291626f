import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Canvas from '@napi-rs/canvas';
import { type Cell, type ReportTable } from '../../core/reports/safe-cell.ts';
import { word } from './report-words.ts';
import { brokenLines, cellText, type LaidColumn, layOutColumns, paginate } from './table-layout.ts';

/** A4 in points, on its side where the table is wide. */
const [SHORT, LONG] = [595, 842];
const MARGIN = 48;
const SIZE = 9.5;
const LINE = 13;
/** Above and below the lines of a row. */
const PADDING = 4;
const WIDE = 5;
/** Who signs, how, and the room to do it. */
const SIGNING = 110;

const SUBSETS = ['latin', 'vietnamese', 'latin-ext'] as const;
const FAMILY = SUBSETS.map(subset => `"Report ${subset}"`).join(', ');
const font = (size: number, weight = 500): string => `${weight} ${size}px ${FAMILY}`;
const REGULAR = font(SIZE);
const BOLD = font(SIZE, 700);

type Context = Canvas.SKRSContext2D;

let loaded: typeof Canvas | undefined;

/** Skia and its fonts take tens of megabytes: only who prints a report pays for them. */
const loadCanvas = (): typeof Canvas => {
  if (loaded !== undefined) return loaded;
  // The library looks at it while it is loaded: a report looks the same on every machine.
  process.env['DISABLE_SYSTEM_FONTS_LOAD'] = '1';
  const require = createRequire(import.meta.url);
  const canvas = require('@napi-rs/canvas') as typeof Canvas;
  for (const subset of SUBSETS) {
    for (const weight of [500, 700]) {
      const file = `@fontsource/noto-sans/files/noto-sans-${subset}-${weight}-normal.woff2`;
      canvas.GlobalFonts.register(readFileSync(require.resolve(file)), `Report ${subset}`);
    }
  }
  return (loaded = canvas);
};

interface LaidRow {
  readonly cells: readonly (readonly string[])[];
  readonly height: number;
  readonly isStrong: boolean;
}

/** A table as it stands on its pages. */
interface Sheet {
  readonly table: ReportTable;
  readonly columns: readonly LaidColumn[];
  readonly head: LaidRow;
  readonly rows: readonly LaidRow[];
  readonly width: number;
  readonly height: number;
}

const layOut = (context: Context, table: ReportTable): Sheet => {
  const [width, height] = table.columns.length > WIDE ? [LONG, SHORT] : [SHORT, LONG];
  context.font = BOLD;
  const measure = (text: string): number => context.measureText(text).width;
  const columns = layOutColumns(measure, table.columns, table.rows, width - 2 * MARGIN);
  const rowOf = (cells: readonly Cell[], isStrong: boolean): LaidRow => {
    const lines = columns.map((column, at) =>
      brokenLines(measure, cellText(cells[at] ?? null), column.width),
    );
    const most = Math.max(...lines.map(({ length }) => length));
    return { cells: lines, height: most * LINE + 2 * PADDING, isStrong };
  };
  const strong = new Set(table.paper?.strong);
  return {
    table,
    columns,
    head: rowOf(table.columns, true),
    rows: table.rows.map((row, at) => rowOf(row, strong.has(at))),
    width,
    height,
  };
};

const rule = (context: Context, { width }: Sheet, y: number, weight: number): void => {
  context.fillRect(MARGIN, y, width - 2 * MARGIN, weight);
};

const drawRow = (context: Context, { columns }: Sheet, row: LaidRow, top: number): void => {
  context.font = row.isStrong ? BOLD : REGULAR;
  for (const [at, lines] of row.cells.entries()) {
    const column = columns[at];
    if (column === undefined) continue;
    const { left, width, isRight } = column;
    context.textAlign = isRight ? 'right' : 'left';
    const x = MARGIN + left + (isRight ? width : 0);
    for (const [index, line] of lines.entries()) {
      context.fillText(line, x, top + PADDING + (index + 1) * LINE - 3);
    }
  }
};

/** The hospital, the title and what it is about, each on its own line. @returns where the table begins. */
const drawTop = (context: Context, { table, width }: Sheet): number => {
  const { title, paper } = table;
  context.textAlign = 'left';
  context.font = BOLD;
  context.fillText(paper?.hospital ?? '', MARGIN, MARGIN);
  context.textAlign = 'center';
  context.font = font(14, 700);
  context.fillText(title, width / 2, MARGIN + 30);
  context.font = REGULAR;
  context.fillText(paper?.lead ?? '', width / 2, MARGIN + 48);
  return MARGIN + 64;
};

const drawHead = (context: Context, sheet: Sheet, top: number): number => {
  drawRow(context, sheet, sheet.head, top);
  const y = top + sheet.head.height;
  rule(context, sheet, y - 1, 1);
  return y;
};

const drawSigners = (context: Context, { table, width }: Sheet, top: number): void => {
  const signers = table.paper?.signers ?? [];
  const share = (width - 2 * MARGIN) / signers.length;
  context.textAlign = 'center';
  for (const [at, signer] of signers.entries()) {
    const x = MARGIN + share * (at + 0.5);
    context.font = BOLD;
    context.fillText(signer, x, top + 32);
    context.font = REGULAR;
    context.fillText(word('signers.how'), x, top + 46);
  }
};

const FIRST_TOP = MARGIN + 64;

/** Which rows stand on which page; the last one has room for signatures. */
const pagesOf = ({ table, head, rows, height }: Sheet): readonly (readonly number[])[] => {
  const room = height - MARGIN - head.height - MARGIN;
  const firstRoom = room - (FIRST_TOP - MARGIN);
  const pages = paginate(
    rows.map(row => ({ height: row.height, isHeading: row.isStrong })),
    firstRoom,
    room,
  );
  const signing = (table.paper?.signers ?? []).length > 0 ? SIGNING : 0;
  const used = (pages.at(-1) ?? []).reduce((sum, row) => sum + (rows[row]?.height ?? 0), 0);
  return used + signing > (pages.length === 1 ? firstRoom : room) ? [...pages, []] : pages;
};

/** A table on A4: its head and its number on every page, amounts on the right. */
export const pdfOf = (table: ReportTable): Buffer => {
  const canvas = loadCanvas();
  const pdf = new canvas.PDFDocument({ title: table.title, creator: 'Tiếp Đón' });
  const sheet = layOut(canvas.createCanvas(1, 1).getContext('2d'), table);
  const pages = pagesOf(sheet);
  for (const [at, rows] of pages.entries()) {
    // The library's own types take it for the browser's.
    const context = pdf.beginPage(sheet.width, sheet.height) as unknown as Context;
    context.fillStyle = '#000';
    let y = at === 0 ? drawTop(context, sheet) : MARGIN;
    if (rows.length > 0) y = drawHead(context, sheet, y);
    for (const row of rows) {
      const laid = sheet.rows[row];
      if (laid === undefined) continue;
      drawRow(context, sheet, laid, y);
      y += laid.height;
      context.fillStyle = '#bbb';
      rule(context, sheet, y - 0.5, 0.5);
      context.fillStyle = '#000';
    }
    if (at === pages.length - 1) drawSigners(context, sheet, y);
    context.textAlign = 'right';
    context.font = REGULAR;
    const number = word('page', { page: at + 1, pages: pages.length });
    context.fillText(number, sheet.width - MARGIN, sheet.height - MARGIN / 2);
    context.textAlign = 'left';
    context.fillText(table.title, MARGIN, sheet.height - MARGIN / 2);
    pdf.endPage();
  }
  return pdf.close();
};
