import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf, safeCell } from './safe-cell.ts';

const STARTS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', ' =', '\u200B='];

describe('a cell of an export', () => {
  it('never begins as a formula does, whatever a bank or a patient wrote', () => {
    const texts = fc.tuple(fc.constantFrom('', ...STARTS), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(texts, ([start, rest]) => {
        const cell = String(safeCell(start + rest));
        expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
        expect(cell).not.toMatch(/^[\t\r\n]/);
        expect(cell.endsWith(rest)).toBe(true);
      }),
    );
  });

  it.each(STARTS)('that begins with %j is kept as text', start => {
    expect(safeCell(`${start}cmd|' /C calc'!A0`)).toBe(`'${start}cmd|' /C calc'!A0`);
  });

  it('that is a number stays one', () => {
    expect(safeCell(-20_000)).toBe(-20_000);
    expect(csvOf({ title: 't', columns: ['a', 'b'], rows: [[-1, 'x "y"\n,z']] })).toBe(
      '\uFEFF"a","b"\r\n-1,"x ""y""\n,z"\r\n',
    );
  });
});
