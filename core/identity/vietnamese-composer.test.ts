import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Tone, TONES, withLetter, withTone } from './vietnamese-composer.ts';

const SIGNS: Readonly<Record<string, Tone>> = {
  '/': 'acute',
  '\\': 'grave',
  '?': 'hook',
  '~': 'tilde',
  '.': 'dot',
};

/** Keys as somebody presses them: letters as they are, signs for the tones. */
const typed = (keys: string): string =>
  Array.from(keys).reduce((text, key) => {
    const tone = SIGNS[key];
    return tone === undefined ? withLetter(text, key) : withTone(text, tone);
  }, '');

describe('a name typed with the tone after its word', () => {
  test.each([
    ['nguyên~ văn an', 'Nguyễn Văn An'],
    ['thi. hoa\\', 'Thị Hòa'],
    ['thuy/', 'Thúy'],
    ['khuyên', 'Khuyên'],
    ['trương\\', 'Trường'],
    ['đươc.', 'Được'],
    ['quôc/', 'Quốc'],
    ['quy/', 'Quý'],
    ['gia\\', 'Già'],
    ['gi\\', 'Gì'],
    ['mia/', 'Mía'],
    ['toan\\', 'Toàn'],
    ['ngoai\\', 'Ngoài'],
    ['khuyu?', 'Khuỷu'],
    ['lưu', 'Lưu'],
    ['hưng/', 'Hứng'],
    ['lo\\', 'Lò'],
    ['ưng/', 'Ứng'],
  ])('%s is %s', (keys, name) => {
    expect(typed(keys)).toBe(name);
  });
});

test.each([
  ['ho\\a', 'Hòa'],
  ['ho\\an', 'Hoàn'],
  ['nguyê~n', 'Nguyễn'],
  ['a/nh', 'Ánh'],
])('a tone typed before its word is whole stands in its place: %s', (keys, name) => {
  expect(typed(keys)).toBe(name);
});

test('another tone replaces the first, the same one takes it off', () => {
  expect(typed('an/')).toBe('Án');
  expect(typed('an/\\')).toBe('Àn');
  expect(typed('an//')).toBe('An');
});

test('only the last word changes, and a word without a vowel does not', () => {
  expect(typed('an\\ b/')).toBe('Àn B');
  expect(typed('/')).toBe('');
});

test('words are one blank apart', () => {
  expect(typed('  an  binh\\ ')).toBe('An Bình ');
});

test('whatever is typed is composed text with at most one tone a word', () => {
  const key = fc.constantFrom(...Array.from('aăâbcdđeêghiklmnoôơpqrstuưvxy /\\?~.'));
  fc.assert(
    fc.property(fc.array(key, { maxLength: 30 }), keys => {
      const text = typed(keys.join(''));
      expect(text).toBe(text.normalize('NFC'));
      const marks = new RegExp(`[${Object.values(TONES).join('')}]`, 'gu');
      for (const word of text.split(' ')) {
        expect(word.normalize('NFD').match(marks)?.length ?? 0).toBeLessThanOrEqual(1);
      }
    }),
  );
});
