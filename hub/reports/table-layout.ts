import { type Cell } from '../../core/reports/safe-cell.ts';

/** Width of a text in points. */
export type Measure = (text: string) => number;

export interface LaidColumn {
  readonly left: number;
  readonly width: number;
  /** Amounts and what stands above them. */
  readonly isRight: boolean;
}

/** Between columns. */
const GAP = 10;

export const cellText = (cell: Cell): string =>
  typeof cell === 'number' ? cell.toLocaleString('vi-VN') : (cell ?? '').replace(/\s+/g, ' ');

/** Broken where it does not fit: between words, and inside one that is too long. */
export const brokenLines = (measure: Measure, text: string, width: number): readonly string[] => {
  if (measure(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const letter of text) {
    if (measure(line + letter) <= width) {
      line += letter;
      continue;
    }
    const space = line.lastIndexOf(' ');
    lines.push(space > 0 ? line.slice(0, space) : line);
    line = (space > 0 ? line.slice(space + 1) : '') + letter;
  }
  return [...lines, line];
};

/** The most that each may take, so that together they take no more than there is. */
const shared = (wishes: readonly number[], room: number): number => {
  let [left, least] = [room, 0];
  const sorted = [...wishes].sort((a, b) => a - b);
  for (const [at, wish] of sorted.entries()) {
    least = left / (sorted.length - at);
    if (wish > least) return least;
    left -= wish;
  }
  return Infinity;
};

/** Columns as wide as what is in them; long texts give way to amounts and short ones. */
export const layOutColumns = (
  measure: Measure,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  room: number,
): readonly LaidColumn[] => {
  const isNumber = columns.map((_, at) => rows.some(row => typeof row[at] === 'number'));
  const wishes = columns.map((head, at) =>
    Math.max(measure(head), ...rows.map(row => measure(cellText(row[at] ?? null)))),
  );
  const inside = room - GAP * (columns.length - 1);
  const amounts = wishes.filter((_, at) => isNumber[at]).reduce((sum, wish) => sum + wish, 0);
  const most = shared(
    wishes.filter((_, at) => !isNumber[at]),
    inside - amounts,
  );
  const widths = wishes.map((wish, at) => (isNumber[at] === true ? wish : Math.min(wish, most)));
  // What is left goes to the texts, so that the table is as wide as its page.
  const spare = Math.max(inside - widths.reduce((sum, width) => sum + width, 0), 0);
  const texts = isNumber.filter(is => !is).length;
  let left = 0;
  return widths.map((natural, at) => {
    const isRight = isNumber[at] === true;
    const width = natural + (isRight ? 0 : spare / texts);
    const column = { left, width, isRight };
    left += width + GAP;
    return column;
  });
};

/** A row as far as pages are concerned. */
export interface PagedRow {
  /** Points. */
  readonly height: number;
  /** A heading does not end a page. */
  readonly isHeading: boolean;
}

/**
 * Rows in the order of the table, as many on each page as there is room for, by their place.
 * @param firstRoom points on the first page, which has the title too
 */
export const paginate = (
  rows: readonly PagedRow[],
  firstRoom: number,
  room: number,
): readonly (readonly number[])[] => {
  const pages: number[][] = [[]];
  let left = firstRoom;
  for (const [at, { height, isHeading }] of rows.entries()) {
    const next = isHeading ? (rows[at + 1]?.height ?? 0) : 0;
    if (height + next > left && (pages.at(-1)?.length ?? 0) > 0) {
      pages.push([]);
      left = room;
    }
    pages.at(-1)?.push(at);
    left -= height;
  }
  return pages;
};
