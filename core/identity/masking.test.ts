import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskBirthDate, maskInsuranceNumber, maskName, maskNumber } from './masking.ts';

test('a citizen number keeps its first and its last two digits', () => {
  expect(maskNumber('001148999921')).toBe('0**********21');
});

test('an insurance number keeps its group where it has one', () => {
  expect(maskInsuranceNumber('HT3010199999921')).toBe('HT**********21');
  expect(maskInsuranceNumber('3499999916')).toBe('3**********16');
});

test('a short code shows nothing', () => {
  expect(maskNumber('12345')).toBe('**********');
});

test('no mask shows more than four characters or tells the length', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Z]{0,40}$/), code => {
      for (const mask of [maskNumber(code), maskInsuranceNumber(code)]) {
        expect(mask).toContain('*'.repeat(10));
        expect(mask.replace(/\*/g, '').length).toBeLessThanOrEqual(4);
      }
    }),
  );
});

test.each([
  ['Nguyễn Thị Hòa', 'Nguyễn T. H.'],
  ['  Đỗ  Mạnh Cường ', 'Đỗ M. C.'],
  ['Páo', 'P.'],
  ['', ''],
])('the board shows %s as "%s"', (name, shown) => {
  expect(maskName(name)).toBe(shown);
});

test('the board shows the year of birth only', () => {
  expect(['1948-03-12', '1985-06', '1947'].map(maskBirthDate)).toEqual(['1948', '1985', '1947']);
});
