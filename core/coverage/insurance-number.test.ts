import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BENEFIT_PERCENT, parseInsuranceNumber } from './insurance-number.ts';

test('fifteen characters say group, level, province and number', () => {
  expect(parseInsuranceNumber('ht 3 01 0199999921')).toEqual({
    form: 'card',
    number: 'HT3010199999921',
    objectGroup: 'HT',
    benefitLevel: 3,
    provinceCode: '01',
    socialInsuranceNumber: '0199999921',
  });
});

test('ten digits are the BHXH number by itself', () => {
  expect(parseInsuranceNumber('01-9999-9921')).toEqual({
    form: 'social-insurance-number',
    number: '0199999921',
    socialInsuranceNumber: '0199999921',
  });
});

test('there are five levels', () => {
  expect(Object.keys(BENEFIT_PERCENT)).toEqual(['1', '2', '3', '4', '5']);
  for (const level of ['0', '6', '9']) {
    expect(parseInsuranceNumber(`HT${level}010199999921`)).toBeUndefined();
  }
});

test('a number read is a number of the contract; any other text is none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z]{0,2}\d{9,14}$/)), text => {
      const parsed = parseInsuranceNumber(text);
      if (parsed === undefined) return;
      expect(parsed.number).toMatch(/^([A-Z]{2}[1-5]\d{12}|\d{10})$/);
      expect(parseInsuranceNumber(parsed.number)).toEqual(parsed);
    }),
  );
});
