import { expect, test } from 'vitest';
import { figure, reachesGoal } from './measurement.ts';
import { readable, tableOf } from './table.ts';

test('a figure tells its middle, its spread and whether its goal is reached', () => {
  const lines = tableOf([
    figure('kiosk → hub', 'per second', [900, 1000, 1100]),
    figure('ratio to a bare insert', 'ratio', [0.7, 0.81, 0.9], { goal: { atLeast: 0.7 } }),
    figure('tap to paint', 'ms', [48, 120, 160], { p95: 156, goal: { atMost: 100 } }),
  ]);
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "                        median  p95         spread  unit        n  goal
    kiosk → hub               1000          900 – 1100  per second  3
    ratio to a bare insert   0.810       0.700 – 0.900  ratio       3  ≥ 0.7 reached
    tap to paint               120  156     48.0 – 160  ms          3  ≤ 100 MISSED"
  `);
});

test('numbers carry the digits that mean something', () => {
  expect([0.7, 1.234, 5.678, 12.34, 123.4, 5000].map(readable)).toEqual([
    '0.700',
    '1.234',
    '5.68',
    '12.3',
    '123',
    '5000',
  ]);
});

test('a figure without a goal neither reaches nor misses it', () => {
  expect(reachesGoal(figure('visits', 'per second', [1]))).toBeUndefined();
});
