import { describe, expect, it } from 'vitest';
import { type Printable, type PrintableBlock } from '../../../core/contract/printable.ts';
import { layOut, type FontMetrics, type PlacedItem } from './layout.ts';
import { PRINTER_PROFILES } from './profiles.ts';

/** Letters half as wide as the em and as tall as capitals; `y` goes half an em down. */
const fonts: FontMetrics = {
  widthIn:
    ({ em }) =>
    text =>
      text.length * em * 0.5,
  inkOf: (text, { em }) => ({ ascent: em * 0.714, descent: text.includes('y') ? em / 2 : 0 }),
};

const WIDE = PRINTER_PROFILES['generic-80mm'];

const place = (
  blocks: PrintableBlock[],
  { scale = 1, language = 'vi' }: Partial<Pick<Printable, 'scale' | 'language'>> = {},
) => layOut({ language, scale, blocks }, WIDE, fonts);

const textsOf = (items: readonly PlacedItem[]) => items.filter(item => item.kind === 'text');
const text = (value: string, size: 'small' | 'normal' | 'large' | 'title' = 'normal') =>
  ({ kind: 'text', text: value, size, weight: 'regular', align: 'left' }) as const;

describe('layOut', () => {
  it('makes capitals as tall on paper as their name says, and half as tall again for large print', () => {
    const capMm = (scale: 1 | 1.5, size: 'small' | 'normal' | 'large' | 'title'): number => {
      const [item] = textsOf(place([text('A', size)], { scale }).items);
      return ((item?.style.em ?? 0) * 0.714) / WIDE.dotsPerMm;
    };
    expect(capMm(1, 'small')).toBeCloseTo(2.1, 1);
    expect(capMm(1, 'normal')).toBeCloseTo(2.6, 1);
    expect(capMm(1, 'large')).toBeCloseTo(3.6, 1);
    expect(capMm(1, 'title')).toBeCloseTo(4.6, 1);
    expect(capMm(1.5, 'normal')).toBeCloseTo(3.9, 1);
  });

  it('uses no weight below medium', () => {
    const items = textsOf(place([text('A', 'small'), { kind: 'number', text: '1' }]).items);
    expect(items.map(({ style }) => style.weight)).toEqual([500, 800]);
  });

  it('puts label and value on one line where both fit, the value at the right edge', () => {
    const [label, value] = textsOf(place([{ kind: 'pair', label: 'Phòng', value: '203' }]).items);
    expect(label?.baseline).toBe(value?.baseline);
    const right = (value?.x ?? 0) + fonts.widthIn(value!.style)('203');
    expect(Math.abs(right - (576 - 8))).toBeLessThanOrEqual(1);
  });

  it('puts the value below the label where both do not fit', () => {
    const value = 'Đúng tuyến, hưởng 100 % theo giấy chuyển tuyến';
    const [label, first] = textsOf(place([{ kind: 'pair', label: 'Bảo hiểm y tế', value }]).items);
    expect(first?.x).toBe(label?.x);
    expect(first?.baseline).toBeGreaterThan(label?.baseline ?? 0);
  });

  it('makes the number as wide as the paper, unless that were too tall', () => {
    const emOf = (number: string): number =>
      textsOf(place([{ kind: 'number', text: number }]).items)[0]?.style.em ?? 0;
    expect(emOf('A-0123') * 6 * 0.5).toBeLessThanOrEqual(560);
    expect(emOf('A-0123') * 6 * 0.5).toBeGreaterThan(550);
    expect((emOf('1') * 0.714) / 8).toBeLessThanOrEqual(22);
  });

  it('centres the code on whole dots, quiet zone and all', () => {
    const [code] = place([{ kind: 'code', data: 'TD-0123456789' }]).items;
    if (code?.kind !== 'qr') throw new TypeError('no code');
    const side = code.modules.size * code.modules.moduleDots;
    expect(Math.abs(code.x + side / 2 - 288)).toBeLessThan(1);
    expect(Number.isInteger(code.modules.moduleDots)).toBe(true);
    expect(code.modules.isDark(3, 3)).toBe(false);
    expect(code.modules.isDark(4, 4)).toBe(true);
  });

  it('keeps the longest code readable on the narrowest paper', () => {
    const narrow = PRINTER_PROFILES['generic-58mm'];
    const blocks: PrintableBlock[] = [{ kind: 'code', data: 'x'.repeat(300) }];
    const [code] = layOut({ language: 'vi', scale: 1.5, blocks }, narrow, fonts).items;
    if (code?.kind !== 'qr') throw new TypeError('no code');
    expect(code.modules.moduleDots).toBeGreaterThanOrEqual(4);
    expect(code.modules.size * code.modules.moduleDots).toBeLessThanOrEqual(384);
  });

  it('puts everything on the paper, every block below the one before', () => {
    const blocks: PrintableBlock[] = [
      text('Bệnh viện', 'title'),
      { kind: 'rule' },
      { kind: 'number', text: 'A-0123' },
      { kind: 'banner', text: 'ƯU TIÊN' },
      { kind: 'space', millimetres: 5 },
      { kind: 'pair', label: 'Phòng', value: '203' },
      { kind: 'code', data: 'TD' },
    ];
    for (const scale of [1, 1.5] as const) {
      const { items, heightDots } = place(blocks, { scale });
      for (const item of items) {
        const bottom =
          item.kind === 'text'
            ? item.baseline
            : item.y +
              (item.kind === 'box' ? item.height : item.modules.size * item.modules.moduleDots);
        expect(bottom).toBeLessThanOrEqual(heightDots);
        expect(item.x).toBeGreaterThanOrEqual(0);
      }
      const baselines = textsOf(items).map(({ baseline }) => baseline);
      expect(baselines).toEqual(baselines.toSorted((one, other) => one - other));
    }
  });

  it('gives a line more room where its letters go deeper', () => {
    const heightOf = (value: string): number => place([text(value)]).heightDots;
    expect(heightOf('xy')).toBeGreaterThan(heightOf('xx'));
  });

  it('gives Khmer the height it needs', () => {
    const heightOf = (language: 'vi' | 'km'): number =>
      place([text('A'), text('A')], { language }).heightDots;
    expect(heightOf('km')).toBeGreaterThan(heightOf('vi') * 1.2);
  });
});
