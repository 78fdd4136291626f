import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queueNumberSchema } from '../contract/scheduling.ts';
import { numberLabel, parseNumberLabel } from './number-label.ts';

const series = fc.stringMatching(/^[A-Z]{1,2}$/);
const sequence = fc.oneof(
  fc.integer({ min: 1, max: 20_000 }),
  fc.maxSafeNat().map(n => n || 1),
);

test('a label has at least four digits', () => {
  expect(numberLabel('A', 1)).toBe('A-0001');
  expect(numberLabel('PA', 12_345)).toBe('PA-12345');
});

test('two numbers never share a label', () => {
  const key = fc.record({ series, sequence });
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { selector: one => `${one.series}/${one.sequence}` }),
      numbers => {
        const labels = numbers.map(one => numberLabel(one.series, one.sequence));
        expect(new Set(labels).size).toBe(numbers.length);
      },
    ),
  );
});

test('a label leads back to its number, however it is typed', () => {
  fc.assert(
    fc.property(series, sequence, (letters, count) => {
      const label = numberLabel(letters, count);
      const number = { series: letters, sequence: count };
      expect(queueNumberSchema.shape.label.safeParse(label).success).toBe(true);
      for (const typed of [
        label,
        label.toLowerCase(),
        label.replace('-', ''),
        ` ${letters} ${count} `,
      ]) {
        expect(parseNumberLabel(typed)).toEqual(number);
      }
    }),
  );
});

test('any text is a number or none', () => {
  for (const text of ['', 'A', '0123', 'ABC-1', 'A-0000', 'A-1.5', 'A--1', `A-${'9'.repeat(16)}`]) {
    expect(parseNumberLabel(text)).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.string(), text => {
      const read = parseNumberLabel(text);
      if (read) expect(parseNumberLabel(numberLabel(read.series, read.sequence))).toEqual(read);
    }),
  );
});

test('what is no number cannot be labelled', () => {
  for (const [letters, count] of [
    ['', 1],
    ['a', 1],
    ['ABC', 1],
    ['A', 0],
    ['A', -1],
    ['A', 1.5],
  ] as const) {
    expect(() => numberLabel(letters, count)).toThrow(RangeError);
  }
});
