import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakBalanced, breakLines } from './line-breaking.ts';

/** Every UTF-16 unit is ten dots wide. */
const measure = (text: string): number => text.length * 10;

describe('breakLines', () => {
  it('breaks between words', () => {
    expect(breakLines('Đi thẳng hai mươi mét', 120, measure, 'vi')).toEqual([
      'Đi thẳng hai',
      'mươi mét',
    ]);
  });

  it('begins no line with a sign that stands alone', () => {
    expect(breakLines('hưởng 100 % theo', 95, measure, 'vi')).toEqual(['hưởng', '100 %', 'theo']);
    expect(breakLines('08:20 – 08:50', 60, measure, 'vi')).toEqual(['08:20', '–', '08:50']);
  });

  it('drops a dot that separates nothing any more', () => {
    expect(breakLines('Phòng 203 · Tầng 2', 120, measure, 'vi')).toEqual(['Phòng 203', 'Tầng 2']);
  });

  it('breaks inside a word only where it is wider than the paper', () => {
    expect(breakLines('a bcdefghij', 40, measure, 'vi')).toEqual(['a', 'bcde', 'fghi', 'j']);
  });

  it('keeps a letter and its marks together', () => {
    const lines = breakLines('ក្ក្ក្ក្ក្ក្', 30, measure, 'km');
    expect(lines.join('')).toBe('ក្ក្ក្ក្ក្ក្');
    for (const line of lines) expect(line.startsWith('្')).toBe(false);
  });

  it('finds the words of Khmer, which have no space between them', () => {
    const lines = breakLines('សូមរង់ចាំនៅមុខបន្ទប់', 110, measure, 'km');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('')).toBe('សូមរង់ចាំនៅមុខបន្ទប់');
  });

  it('ends a line where the text does, and prints no control characters', () => {
    expect(breakLines('một\nhai\u0007ba', 500, measure, 'vi')).toEqual(['một', 'hai ba']);
  });

  it('gives one empty line for nothing', () => {
    expect(breakLines('', 100, measure, 'vi')).toEqual(['']);
  });

  it('loses no letter and makes no line too wide, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.integer({ min: 200, max: 600 }),
        fc.constantFrom('vi' as const, 'km' as const),
        (text, width, language) => {
          const lines = breakLines(text, width, measure, language);
          const letters = (value: string): string =>
            value.normalize('NFC').replace(/[\s\p{Cc}·•]/gu, '');
          expect(letters(lines.join(''))).toBe(letters(text));
          for (const line of lines) {
            const tooWide = measure(line) > width;
            if (tooWide) expect([...new Intl.Segmenter().segment(line)]).toHaveLength(1);
          }
        },
      ),
    );
  });
});

describe('breakBalanced', () => {
  it('leaves no lost word on the last line', () => {
    const text = 'Bệnh viện Đa khoa Mù Cang Chải';
    expect(breakLines(text, 260, measure, 'vi')).toEqual(['Bệnh viện Đa khoa Mù Cang', 'Chải']);
    expect(breakBalanced(text, 260, measure, 'vi')).toEqual(['Bệnh viện Đa khoa', 'Mù Cang Chải']);
  });

  it('never needs more lines than plain breaking', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80 }),
        fc.integer({ min: 60, max: 400 }),
        (text, width) => {
          expect(breakBalanced(text, width, measure, 'vi')).toHaveLength(
            breakLines(text, width, measure, 'vi').length,
          );
        },
      ),
    );
  });
});
