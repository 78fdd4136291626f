import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REFERENCE_ALPHABET, REFERENCE_CODES, referenceCode } from '../payment/reference-code.ts';
import { MATCH_CLUE_NAMES, MATCH_RULE_NAMES, scoreOf } from './match-rule.ts';
import type { OpenBill, OpenCredit } from './open-item.ts';
import { allocationKey, proposeMatches } from './proposals.ts';
import { KnownReferences } from './reference-repair.ts';

const NOON = Date.parse('2026-11-23T05:00:00.000Z');
const HOUR = 3_600_000;
const [A, B, C] = [1, 2, 3].map(draw => referenceCode(draw * 123_456_789)) as [
  string,
  string,
  string,
];

const bill = (billId: string, due: number, rest: Partial<OpenBill> & { code?: string } = {}) => ({
  billId,
  due,
  raisedAt: NOON - HOUR,
  codes: rest.code === undefined ? [] : [{ reference: rest.code, openedAt: NOON - 60_000 }],
  ...(rest.visitId === undefined ? {} : { visitId: rest.visitId }),
});

const credit = (paymentId: string, amount: number, rest: Partial<OpenCredit> = {}): OpenCredit => ({
  paymentId,
  amount,
  narrative: 'tien kham benh',
  paidAt: NOON,
  review: 'no-reference',
  ...rest,
});

