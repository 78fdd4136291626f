import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexOfText } from './hex-text.ts';
import { encodeOwnCode } from './own-code.ts';
import { readScannedCode } from './scanned-code.ts';
import { citizenCardQrOf, insuranceCardQrOf, patientQrOf } from './synthetic-payloads.ts';
import { SYNTHETIC_PEOPLE } from './synthetic-people.ts';
import { readTypedCode, untangled } from './typed-code.ts';

const MARKS: Readonly<Record<string, string>> = {
  s: '\u0301',
  f: '\u0300',
  r: '\u0309',
  x: '\u0303',
  j: '\u0323',
  1: '\u0301',
  2: '\u0300',
  3: '\u0309',
  4: '\u0303',
  5: '\u0323',
};
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/^(aa|a6)$/i, '\u0302'],
  [/^(ee|e6)$/i, '\u0302'],
  [/^(oo|o6)$/i, '\u0302'],
  [/^(ow|uw|o7|u7)$/i, '\u031B'],
  [/^(aw|a8)$/i, '\u0306'],
];

/** A simple layout: every key is tried on the letter before it, then on the vowel before that. */
const typedWith = (keys: string, usable: RegExp): string => {
  const letters: string[] = [];
  const onto = (at: number, key: string): boolean => {
    const letter = letters[at] ?? '';
    const [base = '', ...marks] = letter.normalize('NFD');
    if (marks.length > 0) return false;
    const shape = SHAPES.find(([pair]) => pair.test(base + key))?.[1];
    const tone = /[aeiouy]/i.test(base) ? MARKS[key.toLowerCase()] : undefined;
    const mark = shape ?? tone;
    if (/^(dd|d9)$/i.test(base + key)) letters[at] = base === 'd' ? 'đ' : 'Đ';
    else if (mark === undefined) return false;
    else letters[at] = (base + mark).normalize('NFC');
    return true;
  };
  for (const key of keys) {
    if (usable.test(key) && onto(letters.length - 1, key)) continue;
    letters.push(key);
  }
  return letters.join('');
};
const telex = (keys: string): string => typedWith(keys, /[a-z]/i);
const vni = (keys: string): string => typedWith(keys, /\d/);

/** Each byte of UTF-8 as Windows-1252 has it. */
const typedByteForByte = (text: string): string =>
  encodeURIComponent(text)
    .replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll('\u0085', '…');

const CITIZEN =
  '001148999921|010999921|Nguyễn Thị Hòa|12031948|Nữ|12 Ngõ Thử Nghiệm, Hà Nội|15072021';

describe('readTypedCode', () => {
  it('leaves alone what nothing has happened to', () => {
    for (const person of SYNTHETIC_PEOPLE) {
      for (const code of [
        citizenCardQrOf(person),
        insuranceCardQrOf(person),
        patientQrOf(person),
      ]) {
        if (code !== undefined) expect(untangled(code)).toBe(code);
      }
    }
  });

  it.each([
    ['Telex', telex],
    ['VNI', vni],
  ])('undoes %s in a code of the hospital, by its check character', (_, layout) => {
    const code = encodeOwnCode('patient', 'AA9E1');
    expect(layout(code)).not.toBe(code);
    expect(readTypedCode(layout(code))).toEqual(readScannedCode(code));
  });

  it('takes bytes that were typed one by one for the letters they are', () => {
    const typed = typedByteForByte(CITIZEN);
    expect(typed).toContain('HÃ²a');
    expect(readTypedCode(typed)).toEqual(readScannedCode(CITIZEN));
  });

  it('believes no hex that a layout has changed and that could be more than one thing', () => {
    const name = hexOfText('Nguyễn Thị Hòa');
    const code = `HT3010199999921|${vni(name)}|12/03/1948|2|48c3a0204ee1bb9969|01-001|01/01/2020|-|01/01/2020|01|-|4|-|$`;
    const read = readTypedCode(code);
    const right = readScannedCode(code.replace(vni(name), name));
    const claimed = 'claim' in read ? read.claim.name : undefined;
    expect([undefined, 'claim' in right ? right.claim.name : '']).toContain(claimed);
    expect(read).toMatchObject({ claim: { insurance: { cardNumber: 'HT3010199999921' } } });
  });

  it('marks a code as damaged that could be more than one', () => {
    expect(readTypedCode('TD1-P-ÊMÊM-Q').kind).toBe('unknown');
  });

  it.each([
    ['Telex', telex],
    ['VNI', vni],
  ])('never takes a code for another one after %s', (_, layout) => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z0-9]{1,24}$/),
        fc.constantFrom('booking', 'patient', 'ticket'),
        (payload, kind) => {
          const code = encodeOwnCode(kind, payload);
          const typed = layout(code);
          // A layout that swallowed a key without a trace is for the check character to find.
          if (typed === code) return;
          const read = readTypedCode(typed);
          if (read.kind !== 'unknown') expect(read).toEqual(readScannedCode(code));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), text => {
        expect(typeof readTypedCode(text).kind).toBe('string');
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[ăâđêôơưếộ0-9a-f|<-]{0,200}$/), text => {
        expect(typeof untangled(text)).toBe('string');
      }),
    );
  });

  it('reads nothing in a text of nothing but marks', () => {
    expect(readTypedCode('ệch'.repeat(2700)).kind).toBe('unknown');
  });
});
