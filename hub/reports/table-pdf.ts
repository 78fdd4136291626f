import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Canvas from '@napi-rs/canvas';
import { type Cell, type ReportTable } from '../../core/reports/safe-cell.ts';

/** A4 in points, on its side where the table is wide. */
const [SHORT, LONG] = [595, 842];
const MARGIN = 40;
const SIZE = 9;
const LINE = 14;
const WIDE = 4;
const GAP = 6;

const SUBSETS = ['latin', 'vietnamese', 'latin-ext'] as const;
const FAMILY = SUBSETS.map(subset => `"Report ${subset}"`).join(', ');
const REGULAR = `${SIZE}px ${FAMILY}`;
const BOLD = `700 ${SIZE}px ${FAMILY}`;

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

const textOf = (cell: Cell): string =>
  typeof cell === 'number' ? cell.toLocaleString('vi-VN') : (cell ?? '').replace(/\s+/g, ' ');

/** Broken where it does not fit: between words, and inside one that is too long. */
const linesOf = (context: Canvas.SKRSContext2D, text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const letter of text) {
    if (context.measureText(line + letter).width <= width) {
      line += letter;
      continue;
    }
    const space = line.lastIndexOf(' ');
    lines.push(space > 0 ? line.slice(0, space) : line);
    line = (space > 0 ? line.slice(space + 1) : '') + letter;
  }
  return [...lines, line];
};

/** A table on A4, its head on every page. Numbers stand on the right. */
export const pdfOf = (table: ReportTable): Buffer => {
  const canvas = loadCanvas();
  const pdf = new canvas.PDFDocument({ title: table.title, creator: 'Tiếp Đón' });
  const isWide = table.columns.length > WIDE;
  const [pageWidth, pageHeight] = isWide ? [LONG, SHORT] : [SHORT, LONG];
  const width = (pageWidth - 2 * MARGIN) / table.columns.length;
  const newPage = (): Canvas.SKRSContext2D => {
    // The library's own types take it for the browser's.
    const context = pdf.beginPage(pageWidth, pageHeight) as unknown as Canvas.SKRSContext2D;
    context.fillStyle = '#000';
    return context;
  };
  let context = newPage();
  let page = 1;
  let y = 0;

  const draw = (row: readonly Cell[], font: string): void => {
    context.font = font;
    const cells = row.map(cell => linesOf(context, textOf(cell), width - GAP));
    for (const [column, lines] of cells.entries()) {
      const isNumber = typeof row[column] === 'number';
      context.textAlign = isNumber ? 'right' : 'left';
      const x = MARGIN + column * width + (isNumber ? width - GAP : 0);
      for (const [index, line] of lines.entries()) context.fillText(line, x, y + index * LINE);
    }
    y += LINE * Math.max(1, ...cells.map(lines => lines.length));
  };

  const head = (): void => {
    y = MARGIN;
    context.font = `700 ${SIZE + 4}px ${FAMILY}`;
    context.textAlign = 'left';
    context.fillText(table.title, MARGIN, y);
    context.font = REGULAR;
    context.textAlign = 'right';
    context.fillText(String(page), pageWidth - MARGIN, pageHeight - MARGIN / 2);
    y += 2 * LINE;
    draw(table.columns, BOLD);
  };

  head();
  for (const row of table.rows) {
    if (y > pageHeight - 2 * MARGIN) {
      pdf.endPage();
      context = newPage();
      page += 1;
      head();
    }
    draw(row, REGULAR);
  }
  pdf.endPage();
  return pdf.close();
};
