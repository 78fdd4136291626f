import { parse } from 'csv-parse/sync';
import readSheets from 'read-excel-file/node';
import { BANK_PROFILES, type BankProfileId } from '../../core/statement/bank-profiles.ts';
import { readMt940 } from '../../core/statement/mt940.ts';
import { type StatementReading } from '../../core/statement/statement.ts';
import { readTableStatement, type Table } from '../../core/statement/table-statement.ts';
import { readCamt053 } from './camt053.ts';

export type StatementFormat = 'csv' | 'xlsx' | 'mt940' | 'camt053';

/** By the first bytes, since banks name their files as they like. */
export const formatOf = (content: Buffer): StatementFormat => {
  if (content.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) return 'xlsx';
  const start = textOf(content.subarray(0, 2048)).trimStart();
  if (start.startsWith('<')) return 'camt053';
  return /(^|\n):20:/.test(start) ? 'mt940' : 'csv';
};

/** UTF-8 or, with its mark, UTF-16: what spreadsheets save as "Unicode text". */
const textOf = (content: Buffer): string => {
  if (content[0] === 0xff && content[1] === 0xfe) return content.subarray(2).toString('utf16le');
  return content.toString('utf8').replace(/^\uFEFF/, '');
};

const DELIMITERS = [',', ';', '\t'] as const;

const csvBy = (text: string, delimiter: string): Table | undefined => {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
    });
  } catch {
    return undefined;
  }
};

/** One delimiter at a time: guessing between them cuts amounts in two. */
const readCsv = (text: string, bank: BankProfileId): StatementReading => {
  const readings = DELIMITERS.flatMap(delimiter => {
    const table = csvBy(text, delimiter);
    return table === undefined ? [] : [readTableStatement(table, BANK_PROFILES[bank])];
  });
  return (
    readings.find(({ outcome }) => outcome === 'read') ??
    readings.find(reading => reading.outcome === 'refused' && reading.why === 'empty') ?? {
      outcome: 'refused',
      why: 'no-header',
    }
  );
};

const two = (value: number): string => value.toString().padStart(2, '0');

/** Sheets keep days as numbers without a zone, which the library gives as UTC. */
const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) {
    const day = cell.toISOString().slice(0, 10);
    const time = [cell.getUTCHours(), cell.getUTCMinutes(), cell.getUTCSeconds()]
      .map(two)
      .join(':');
    return time === '00:00:00' ? day : `${day} ${time}`;
  }
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
};

const readXlsx = async (content: Buffer, bank: BankProfileId): Promise<StatementReading> => {
  let sheets: readonly { readonly data: readonly (readonly unknown[])[] }[];
  try {
    // Numbers stay the text they are stored as: a long document number is no amount.
    sheets = await readSheets<string>(content, { parseNumber: text => text });
  } catch {
    return { outcome: 'refused', why: 'unreadable' };
  }
  const readings = sheets.map(({ data }) =>
    readTableStatement(
      data.map(row => row.map(cellText)),
      BANK_PROFILES[bank],
    ),
  );
  return (
    readings.find(({ outcome }) => outcome === 'read') ??
    readings[0] ?? { outcome: 'refused', why: 'empty' }
  );
};

/** Reads a statement file of any of the four formats. Takes any bytes. */
export const readStatementFile = async (
  content: Buffer,
  bank: BankProfileId,
): Promise<StatementReading> => {
  switch (formatOf(content)) {
    case 'xlsx':
      return readXlsx(content, bank);
    case 'camt053':
      return readCamt053(textOf(content));
    case 'mt940':
      return readMt940(textOf(content));
    case 'csv':
      return readCsv(textOf(content), bank);
  }
};
