import { describe, expect, it } from 'vitest';
import { cashCountSchema, sumOfCash } from './cash-count.ts';

describe('counted cash', () => {
  it('is the sum of its notes', () => {
    expect(sumOfCash({ '500000': 2, '20000': 3, '500': 1 })).toBe(1_060_500);
    expect(sumOfCash({})).toBe(0);
  });

  it.each([{ '300000': 1 }, { '500000': -1 }, { '500000': 0.5 }])('is not %o', count => {
    expect(cashCountSchema.safeParse(count).success).toBe(false);
  });
});
