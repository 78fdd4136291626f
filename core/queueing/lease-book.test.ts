import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { queueNumberSchema } from '../contract/scheduling.ts';
import {
  blockToAskFor,
  DEFAULT_LEASE_POLICY,
  type HeldLease,
  nextNumber,
  type NumberLine,
  numbersLeft,
} from './lease-book.ts';

const LINE: NumberLine = { servicePointId: 'clinic-eye', numberClass: 'normal', day: '2026-11-23' };

const held = (first: number, last: number, used = 0, line: NumberLine = LINE): HeldLease => ({
  used,
  lease: {
    ...line,
    leaseId: `00000000-0000-4000-8000-${String(first).padStart(12, '0')}`,
    series: 'C',
    first,
    last,
  },
});

/** Gives out numbers as a kiosk does, until the line is dry or `count` are out. */
const giveOut = (book: readonly HeldLease[], line: NumberLine, count: number): string[] => {
  const labels: string[] = [];
  let now = book;
  while (labels.length < count) {
    const next = nextNumber(now, line);
    if (!next) break;
    labels.push(next.number.label);
    now = now.map(one =>
      one.lease.leaseId === next.leaseId ? { ...one, used: one.used + 1 } : one,
    );
  }
  return labels;
};

describe('the next number', () => {
  test('is the lowest that was not given out', () => {
    const next = nextNumber([held(41, 50), held(11, 15, 3)], LINE);
    expect(next?.number).toEqual({
      ...LINE,
      sequence: 14,
      label: 'C-0014',
      source: 'lease',
    });
    expect(queueNumberSchema.safeParse(next?.number).success).toBe(true);
  });

  test('goes on with the newer block when the older is empty', () => {
    expect(giveOut([held(41, 42), held(11, 12)], LINE, 9)).toEqual([
      'C-0011',
      'C-0012',
      'C-0041',
      'C-0042',
    ]);
  });

  test('never comes from another day, class or service point', () => {
    const others: NumberLine[] = [
      { ...LINE, day: '2026-11-22' },
      { ...LINE, numberClass: 'priority' },
      { ...LINE, servicePointId: 'clinic-ent' },
    ];
    for (const line of others) {
      expect(nextNumber([held(1, 9, 0, line)], LINE)).toBeUndefined();
      expect(numbersLeft([held(1, 9, 0, line)], LINE)).toBe(0);
    }
  });

  test('is none where every block is used up', () => {
    expect(nextNumber([], LINE)).toBeUndefined();
    expect(nextNumber([held(1, 3, 3)], LINE)).toBeUndefined();
  });
});

test('kiosks with blocks that do not overlap never give out one number twice', () => {
  const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat(2)), { maxLength: 12 });
  fc.assert(
    fc.property(sizes, blocks => {
      const kiosks: HeldLease[][] = [[], [], []];
      let first = 1;
      for (const [size, kiosk] of blocks) {
        kiosks[kiosk]?.push(held(first, first + size - 1));
        first += size;
      }
      const labels = kiosks.flatMap(book => giveOut(book, LINE, 1000));
      expect(labels).toHaveLength(first - 1);
      expect(new Set(labels).size).toBe(labels.length);
    }),
  );
});

describe('a new block', () => {
  const policy = { minutesAway: 120, minimum: 10, maximum: 200 };

  test.each([
    ['an empty line is filled to the minimum', [], 0, 10],
    ['half a stock is enough', [held(1, 5)], 0, 0],
    ['less than half is topped up', [held(1, 4)], 0, 6],
    ['two hours of the pace of the day are kept', [held(1, 10)], 30, 50],
    ['no block is larger than a hub gives', [], 500, 200],
    ['numbers of yesterday do not count', [held(1, 99, 0, { ...LINE, day: '2026-11-22' })], 0, 10],
    ['a pace that makes no sense is none', [], -3, 10],
  ] as const)('%s', (_, book, perHour, size) => {
    expect(blockToAskFor(book, LINE, perHour, policy)).toBe(size);
  });

  test('is of a size the hub takes, and is not asked for twice', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.double({ min: 0, max: 400, noNaN: true }), (left, perHour) => {
        const book = left === 0 ? [] : [held(1, left)];
        const size = blockToAskFor(book, LINE, perHour);
        expect(Number.isInteger(size) && size >= 0 && size <= DEFAULT_LEASE_POLICY.maximum).toBe(
          true,
        );
        const after = size === 0 ? book : [...book, held(1000, 999 + size)];
        expect(blockToAskFor(after, LINE, perHour)).toBe(0);
      }),
    );
  });
});
