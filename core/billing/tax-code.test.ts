import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taxCodeSchema } from '../contract/e-invoice.ts';
import { taxCodeIn, taxCodeOf } from './tax-code.ts';

/** Published: the example of the rule itself, and codes that registers print. */
const PUBLISHED = ['0100047516', '0100233488', '0100109106', '0300588569', '0101248141'];
const nine = fc.integer({ min: 0, max: 999_999_999 }).map(n => String(n).padStart(9, '0'));

describe('a tax code', () => {
  it.each(PUBLISHED)('%s is one', code => {
    expect(taxCodeOf(code)).toBe(code);
  });

  it('of a branch has three digits more, written behind a dash', () => {
    expect(taxCodeOf('0314409058002')).toBe('0314409058-002');
    expect(taxCodeOf('0314409058000')).toBeUndefined();
  });

  it('of a person is their citizen number', () => {
    expect(taxCodeOf('001148999921')).toBe('001148999921');
    expect(taxCodeOf('001948999921')).toBeUndefined();
  });

  it('has at most one last digit for nine others', () => {
    fc.assert(
      fc.property(nine, digits => {
        const fitting = Array.from('0123456789').filter(last => taxCodeOf(digits + last));
        expect(fitting.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('with one digit mistyped is none', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PUBLISHED),
        fc.nat({ max: 9 }),
        fc.nat({ max: 9 }),
        (code, place, digit) => {
          const typed = code.slice(0, place) + String(digit) + code.slice(place + 1);
          expect(taxCodeOf(typed)).toBe(typed === code ? code : undefined);
        },
      ),
    );
  });

  it('is none of anything else, and always one that the contract takes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{8,14}$/)), text => {
        const code = taxCodeOf(text) ?? taxCodeIn(text);
        if (code !== undefined) expect(taxCodeSchema.safeParse(code).success).toBe(true);
      }),
    );
  });
});

describe('a scanned text', () => {
  it.each([
    ['the code alone', '0100233488', '0100233488'],
    ['a branch', ' 0314409058-002\r', '0314409058-002'],
    ['a branch in one run', '0314409058002', '0314409058-002'],
    ['an address of the web', 'https://example.vn/0100233488-cong-ty-thu', '0100233488'],
    ['fields', 'MST:0100233488|Công ty Thử Nghiệm|1 Phố Thử, Hà Nội|0241234567', '0100233488'],
    ['the same twice', '0100233488;{"mst":"0100233488"}', '0100233488'],
    ['a citizen number', '001148999921', '001148999921'],
    ['two different ones', '0100233488 0100109106', undefined],
    ['a wrong last digit', 'MST 0100233489', undefined],
    ['digits of a longer number', 'No 990100233488', undefined],
    ['a bank transfer code', '00020101021138 0100233488 6304ABCD', undefined],
    ['nothing', '', undefined],
  ])('with %s', (_, text, code) => {
    expect(taxCodeIn(text)).toBe(code);
  });
});
