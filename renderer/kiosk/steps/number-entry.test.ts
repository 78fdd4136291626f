import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupedNumber, isCompleteNumber, numberHint } from './number-entry.ts';

const digits = (length: number) => '001148999921'.slice(0, length);

describe('typing a number', () => {
  it.each([9, 10, 12])('%i digits are a number somebody has', length => {
    expect(isCompleteNumber(digits(length))).toBe(true);
  });

  it.each([0, 1, 8, 11])('%i digits are not', length => {
    expect(isCompleteNumber(digits(length))).toBe(false);
  });

  it('says how many digits are missing up to a citizen number', () => {
    expect(numberHint(digits(11))).toEqual({ key: 'typeNumber.missing', values: { count: 1 } });
    expect(numberHint(digits(3))).toEqual({ key: 'typeNumber.missing', values: { count: 9 } });
  });

  it('groups digits for the eye and loses none', () => {
    expect(groupedNumber('001148999921').split('\u2009')).toEqual(['001', '148', '999', '921']);
    fc.assert(
      fc.property(fc.stringMatching(/^\d{0,12}$/), typed => {
        expect(groupedNumber(typed).replaceAll('\u2009', '')).toBe(typed);
      }),
    );
  });
});
