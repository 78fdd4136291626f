import { type Figure, reachesGoal } from './measurement.ts';

const DIGITS = { fine: 3, small: 1, large: 0 } as const;

/** As many digits as mean something. */
export const readable = (value: number): string => {
  const size = Math.abs(value);
  const digits =
    size < 10 ? (size < 2 ? DIGITS.fine : 2) : size < 100 ? DIGITS.small : DIGITS.large;
  return value.toFixed(digits);
};

const goalOf = (figure: Figure): string => {
  const { goal } = figure;
  if (goal === undefined) return '';
  const text = 'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;
  return `${text} ${reachesGoal(figure) === true ? 'reached' : 'MISSED'}`;
};

const HEADINGS = ['', 'median', 'p95', 'spread', 'unit', 'n', 'goal'] as const;

const cellsOf = (figure: Figure): readonly string[] => [
  figure.name,
  readable(figure.median),
  figure.p95 === undefined ? '' : readable(figure.p95),
  figure.samples === 1 ? '' : `${readable(figure.low)} – ${readable(figure.high)}`,
  figure.unit,
  String(figure.samples),
  goalOf(figure),
];

const RIGHT_ALIGNED: ReadonlySet<number> = new Set([1, 2, 3, 5]);

/** The figures as lines of text, columns aligned. */
export const tableOf = (figures: readonly Figure[]): readonly string[] => {
  const rows = [HEADINGS, ...figures.map(cellsOf)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.map(row => (row[column] ?? '').length)),
  );
  return rows.map(row =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return RIGHT_ALIGNED.has(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
};
