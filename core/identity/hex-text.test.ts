import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hexOfText, textOfHex } from './hex-text.ts';

const wellFormed = fc
  .array(fc.nat(0xffff), { minLength: 1, maxLength: 60 })
  .map(units => String.fromCharCode(...units).toWellFormed());

test('hex of UTF-8 is read in either case', () => {
  expect(textOfHex('4e677579e1bb856e')).toBe('Nguyễn');
  expect(textOfHex('4E677579E1BB856E')).toBe('Nguyễn');
});

test('odd length, other characters and bytes that are no UTF-8 give nothing', () => {
  for (const hex of ['', 'abc', 'zz', 'e1bb', 'c080', 'ff', 'eda080', '4e 67']) {
    expect(textOfHex(hex)).toBeUndefined();
  }
});

test('every text leads back to itself', () => {
  fc.assert(
    fc.property(wellFormed, text => {
      expect(textOfHex(hexOfText(text))).toBe(text);
    }),
  );
});

test('only the one right coding of a text is read', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^([0-9a-f]{2}){1,8}$/), hex => {
      const text = textOfHex(hex);
      if (text !== undefined) expect(hexOfText(text)).toBe(hex);
    }),
  );
});

test('a lone surrogate, which has no coding, becomes the replacement character', () => {
  expect(hexOfText('\ud800')).toBe('efbfbd');
});
