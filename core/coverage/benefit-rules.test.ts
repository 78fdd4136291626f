import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exemptionSchema } from '../contract/coverage.ts';
import { BENEFIT_RULES, cardPercentOf, exemptionOf, paidInFullBelow } from './benefit-rules.ts';

test.each([
  ['2024-06-30', undefined],
  ['2024-07-01', 351_000],
  ['2026-06-30', 351_000],
  ['2026-07-01', 379_500],
])('on %s a visit below %s đồng is paid in full', (day, amount) => {
  expect(paidInFullBelow(BENEFIT_RULES, day)).toBe(amount);
});

test.each([
  ['TE1010199999903', 100],
  ['DT2029999999905', 100],
  ['HT3010199999921', 95],
  ['GD4010199999902', 80],
  ['QN5010199999911', 100],
  ['0199999902', undefined],
  ['nonsense', undefined],
])('card %s pays %s percent', (card, percent) => {
  expect(cardPercentOf(card, '2026-11-23')).toBe(percent);
});

test('the share of near-poor households is not told since its rule changed', () => {
  expect(cardPercentOf('CN3010199999921', '2025-12-31')).toBe(95);
  expect(cardPercentOf('CN3010199999921', '2026-01-01')).toBeUndefined();
});

describe('five years without a break', () => {
  const ask = (day: string, fiveYearsFrom: string | undefined, coPaid?: number) =>
    exemptionOf(BENEFIT_RULES, { day, fiveYearsFrom, coPaid });

  test.each([
    ['nobody knows of any', '2026-11-23', undefined, 99_000_000, 'no'],
    ['not full yet', '2026-11-23', '2026-11-24', 99_000_000, 'no'],
    ['full today, nobody told the sum', '2026-11-23', '2026-11-23', undefined, 'amount-unknown'],
    ['full some day this year', '2026-11-23', '2026', 99_000_000, 'open'],
    ['the sum at the threshold', '2025-11-23', '2020-01-01', 14_040_000, 'no'],
    ['the sum above it', '2025-11-23', '2020-01-01', 14_040_001, 'yes'],
    ['above both of a year with two', '2026-11-23', '2020-01-01', 15_180_001, 'yes'],
    ['between the two', '2026-11-23', '2020-01-01', 14_500_000, 'open'],
    ['before the second began', '2026-06-30', '2020-01-01', 14_500_000, 'yes'],
    ['no base salary known', '2020-11-23', '2015-01-01', 1, 'open'],
  ] as const)('%s', (_, day, from, coPaid, expected) => {
    expect(ask(day, from, coPaid)).toBe(expected);
  });

  test('paying more never takes the exemption away', () => {
    const rank = { no: 0, 'amount-unknown': 0, open: 1, yes: 2 };
    fc.assert(
      fc.property(fc.nat(30_000_000), fc.nat(30_000_000), (one, more) => {
        const first = exemptionSchema.parse(ask('2026-11-23', '2020-01-01', one));
        const second = exemptionSchema.parse(ask('2026-11-23', '2020-01-01', one + more));
        expect(rank[second]).toBeGreaterThanOrEqual(rank[first]);
      }),
    );
  });
});
