import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  birthStampOf,
  dateOfStamp,
  dateStampOf,
  genderCodeOf,
  genderOfCode,
  minuteStampOf,
} from './decision-4750.ts';

describe('dates as Decision 4750 writes them', () => {
  it.each([
    ['1947', '194700000000', '19470000'],
    ['1985-06', '198506000000', '19850600'],
    ['1999-01-02', '199901020000', '19990102'],
  ])('%s is %s, or %s', (date, birth, day) => {
    expect([birthStampOf(date), dateStampOf(date)]).toEqual([birth, day]);
    expect([dateOfStamp(birth), dateOfStamp(day), dateOfStamp(date)]).toEqual([date, date, date]);
  });

  it('are nothing where they are no date of the calendar', () => {
    for (const text of [undefined, '', 'abc', '20230230', '19991301', '00000000']) {
      expect(dateOfStamp(text)).toBeUndefined();
    }
    fc.assert(fc.property(fc.string(), text => void dateOfStamp(text)));
  });

  it('give the minute of arrival on the clock of the hospital', () => {
    expect(minuteStampOf('2026-11-22T17:05:59.000Z')).toBe('202611230005');
  });
});

describe('GIOI_TINH', () => {
  it('is 1, 2, 3, or null where nothing was said', () => {
    expect((['male', 'female', 'other', 'unknown'] as const).map(genderCodeOf)).toEqual([
      '1',
      '2',
      '3',
      '3',
    ]);
    expect(genderCodeOf(undefined)).toBeNull();
  });

  it('is read as the settings say that the HIS counts, and never guessed', () => {
    expect(['0', '1', '2', '3'].map(code => genderOfCode(code, '1-2-3'))).toEqual([
      undefined,
      'male',
      'female',
      undefined,
    ]);
    expect(['0', '1', '2'].map(code => genderOfCode(code, '0-1'))).toEqual([
      'female',
      'male',
      undefined,
    ]);
  });
});
