/** What a cell of an export holds. */
export type Cell = string | number | null;

/** A table as a person exports it. */
export interface ReportTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** What is around it where it is printed. */
  readonly paper?: ReportPaper;
}

export interface ReportPaper {
  readonly hospital: string;
  /** Under the title. */
  readonly lead?: string;
  /** Rows that stand out, by their place. */
  readonly strong?: readonly number[];
  /** Who signs at its end, from left to right. */
  readonly signers?: readonly string[];
}

/** Programs take a text that begins so for a formula (CWE-1236), in full width too. */
const FORMULA = /^[\s\p{Cf}]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u;

/**
 * Text that comes from banks and patients, made harmless for spreadsheet programs: behind an
 * apostrophe it stays text. Numbers are no text and stay as they are.
 */
export const safeCell = (cell: Cell): Cell =>
  typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell;

const csvCell = (cell: Cell): string => {
  const safe = safeCell(cell);
  if (safe === null) return '';
  return typeof safe === 'number' ? String(safe) : `"${safe.replaceAll('"', '""')}"`;
};

/** RFC 4180 behind the mark by which spreadsheet programs know UTF-8. */
export const csvOf = ({ columns, rows }: ReportTable): string =>
  `\uFEFF${[columns, ...rows].map(row => `${row.map(csvCell).join(',')}\r\n`).join('')}`;
