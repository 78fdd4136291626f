import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isReferenceCode,
  REFERENCE_ALPHABET,
  REFERENCE_CODES,
  REFERENCE_LENGTH,
  referenceCode,
  referenceDraw,
} from './reference-code.ts';

const codes = fc.integer({ min: 0, max: REFERENCE_CODES - 1 }).map(referenceCode);
const letter = fc.constantFrom(...Array.from(REFERENCE_ALPHABET));
/** Behind the prefix, where the checks watch. */
const place = fc.integer({ min: 2, max: REFERENCE_LENGTH - 1 });
const withLetter = (code: string, at: number, other: string): string =>
  code.slice(0, at) + other + code.slice(at + 1);

test('a code is eleven characters that cannot be mistaken for each other', () => {
  fc.assert(
    fc.property(codes, code => {
      expect(code).toMatch(/^KC[2-9A-HJKMNP-TV-Y]{9}$/);
      expect(isReferenceCode(code)).toBe(true);
    }),
  );
});

test('different draws give different codes', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: REFERENCE_CODES - 1 }), {
        minLength: 2,
        maxLength: 50,
      }),
      draws => {
        expect(new Set(draws.map(referenceCode)).size).toBe(draws.length);
      },
    ),
  );
});

test('the number a code was drawn as can be told from it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: REFERENCE_CODES - 1 }), draw => {
      expect(referenceDraw(referenceCode(draw))).toBe(draw);
    }),
  );
  expect(referenceDraw('KC222222223')).toBeUndefined();
});

describe('a code typed wrong is not another code', () => {
  test('with one or two wrong characters', () => {
    fc.assert(
      fc.property(codes, place, letter, place, letter, (code, at, first, alsoAt, second) => {
        const wrong = withLetter(withLetter(code, at, first), alsoAt, second);
        fc.pre(wrong !== code);
        expect(isReferenceCode(wrong)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('with two neighbours swapped', () => {
    fc.assert(
      fc.property(codes, fc.integer({ min: 2, max: REFERENCE_LENGTH - 2 }), (code, at) => {
        const swapped =
          code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2);
        fc.pre(swapped !== code);
        expect(isReferenceCode(swapped)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test('cut, longer, in lower case, or not a code at all', () => {
    fc.assert(
      fc.property(codes, code => {
        for (const wrong of [code.slice(0, -1), `${code}2`, code.toLowerCase(), code.slice(1)]) {
          expect(isReferenceCode(wrong)).toBe(false);
        }
      }),
    );
    expect(isReferenceCode('')).toBe(false);
  });
});

test.each([-1, 0.5, REFERENCE_CODES, Number.NaN])('%s is no draw', draw => {
  expect(() => referenceCode(draw)).toThrow(RangeError);
});
