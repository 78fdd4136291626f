import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CASHLESS_GROUPS, groupCashless, shareOf } from './cashless-groups.ts';

const row = fc.record({
  day: fc.constantFrom('2026-11-22', '2026-11-23'),
  kiosk: fc.constantFrom('', 'k1', 'k2'),
  method: fc.constantFrom('cash', 'payos', 'sepay'),
  isCashless: fc.boolean(),
  number: fc.nat(1000),
  amount: fc.nat(10_000_000),
});

describe('the cashless share in groups', () => {
  it('loses and invents nothing, however it is grouped', () => {
    fc.assert(
      fc.property(fc.array(row), fc.constantFrom(...CASHLESS_GROUPS), (rows, by) => {
        const groups = groupCashless(rows, by);
        const sum = (of: 'number' | 'amount', all: readonly { [K in typeof of]: number }[]) =>
          all.reduce((whole, one) => whole + one[of], 0);
        expect(sum('number', groups)).toBe(sum('number', rows));
        expect(sum('amount', groups)).toBe(sum('amount', rows));
        expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
        for (const { amount, cashlessAmount } of groups) {
          expect(cashlessAmount).toBeLessThanOrEqual(amount);
        }
      }),
    );
  });

  it('is a percentage with one digit, and none of nothing', () => {
    expect(shareOf(1, 3)).toBe(33.3);
    expect(shareOf(0, 0)).toBeUndefined();
  });
});
