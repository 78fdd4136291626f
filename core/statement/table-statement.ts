import { type BankProfile, type StatementColumn } from './bank-profiles.ts';
import { parseDongAmount } from './dong-amount.ts';
import { parseStatementDate } from './statement-date.ts';
import {
  countLines,
  type LineRefusal,
  type RefusedLine,
  type StatementReading,
  type UncountedLine,
} from './statement.ts';

/** Cells as text, as a CSV file or a sheet has them. */
export type Table = readonly (readonly string[])[];

type Columns = Readonly<Partial<Record<StatementColumn, number>>>;

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const NAMES: readonly StatementColumn[] = [
  'date',
  'reference',
  'debit',
  'credit',
  'amount',
  'balance',
  'narrative',
];

const columnsIn = (row: readonly string[], { headings }: BankProfile): Columns => {
  const heads = row.map(plain);
  return Object.fromEntries(
    NAMES.flatMap(name => {
      const known = (headings[name] ?? []).map(plain);
      const at = heads.findIndex(
        head => known.includes(head) || known.some(one => head.startsWith(`${one} `)),
      );
      return at < 0 ? [] : [[name, at]];
    }),
  );
};

const isHeader = (columns: Columns): boolean =>
  columns.date !== undefined &&
  columns.narrative !== undefined &&
  (columns.amount !== undefined || columns.credit !== undefined);

/** Rows above the table in which banks write whose account it is. */
const HEADER_WITHIN = 60;

const ACCOUNT = /(?:so tai khoan|account(?: no| number)?|tai khoan)\D{0,20}(\d{6,19})/;

const accountAbove = (rows: Table): string | undefined =>
  rows.map(row => ACCOUNT.exec(plain(row.join(' ')))?.[1]).find(account => account !== undefined);

type AmountReading = number | LineRefusal;

const cell = (row: readonly string[], at: number | undefined): string =>
  at === undefined ? '' : (row[at] ?? '').trim();

const ofColumn = (text: string): number | undefined | 'unreadable' =>
  text === '' || text === '-' ? undefined : (parseDongAmount(text) ?? 'unreadable');

/** Debits are printed with or without a sign; they are always what went. */
const amountIn = (row: readonly string[], columns: Columns): AmountReading => {
  const [debit, credit, amount] = [columns.debit, columns.credit, columns.amount].map(at =>
    ofColumn(cell(row, at)),
  );
  if (debit === 'unreadable' || credit === 'unreadable' || amount === 'unreadable') {
    return 'amount-unreadable';
  }
  if ((debit ?? 0) !== 0 && (credit ?? 0) !== 0) return 'amount-twice';
  const value = (credit ?? 0) - Math.abs(debit ?? 0) || (amount ?? 0);
  return value === 0 ? 'amount-missing' : value;
};

/** Below the table banks write sums and signatures: rows without anything where a date should be. */
const isLine = (row: readonly string[], columns: Columns): boolean =>
  /^\D{0,3}\d/.test(cell(row, columns.date));

const lineIn = (
  row: readonly string[],
  columns: Columns,
  at: number,
): UncountedLine | RefusedLine => {
  const date = parseStatementDate(cell(row, columns.date));
  if (date === undefined) return { at, why: 'date-unreadable' };
  const amount = amountIn(row, columns);
  if (typeof amount === 'string') return { at, why: amount };
  return {
    day: date.day,
    ...(date.time === undefined ? {} : { time: date.time }),
    amount,
    reference: cell(row, columns.reference) || (date.rest ?? ''),
    narrative: cell(row, columns.narrative).replace(/\s+/g, ' '),
    at,
  };
};

/** The rows that carry a balance tell what it was before the first and after the last of them. */
const balancesIn = (table: Table, columns: Columns, lines: readonly UncountedLine[]) => {
  const balanceAt = (line: UncountedLine | undefined): number | undefined =>
    line === undefined
      ? undefined
      : parseDongAmount(cell(table[line.at - 1] ?? [], columns.balance));
  const isNewestFirst = (lines[0]?.day ?? '') > (lines.at(-1)?.day ?? '');
  const [first, last] = isNewestFirst ? [lines.at(-1), lines[0]] : [lines[0], lines.at(-1)];
  const [after, closing] = [balanceAt(first), balanceAt(last)];
  return after === undefined || closing === undefined || first === undefined
    ? {}
    : { opening: after - first.amount, closing };
};

/** Reads the export of a bank. Every row that looks like a line is read or refused, none is skipped. */
export const readTableStatement = (table: Table, profile: BankProfile): StatementReading => {
  const headerAt = table
    .slice(0, HEADER_WITHIN)
    .findIndex(row => isHeader(columnsIn(row, profile)));
  if (headerAt < 0) return { outcome: 'refused', why: 'no-header' };
  const columns = columnsIn(table[headerAt] ?? [], profile);
  const lines: UncountedLine[] = [];
  const refused: RefusedLine[] = [];
  for (const [index, row] of table.entries()) {
    if (index <= headerAt || !isLine(row, columns)) continue;
    const line = lineIn(row, columns, index + 1);
    if ('why' in line) refused.push(line);
    else lines.push(line);
  }
  if (lines.length === 0 && refused.length === 0) return { outcome: 'refused', why: 'empty' };
  const account = accountAbove(table.slice(0, headerAt));
  return {
    outcome: 'read',
    statement: {
      ...(account === undefined ? {} : { account }),
      ...balancesIn(table, columns, lines),
      lines: countLines(lines),
      refused,
    },
  };
};
