import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkCharacter,
  compactCode,
  encodeOwnCode,
  OWN_CODE_KINDS,
  parseOwnCode,
} from './own-code.ts';

const kind = fc.constantFrom(...OWN_CODE_KINDS);
const payload = fc.stringMatching(/^[0-9A-Z]{1,40}$/);
const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

describe('the check character', () => {
  test('is that of the published example', () => {
    // ISO 7064 MOD 37,36 as in the identifiers of GRid (IFPI, section 4): A1-2425G-ABC1234002-M.
    expect(checkCharacter('A12425GABC1234002')).toBe('M');
  });

  test('covers letters and digits only', () => {
    expect(() => checkCharacter('ABC-1')).toThrow(RangeError);
  });
});

test('a code leads back to its kind and payload, in lower case and with spaces too', () => {
  fc.assert(
    fc.property(kind, payload, (of, what) => {
      const code = encodeOwnCode(of, what);
      const read = { outcome: 'read', kind: of, payload: what };
      expect(parseOwnCode(code)).toMatchObject(read);
      expect(parseOwnCode(` ${code.toLowerCase()} `)).toMatchObject(read);
      expect(code).toMatch(/^TD1-[A-Z]-[0-9A-Z]+-[0-9A-Z]$/);
    }),
  );
});

test('one wrong character anywhere behind the prefix is always noticed', () => {
  fc.assert(
    fc.property(
      kind,
      payload,
      fc.nat(),
      fc.constantFrom(...CHARACTERS.split('')),
      (of, what, at, wrong) => {
        const code = encodeOwnCode(of, what);
        const places = Array.from({ length: code.length }, (_, index) => index).filter(
          index => index > 3 && code[index] !== '-',
        );
        const place = places[at % places.length]!;
        fc.pre(code[place] !== wrong);
        const broken = code.slice(0, place) + wrong + code.slice(place + 1);
        expect(parseOwnCode(broken)).toEqual({ outcome: 'damaged' });
      },
    ),
  );
});

test('a code that was cut is damaged', () => {
  const code = encodeOwnCode('booking', 'LH26999921');
  for (let length = 4; length < code.length - 1; length++) {
    expect(parseOwnCode(code.slice(0, length)), code.slice(0, length)).toEqual({
      outcome: 'damaged',
    });
  }
});

test('what does not begin as one of ours is foreign', () => {
  for (const text of ['', 'TD1', 'TD2-A-1-1', 'https://example.org/TD1-A', 'LH26999921']) {
    expect(parseOwnCode(text)).toEqual({ outcome: 'foreign' });
  }
});

test('separators of a code are not part of it', () => {
  expect(compactCode(' lh-26.999/921 ')).toBe('LH26999921');
  expect(encodeOwnCode('booking', 'lh-26/999921')).toBe(encodeOwnCode('booking', 'LH26999921'));
});

test('an empty, overlong or accented payload cannot be printed', () => {
  for (const text of ['', '--', 'A'.repeat(41), 'ĐƠN1']) {
    expect(() => encodeOwnCode('booking', text)).toThrow(RangeError);
  }
});
