import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameKey, namesAgree, printedText } from './person-name.ts';
import { SYNTHETIC_PEOPLE } from './synthetic-people.ts';

/** UTF-16 code units of every sort, lone surrogates too. */
const anyText = fc
  .array(fc.nat(0xffff), { maxLength: 60 })
  .map(units => String.fromCharCode(...units));

test.each([
  ['Nguyễn Thị Hòa', 'NGUYEN THI HOA'],
  ['Nguyễn Thị Hòa', 'Nguyễn Thị Hoà'],
  ['Đỗ Mạnh Cường', 'do manh cuong'],
  ['Đỗ Mạnh Cường', 'Ðỗ Mạnh Cường'],
  ['Thạch Thị Sa Ranê', 'Thach Thi Sarane'],
  ["H'Hen Niê", 'H’ Hen Nie'],
])('%s and %s are one name', (one, other) => {
  expect(namesAgree(one, other)).toBe(true);
});

test.each([
  ['Nguyễn Thị Hòa', 'Nguyễn Thị Hoan'],
  ['Trần Văn Bình', 'Trần Văn Bính Anh'],
  ['', ''],
  ['...', '---'],
])('%s and %s are not', (one, other) => {
  expect(namesAgree(one, other)).toBe(false);
});

test('composed or decomposed, in capitals or not, a name has one key', () => {
  fc.assert(
    fc.property(fc.constantFrom(...SYNTHETIC_PEOPLE), ({ name }) => {
      for (const spelling of [name.normalize('NFD'), name.toUpperCase(), name.toLowerCase()]) {
        expect(nameKey(spelling)).toBe(nameKey(name));
      }
      expect(nameKey(name)).toMatch(/^[a-z]+$/);
    }),
  );
});

test('all synthetic people have names of their own', () => {
  expect(new Set(SYNTHETIC_PEOPLE.map(({ name }) => nameKey(name))).size).toBe(
    SYNTHETIC_PEOPLE.length,
  );
});

test('printed text is composed, on one line and without spaces around', () => {
  expect(printedText(' Nguyễn\u00a0 Thị\r\nHòa\u0000'.normalize('NFD'))).toBe('Nguyễn Thị Hòa');
  fc.assert(
    fc.property(anyText, text => {
      expect(printedText(printedText(text))).toBe(printedText(text));
    }),
  );
});