describe('money that waits is proposed', () => {
  it.each([
    ['by its reference', `MBVCB.1.${A}.CT`, 'exact-reference'],
    [
      'by a reference with one wrong character',
      `CT ${A.slice(0, 6)}0${A.slice(7)} tu`,
      'repaired-reference',
    ],
    [
      'by a reference that lost a character',
      `CT ${A.slice(0, 5)}${A.slice(6)} TU`,
      'repaired-reference',
    ],
    ['by the beginning of a reference', `thanh toan ${A.slice(0, 8)}`, 'cut-reference'],
    ['by amount and time alone', 'tien kham', 'amount-in-time'],
  ])('%s', (_, narrative, rule) => {
    const [proposal, ...others] = proposeMatches(
      [credit('p', 50_000, { narrative })],
      [bill('a', 50_000, { code: A }), bill('b', 70_000, { code: B })],
    );
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({
      rule,
      allocations: [{ paymentId: 'p', billId: 'a', amount: 50_000 }],
      clues: ['amount-is-due', 'paid-while-shown'],
    });
  });

  it('for several bills that it names, where the sum is right', () => {
    const bills = [bill('a', 50_000, { code: A }), bill('b', 70_000, { code: B })];
    const named = (amount: number) => [credit('p', amount, { narrative: `${A} ${B}` })];
    expect(proposeMatches(named(120_000), bills)).toMatchObject([
      { rule: 'several-references', allocations: [{ amount: 50_000 }, { amount: 70_000 }] },
    ]);
    expect(proposeMatches(named(110_000), bills)).toEqual([]);
  });

  it('together with other money, where two parts make what is due', () => {
    const credits = [credit('p', 20_000), credit('q', 30_000)];
    const [proposal, ...others] = proposeMatches(credits, [bill('a', 50_000)]);
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({
      rule: 'parts-in-time',
      allocations: [
        { paymentId: 'p', amount: 20_000 },
        { paymentId: 'q', amount: 30_000 },
      ],
    });
  });

  it('for the other bills of its visit, where more came than the one asked for', () => {
    const over = credit('p', 30_000, { narrative: A, review: 'overpaid', visitId: 'v' });
    expect(proposeMatches([over], [bill('b', 30_000, { visitId: 'v' })])).toMatchObject([
      { rule: 'other-bill-of-visit' },
    ]);
    expect(proposeMatches([over], [bill('b', 30_000)])).toEqual([]);
  });

  it('with less certainty where others fit as well, or a person has taken it back', () => {
    const bills = [bill('a', 50_000), bill('b', 50_000)];
    const two = proposeMatches([credit('p', 50_000)], bills);
    expect(two.map(({ clues }) => clues)).toEqual([
      ['amount-is-due', 'others-fit-as-well'],
      ['amount-is-due', 'others-fit-as-well'],
    ]);
    const [again] = proposeMatches(
      [credit('p', 50_000, { narrative: A })],
      [bill('a', 50_000, { code: A })],
      new Set([allocationKey([{ paymentId: 'p', billId: 'a', amount: 1 }])]),
    );
    expect(again?.clues).toContain('undone-before');
    expect(again?.score).toBeLessThan(70);
  });

  it('not at all where it came days before or after', () => {
    const late = credit('p', 50_000, { paidAt: NOON + 60 * HOUR });
    expect(proposeMatches([late], [bill('a', 50_000, { code: C })])).toEqual([]);
  });

  it('never for more than it is, or than is due, and never as certain', () => {
    const amounts = fc.integer({ min: 1, max: 5 }).map(amount => amount * 10_000);
    const narratives = fc.constantFrom('x', A, B, `${A} ${B}`, A.slice(0, 8), C.slice(1));
    const credits = fc.array(fc.record({ amount: amounts, narrative: narratives }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(credits, fc.array(amounts, { maxLength: 6 }), (came, dues) => {
        const bills = dues.map((due, at) => bill(`b${at}`, due, { code: [A, B, C][at] ?? '' }));
        const open = came.map((one, at) => credit(`p${at}`, one.amount, one));
        for (const { score, allocations } of proposeMatches(open, bills)) {
          expect(score).toBeLessThan(100);
          for (const { paymentId } of allocations) {
            const given = allocations.filter(one => one.paymentId === paymentId);
            const sum = given.reduce((total, { amount }) => total + amount, 0);
            expect(sum).toBeLessThanOrEqual(Number(came[Number(paymentId.slice(1))]?.amount));
          }
          for (const { billId } of allocations) {
            const got = allocations.filter(one => one.billId === billId);
            const sum = got.reduce((total, { amount }) => total + amount, 0);
            expect(sum).toBeLessThanOrEqual(Number(dues[Number(billId.slice(1))]));
          }
        }
      }),
    );
  });

  it('with a score between 1 and 99, whatever speaks for it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MATCH_RULE_NAMES),
        fc.subarray(MATCH_CLUE_NAMES),
        (rule, clues) => {
          expect(scoreOf(rule, clues)).toBeGreaterThanOrEqual(1);
          expect(scoreOf(rule, clues)).toBeLessThanOrEqual(99);
        },
      ),
    );
  });
});

describe('a reference with one fault', () => {
  const draws = fc.integer({ min: 0, max: REFERENCE_CODES - 1 });
  const faults = fc.record({
    at: fc.nat(10),
    kind: fc.constantFrom('wrong', 'missing', 'too many', 'swapped'),
    by: fc.constantFrom(...Array.from(`${REFERENCE_ALPHABET}0O1IZ`)),
  });

  it('leads to the one it was, and never to another', () => {
    fc.assert(
      fc.property(fc.uniqueArray(draws, { minLength: 20, maxLength: 20 }), faults, (all, fault) => {
        const codes = all.map(referenceCode);
        const [code = ''] = codes;
        const { at, by } = fault;
        const said = {
          wrong: code.slice(0, at) + by + code.slice(at + 1),
          missing: code.slice(0, at) + code.slice(at + 1),
          'too many': code.slice(0, at) + by + code.slice(at),
          swapped: code.slice(0, at) + (code[at + 1] ?? '') + (code[at] ?? '') + code.slice(at + 2),
        }[fault.kind];
        const found = new KnownReferences(codes).repaired(`. ${said} .`);
        if (said.includes(code)) expect(found.filter(one => one !== code)).toEqual([]);
        else expect(found).toEqual([code]);
      }),
    );
  });
});
