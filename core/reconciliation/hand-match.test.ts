import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchByHand } from './hand-match.ts';

const credits = (...amounts: number[]) =>
  amounts.map((amount, at) => ({ paymentId: `p${at}`, amount }));
const bills = (...dues: number[]) => dues.map((due, at) => ({ billId: `b${at}`, due }));

describe('a match by hand', () => {
  it('pays several bills with one payment, and says what is left', () => {
    const one = matchByHand({ credits: credits(100), bills: bills(40, 50) }, 20);
    expect(one).toEqual({
      allocations: [
        { paymentId: 'p0', billId: 'b0', amount: 40 },
        { paymentId: 'p0', billId: 'b1', amount: 50 },
      ],
      left: 10,
      owed: 0,
      fault: undefined,
    });
  });

  it('pays one bill with several payments, and says what is owed', () => {
    const one = matchByHand({ credits: credits(30, 30), bills: bills(100) }, 20);
    expect(one).toMatchObject({ left: 0, owed: 40, fault: undefined });
    expect(one.allocations.map(({ amount }) => amount)).toEqual([30, 30]);
  });

  it.each([
    ['no-money', credits(), bills(10)],
    ['no-bill', credits(10), bills()],
    ['several-of-both', credits(10, 20), bills(10, 20)],
    ['too-many', credits(10_000), bills(...Array.from({ length: 21 }, () => 1))],
    ['one-is-idle', credits(10), bills(10, 20)],
    ['one-is-idle', credits(10, 5), bills(10)],
  ] as const)('is refused: %s', (fault, some, others) => {
    expect(matchByHand({ credits: some, bills: others }, 20).fault).toBe(fault);
  });

  it('never gives more than there is or than is asked, and loses no đồng', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 2_000_000_000 }), { maxLength: 8 });
    fc.assert(
      fc.property(amounts, amounts, (money, asked) => {
        const sum = (all: readonly number[]): number => all.reduce((one, other) => one + other, 0);
        const { allocations, left, owed } = matchByHand(
          { credits: credits(...money), bills: bills(...asked) },
          20,
        );
        const given = sum(allocations.map(({ amount }) => amount));
        expect(given).toBe(Math.min(sum(money), sum(asked)));
        expect(given + left).toBe(sum(money));
        expect(given + owed).toBe(sum(asked));
        for (const { paymentId, amount } of credits(...money)) {
          const its = allocations.filter(one => one.paymentId === paymentId);
          expect(sum(its.map(one => one.amount))).toBeLessThanOrEqual(amount);
        }
        for (const { billId, due } of bills(...asked)) {
          const its = allocations.filter(one => one.billId === billId);
          expect(sum(its.map(one => one.amount))).toBeLessThanOrEqual(due);
        }
      }),
    );
  });
});
