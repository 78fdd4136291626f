import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Sheet } from '../../../core/contract/sheet.ts';
import { isBlack, type Bitmap } from '../../imaging/bitmap.ts';
import { readPwgRaster } from '../../simulators/ipp/pwg-reader.ts';
import { renderPdf } from './pdf.ts';
import { renderPwgRaster } from './pwg-raster.ts';

const RECEIPT: Sheet = {
  language: 'vi',
  title: 'Biên lai thử',
  blocks: [
    { kind: 'heading', level: 1, text: 'BIÊN LAI THU TIỀN' },
    { kind: 'pair', label: 'Họ và tên', value: 'NGUYỄN THỊ THỬ NGHIỆM' },
    { kind: 'pair', label: 'Địa chỉ', value: 'Ngõ Thử Nghiệm, phường Ẩn Nguyệt, Hà Nội' },
    {
      kind: 'table',
      columns: [
        { title: 'Dịch vụ', align: 'left', share: 3 },
        { title: 'Thành tiền', align: 'right', share: 1 },
      ],
      rows: Array.from({ length: 40 }, (_, row) => [`Khám chuyên khoa Mắt ${row}`, '150.000']),
    },
    { kind: 'code', data: 'TD-0123456789' },
    { kind: 'signatures', places: [{ title: 'Người nộp tiền' }, { title: 'Người thu tiền' }] },
  ],
};
const DPI = 100;

const POPPLER = ['pdftoppm', 'pdftotext', 'pdffonts'];
const absent = POPPLER.find(name => !existsSync(`/usr/bin/${name}`));
const where = absent === undefined ? '' : ` (not run: ${absent} of poppler-utils is not installed)`;

const fileOf = (pdf: Uint8Array): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'tiep-don-pdf-')), 'sheet.pdf');
  writeFileSync(file, pdf);
  return file;
};
const poppler = (program: string, ...args: string[]): string =>
  execFileSync(`/usr/bin/${program}`, args, { encoding: 'utf8' });

/** The dots of a binary PGM file (netpbm, P5), dark ones black. */
const readPgm = (
  file: string,
): { width: number; height: number; dark: (x: number, y: number) => boolean } => {
  const bytes = readFileSync(file);
  const [, size = '', , ...rest] = bytes.toString('latin1', 0, 40).split('\n');
  const [width = 0, height = 0] = size.split(' ').map(Number);
  const start = bytes.length - width * height;
  expect(rest.length).toBeGreaterThan(0);
  return { width, height, dark: (x, y) => (bytes[start + y * width + x] ?? 255) < 128 };
};

/** Dots of one picture that have no dark dot of the other near them, over all dark dots. */
const strayShare = (bitmap: Bitmap, other: ReturnType<typeof readPgm>): number => {
  let dark = 0;
  let stray = 0;
  const near = (x: number, y: number): boolean => {
    for (let dy = -1; dy <= 1; dy += 1) {
      for (let dx = -1; dx <= 1; dx += 1) if (other.dark(x + dx, y + dy)) return true;
    }
    return false;
  };
  for (let y = 1; y < Math.min(bitmap.heightDots, other.height) - 1; y += 1) {
    for (let x = 1; x < other.width - 1; x += 1) {
      if (!isBlack(bitmap, x, y)) continue;
      dark += 1;
      if (!near(x, y)) stray += 1;
    }
  }
  return stray / dark;
};

describe.runIf(absent === undefined)(`the PDF of a sheet, as poppler reads it${where}`, () => {
  const file = fileOf(renderPdf(RECEIPT));

  it('embeds all its fonts', () => {
    const fonts = poppler('pdffonts', file).trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/NotoSans.* yes yes yes /);
  });

  it('holds its text: letters in their order, marks as signs of their own', () => {
    const bare = (text: string): string =>
      text
        .normalize('NFD')
        .replaceAll('ı', 'i')
        .replaceAll(/[\p{M}\s]/gu, '');
    const read = bare(poppler('pdftotext', '-raw', file, '-'));
    for (const word of ['BIÊN LAI THU TI', 'Khám chuyên khoa M', 'Nguy', 'Người thu ti']) {
      expect(read.toLowerCase()).toContain(bare(word).toLowerCase());
    }
  });

  it('is the same picture as the raster, dot for dot within one', () => {
    const pages = readPwgRaster(renderPwgRaster(RECEIPT, DPI));
    const prefix = file.replace('.pdf', '');
    poppler('pdftoppm', '-gray', '-r', String(DPI), file, prefix);
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, page] of pages.entries()) {
      const other = readPgm(`${prefix}-${index + 1}.pgm`);
      expect(Math.abs(page.heightDots - other.height)).toBeLessThanOrEqual(1);
      expect(strayShare(page, other)).toBeLessThan(0.02);
    }
  });
});

describe('the raster of a sheet', () => {
  it('is read back by a printer, page for page, at any resolution', () => {
    for (const dpi of [72, 150, 203]) {
      const pages = readPwgRaster(renderPwgRaster(RECEIPT, dpi));
      expect(pages.length).toBeGreaterThan(1);
      for (const page of pages) {
        expect(page.heightDots).toBe(Math.round((297 / 25.4) * dpi));
        expect(page.data.some(byte => byte !== 0)).toBe(true);
      }
    }
  });

  it('is nothing where it is cut off', () => {
    const bytes = renderPwgRaster(RECEIPT, 72);
    for (const length of [0, 3, 4, 900, 1_900, bytes.length - 1]) {
      expect(readPwgRaster(bytes.subarray(0, length))).toEqual([]);
    }
  });
});
