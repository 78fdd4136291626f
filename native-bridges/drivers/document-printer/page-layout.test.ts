import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Sheet, type SheetBlock } from '../../../core/contract/sheet.ts';
import { layOutPages, PAGE, type MeasureText, type PageItem } from './page-layout.ts';

const measure: MeasureText = (text, { em }) => text.length * em * 0.55;
const sheet = (...blocks: SheetBlock[]): Sheet => ({ language: 'vi', title: 'Thử', blocks });
const texts = (page: readonly PageItem[] = []): string[] =>
  page.flatMap(item => (item.kind === 'text' ? [item.text] : []));
const text = (value: string): SheetBlock => ({
  kind: 'text',
  text: value,
  size: 'normal',
  weight: 'regular',
  align: 'left',
});
const table = (rows: number): SheetBlock => ({
  kind: 'table',
  columns: [
    { title: 'Dịch vụ', align: 'left', share: 3 },
    { title: 'Thành tiền', align: 'right', share: 1 },
  ],
  rows: Array.from({ length: rows }, (_, row) => [`Dịch vụ ${row}`, '150.000']),
});

describe('the pages of a sheet', () => {
  it('are one where everything fits, and each says which of how many it is', () => {
    const pages = layOutPages(sheet(text('Xin chào')), measure);
    expect(pages).toHaveLength(1);
    expect(texts(pages[0])).toEqual(['Xin chào', '1/1']);
  });

  it('repeat the head of a table, and lose no row', () => {
    const pages = layOutPages(sheet(table(80)), measure);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(texts(page)).toContain('Thành tiền');
    const rows = pages.flatMap(page => texts(page)).filter(value => /^Dịch vụ \d/.test(value));
    expect(rows).toEqual(Array.from({ length: 80 }, (_, row) => `Dịch vụ ${row}`));
  });

  it('leave no heading alone at the foot', () => {
    for (let lines = 30; lines < 60; lines += 1) {
      const filler = Array.from({ length: lines }, (_, at) => text(`dòng ${at}`));
      const pages = layOutPages(
        sheet(...filler, { kind: 'heading', level: 2, text: 'Kết luận' }, text('Sau đó')),
        measure,
      );
      const page = pages.find(one => texts(one).includes('Kết luận'));
      expect(texts(page)).toContain('Sau đó');
    }
  });

  it('keep a place to sign together', () => {
    for (let lines = 20; lines < 45; lines += 1) {
      const filler = Array.from({ length: lines }, (_, at) => text(`dòng ${at}`));
      const places = [
        { title: 'Người nộp', note: '(Ký)' },
        { title: 'Người thu', name: 'A' },
      ];
      const pages = layOutPages(sheet(...filler, { kind: 'signatures', places }), measure);
      const page = pages.find(one => texts(one).includes('Người nộp'));
      expect(texts(page)).toEqual(expect.arrayContaining(['Người thu', '(Ký)', 'A']));
    }
  });

  it('hold everything within the paper, whatever the texts are', () => {
    const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), {
      maxLength: 60,
    });
    const block: fc.Arbitrary<SheetBlock> = fc.oneof(
      words.map(all => text(all.join(' '))),
      fc.record({
        kind: fc.constant('pair' as const),
        label: fc.string({ unit: 'grapheme', maxLength: 60 }),
        value: words.map(all => all.join(' ').slice(0, 900)),
      }),
      fc.nat({ max: 60 }).map(table),
      fc.constant<SheetBlock>({ kind: 'rule' }),
      fc.record({ kind: fc.constant('space' as const), millimetres: fc.nat({ max: 100 }) }),
      fc.constant<SheetBlock>({ kind: 'code', data: 'TD-0123456789' }),
    );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 12 }), blocks => {
        for (const item of layOutPages(sheet(...blocks), measure).flat()) {
          const y = item.kind === 'text' ? item.baseline : item.y;
          expect(item.x).toBeGreaterThanOrEqual(0);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(PAGE.height);
          if (item.kind === 'text') {
            expect(item.x + measure(item.text, item.style)).toBeLessThanOrEqual(PAGE.width);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
