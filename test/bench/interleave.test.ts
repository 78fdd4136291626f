import { expect, test } from 'vitest';
import { interleaved } from './interleave.ts';

test('every side is measured once a round, in the opposite order from one round to the next', async () => {
  const order: string[] = [];
  const arm = (name: string) => () => order.push(name);
  const measured = await interleaved(3, { a: arm('a'), b: arm('b'), c: arm('c') });
  expect(order.join('')).toBe('abccbaabc');
  expect(measured).toEqual({ a: [1, 6, 7], b: [2, 5, 8], c: [3, 4, 9] });
});
