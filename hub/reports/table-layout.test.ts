import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenLines, layOutColumns, paginate } from './table-layout.ts';

const measure = (text: string): number => text.length * 5;

describe('a table on paper', () => {
  it('fits its page, amounts whole, whatever is in it', () => {
    const row = fc.tuple(fc.string({ maxLength: 200 }), fc.string(), fc.nat(999_999_999));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), rows => {
        const columns = layOutColumns(measure, ['Mục', 'Ghi chú', 'Số tiền'], rows, 500);
        const last = columns[2];
        expect((last?.left ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(500.001);
        expect(last?.isRight).toBe(true);
        for (const amount of rows.map(each => each[2].toLocaleString('vi-VN'))) {
          expect(measure(amount)).toBeLessThanOrEqual(last?.width ?? 0);
        }
        for (const { width } of columns) expect(width).toBeGreaterThan(0);
      }),
    );
  });

  it('breaks lines between words, and only what is too long inside one', () => {
    expect(brokenLines(measure, 'Đã báo kế toán', 35)).toEqual(['Đã báo', 'kế toán']);
    expect(brokenLines(measure, '0123456789', 25)).toEqual(['01234', '56789']);
  });

  it('loses no row between pages and parts no heading from its rows', () => {
    const height = fc.record({ height: fc.integer({ min: 10, max: 90 }), isHeading: fc.boolean() });
    fc.assert(
      fc.property(fc.array(height), rows => {
        const pages = paginate(rows, 200, 300);
        expect(pages.flat()).toEqual(rows.map((_, at) => at));
        for (const [at, page] of pages.entries()) {
          const used = page.reduce((sum, row) => sum + (rows[row]?.height ?? 0), 0);
          expect(used).toBeLessThanOrEqual(at === 0 ? 200 : 300);
          const last = page.at(-1) ?? 0;
          const isParted = rows[last]?.isHeading === true && rows[last + 1]?.isHeading === false;
          expect(isParted && page.length > 1).toBe(false);
        }
      }),
    );
  });
});
