import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ATTEMPT_STATES, attemptAfter, type AttemptEvent } from './attempt-state.ts';
import { billState, mayCancel } from './bill-state.ts';
import { settleCredit } from './credit-settlement.ts';
import * as entries from './journal-entry.ts';
import { refundAfter, REFUND_STATES, type RefundEvent } from './refund-state.ts';

const amounts = fc.integer({ min: 1, max: 499_999_999 });

describe('a journal entry', () => {
  const kinds: readonly ((amount: number) => entries.JournalEntry)[] = [
    amount => entries.billRaised('bill', amount),
    amount => entries.billCancelled('bill', amount),
    amount => entries.moneyReceived('payment', 'clearing:payos', amount),
    amount => entries.moneyBanked('payment', 'clearing:payos', 'bank:1017595600', amount),
    amount => entries.moneyLeft('bank:1017595600', amount),
    amount => entries.allocated('payment', 'bill', amount),
    amount => entries.allocationReversed('payment', 'bill', amount),
    amount => entries.refundApproved('refund', 'payment', amount),
    amount => entries.refundPaid('refund', 'cash:shift', amount),
    amount => entries.refundShown('refund', amount),
    amount => entries.refundShownReversed('refund', amount),
    amount => entries.chargeBooked(amount),
    amount => entries.chargeReversed(amount),
    amount => entries.floatTaken('cash:shift', amount),
    amount => entries.cashHandedOver('cash:shift', amount),
    amount => entries.cashOver('cash:shift', amount),
    amount => entries.cashShort('cash:shift', amount),
  ];

  test('adds up to nothing, of every kind and amount', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), amounts, (make, amount) => {
        const { postings } = make(amount);
        expect(postings.reduce((sum, posting) => sum + posting.amount, 0)).toBe(0);
        expect(postings.map(posting => posting.amount)).toEqual([amount, -amount]);
      }),
    );
    expect(new Set(kinds.map(make => make(1).kind))).toEqual(new Set(entries.ENTRY_KINDS));
  });

  test.each([0, -1, 0.5, Number.NaN, 2 ** 53])('does not move %s đồng', amount => {
    expect(() => entries.billRaised('bill', amount)).toThrow(RangeError);
  });

  test('and its reversal leave nothing behind', () => {
    const both = [
      ...entries.allocated('payment', 'bill', 7).postings,
      ...entries.allocationReversed('payment', 'bill', 7).postings,
    ];
    for (const account of ['receivable', 'suspense']) {
      const sum = both
        .filter(posting => posting.account === account)
        .reduce((total, posting) => total + posting.amount, 0);
      expect(sum).toBe(0);
    }
  });
});

describe('a bill', () => {
  test.each([
    [{ amount: 100, due: 100, isCancelled: false }, 'open', true],
    [{ amount: 100, due: 40, isCancelled: false }, 'part-paid', false],
    [{ amount: 100, due: 0, isCancelled: false }, 'paid', false],
    [{ amount: 100, due: 0, isCancelled: true }, 'cancelled', false],
  ] as const)('with %o is %s', (balance, state, cancellable) => {
    expect(billState(balance)).toBe(state);
    expect(mayCancel(balance)).toBe(cancellable);
  });
});

describe('money that came', () => {
  const bill = { billId: 'b', amount: 100, due: 60, isCancelled: false };
  const settled = (amount: number) => ({ billId: 'b', amount });

  test.each([
    ['exactly what is due', 60, [bill], { allocation: settled(60) }],
    ['less', 59, [bill], { allocation: settled(59), review: 'underpaid' }],
    ['more', 61, [bill], { allocation: settled(60), review: 'overpaid' }],
    ['for a paid bill', 60, [{ ...bill, due: 0 }], { review: 'paid-before' }],
    [
      'for a withdrawn bill',
      60,
      [{ ...bill, due: 0, isCancelled: true }],
      { review: 'bill-cancelled' },
    ],
    ['for nothing known', 60, [], { review: 'no-reference' }],
    ['for two bills', 60, [bill, { ...bill, billId: 'c' }], { review: 'several-references' }],
  ] as const)('%s', (_, amount, referred, expected) => {
    expect(settleCredit(amount, referred)).toEqual(expected);
  });

  test('never pays a bill beyond what it asks for, nor more than there is', () => {
    fc.assert(
      fc.property(amounts, amounts, fc.nat(), fc.boolean(), (amount, billed, paid, isCancelled) => {
        const due = isCancelled ? 0 : Math.max(0, billed - paid);
        const { allocation } = settleCredit(amount, [
          { billId: 'b', amount: billed, due, isCancelled },
        ]);
        expect(allocation?.amount ?? 0).toBeLessThanOrEqual(Math.min(due, amount));
      }),
    );
  });
});

describe('an attempt', () => {
  const events = fc.array(
    fc.constantFrom<AttemptEvent>('money-came', 'time-over', 'cancelled-by-person', 'next-attempt'),
  );

  test('that was paid stays paid, and one that ended only ever becomes paid', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ATTEMPT_STATES), events, (start, later) => {
        const end = later.reduce(attemptAfter, start);
        if (start === 'paid' || later.includes('money-came')) expect(end).toBe('paid');
        else if (start !== 'open') expect(end).toBe(start);
      }),
    );
  });
});

describe('a refund', () => {
  test('is approved before it is paid, and waits again where its payment was none', () => {
    const steps: readonly RefundEvent[] = ['approve', 'reject', 'pay', 'take-back-payment'];
    const possible = REFUND_STATES.flatMap(state =>
      steps.flatMap(step => {
        const next = refundAfter(state, step);
        return next === undefined ? [] : [`${state} → ${next}`];
      }),
    );
    expect(possible).toEqual([
      'requested → approved',
      'requested → rejected',
      'approved → paid',
      'paid → approved',
    ]);
  });
});
