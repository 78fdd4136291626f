import writeExcel from 'write-excel-file/node';
import { csvOf, type ReportTable, safeCell } from '../../core/reports/safe-cell.ts';
import { pdfOf } from './table-pdf.ts';

export type TableFormat = 'csv' | 'xlsx' | 'pdf';

/** A file as a browser saves it. */
export interface TableFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const satisfies Record<TableFormat, string>;

/** Text stays text in its cells, and harmless also where the sheet is saved as CSV later. */
const xlsxOf = ({ columns, rows }: ReportTable): Promise<Buffer> =>
  writeExcel([
    columns.map(column => ({ value: column, fontWeight: 'bold' as const })),
    ...rows.map(row =>
      row.map(cell => {
        const safe = safeCell(cell);
        if (safe === null) return null;
        return typeof safe === 'number'
          ? { value: safe, type: Number, format: Number.isInteger(safe) ? '#,##0' : '0.0' }
          : { value: safe, type: String };
      }),
    ),
  ]).toBuffer();

/** @param name without an ending. */
export const tableFile = async (
  table: ReportTable,
  format: TableFormat,
  name: string,
): Promise<TableFile> => {
  const write = {
    csv: () => Buffer.from(csvOf(table)),
    xlsx: () => xlsxOf(table),
    pdf: () => pdfOf(table),
  }[format];
  return {
    name: `${name}.${format}`,
    mediaType: MEDIA_TYPES[format],
    content: await write(),
  };
};
