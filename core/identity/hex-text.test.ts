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
      expect(hexOfText(text)).toBe(Buffer.from(text, 'utf8').toString('hex'));
    }),
  );
});

test('any hex reads as the strict decoder of the platform reads it', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const expected = (bytes: Uint8Array) => {
    try {
      return strict.decode(bytes);
    } catch {
      return undefined;
    }
  };
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 8 }), bytes => {
      expect(textOfHex(Buffer.from(bytes).toString('hex'))).toBe(expected(bytes));
    }),
  );
});
