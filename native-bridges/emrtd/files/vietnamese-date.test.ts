import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partialDateSchema } from '../../../core/contract/primitives.ts';
import { formatVietnameseDate, parseVietnameseDate } from './vietnamese-date.ts';

describe('parseVietnameseDate', () => {
  it.each([
    ['02/01/1999', '1999-01-02'],
    ['2/1/1999', '1999-01-02'],
    ['02-01-1999', '1999-01-02'],
    ['02011999', '1999-01-02'],
    [' 29/02/2024 ', '2024-02-29'],
    ['06/1985', '1985-06'],
    ['061985', '1985-06'],
    ['1947', '1947'],
    ['00/00/1947', '1947'],
    ['00/06/1985', '1985-06'],
  ])('reads %s as %s', (text, date) => {
    expect(parseVietnameseDate(text)).toBe(date);
  });

  it.each([
    '',
    'Không thời hạn',
    '31/02/1999',
    '29/02/2023',
    '01/13/1999',
    '02/01/99',
    '5/00/1999',
    '00/00/0000',
  ])('makes no date of "%s"', text => {
    expect(parseVietnameseDate(text)).toBeUndefined();
  });

  it('says undefined or a date of the contract for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d/.-]{0,10}$/)), text => {
        const date = parseVietnameseDate(text);
        if (date !== undefined) expect(partialDateSchema.safeParse(date).success).toBe(true);
      }),
    );
  });

  it('reads back what formatVietnameseDate writes, with the same precision', () => {
    const day = fc
      .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map(date => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.constantFrom(4, 7, 10), (date, length) => {
        const partial = date.slice(0, length);
        expect(parseVietnameseDate(formatVietnameseDate(partial))).toBe(partial);
      }),
    );
  });
});
