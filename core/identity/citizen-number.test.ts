import fc from 'fast-check';
import { expect, test } from 'vitest';
import { citizenNumberFlags, parseCitizenNumber } from './citizen-number.ts';
import { PROVINCES } from './province-codes.ts';

test('there are 63 provinces, each with a code and a name of its own', () => {
  expect(PROVINCES.size).toBe(63);
  expect(new Set(PROVINCES.values()).size).toBe(63);
  expect([...PROVINCES.keys()].every(code => /^0\d{2}$/.test(code))).toBe(true);
});

test('a number says where, which gender and which year', () => {
  expect(parseCitizenNumber('001148999921')).toEqual({
    number: '001148999921',
    provinceCode: '001',
    province: 'Hà Nội',
    gender: 'female',
    birthYear: 1948,
    serial: '999921',
  });
  expect(parseCitizenNumber('001 223 999 903')).toMatchObject({ gender: 'male', birthYear: 2023 });
  expect(parseCitizenNumber('001500999903')).toMatchObject({ gender: 'female', birthYear: 2100 });
});

test('anything but twelve digits is no number', () => {
  for (const text of ['', '00114899992', '0011489999211', '00114899992O', '٠٠١١٤٨٩٩٩٩٢١']) {
    expect(parseCitizenNumber(text)).toBeUndefined();
  }
});

test('what does not fit the number is flagged', () => {
  const flags = (number: string, gender: 'male' | 'female' | 'other', birthDate: string) =>
    citizenNumberFlags(number, { gender, birthDate });
  expect(flags('001148999921', 'female', '1948-03-12')).toEqual([]);
  expect(flags('001148999921', 'female', '1948')).toEqual([]);
  expect(flags('001148999921', 'male', '1948')).toEqual(['gender-differs-from-number']);
  expect(flags('001148999921', 'other', '1949')).toEqual(['birth-year-differs-from-number']);
  expect(flags('999148999921', 'female', '1948')).toEqual(['unknown-province-code']);
  expect(citizenNumberFlags('123', {})).toEqual(['number-shape-unknown']);
});

test('what is not known cannot differ', () => {
  expect(citizenNumberFlags('001148999921', {})).toEqual([]);
});

test('every twelve digits are taken apart, and anything else is left alone', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{12}$/), digits => {
      const parsed = parseCitizenNumber(digits);
      expect(parsed?.number).toBe(digits);
      expect(String(parsed?.birthYear).slice(-2)).toBe(digits.slice(4, 6));
    }),
  );
  fc.assert(
    fc.property(fc.string(), text => {
      expect(parseCitizenNumber(text)?.number ?? '000000000000').toMatch(/^\d{12}$/);
    }),
  );
});
