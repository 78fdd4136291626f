import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf, mean, median, pairedRatios, quantile, slopeOf, spreadOf } from './statistics.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });

test('the median is the middle value, or lies halfway between the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('a quantile lies between neighbours by straight line', () => {
  expect(quantile([10, 20, 30, 40, 50], 0.95)).toBeCloseTo(48);
  expect(quantile([7], 0.95)).toBe(7);
});

test('as many values lie below the median as above it, in whatever order they come', () => {
  fc.assert(
    fc.property(values, list => {
      const middle = median(list);
      expect(list.filter(value => value < middle).length).toBeLessThanOrEqual(list.length / 2);
      expect(list.filter(value => value > middle).length).toBeLessThanOrEqual(list.length / 2);
      expect(median([...list].reverse())).toBe(middle);
    }),
  );
});

test('a spread names the smallest, the middle and the largest value', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3, samples: 3 });
});

test('without values there is no figure', () => {
  expect(() => median([])).toThrow(RangeError);
  expect(() => slopeOf([{ x: 1, y: 1 }])).toThrow(RangeError);
});

test('a slow round that slows both sides leaves the ratio as it is', () => {
  expect(pairedRatios([80, 8, 80], [100, 10, 100])).toEqual([0.8, 0.8, 0.8]);
  expect(() => pairedRatios([1, 2], [1])).toThrow(RangeError);
});

test('a row of values is cut into full blocks', () => {
  expect(blocksOf([1, 2, 3, 10, 20, 30, 100], 3)).toEqual([
    [1, 2, 3],
    [10, 20, 30],
  ]);
});

test('the mean weighs every value alike', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(() => mean([])).toThrow(RangeError);
});

test('the slope of a line is found although some samples are far off', () => {
  const line = Array.from({ length: 21 }, (_, x) => ({ x, y: 100 + 2 * x }));
  const disturbed = line.map(point => (point.x % 7 === 3 ? { ...point, y: 500 } : point));
  expect(slopeOf(line)).toBeCloseTo(2);
  expect(slopeOf(disturbed)).toBeCloseTo(2, 0);
});
