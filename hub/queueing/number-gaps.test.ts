import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IssuedBlock, type LineRecord, explainGaps } from './number-gaps.ts';

const AT = '2026-11-23T01:00:00.000Z';

const block = (change: Partial<IssuedBlock>): IssuedBlock => ({
  kind: 'ticket',
  source: 'kiosk',
  heldBy: 'kiosk-1',
  first: 1,
  last: change.last ?? change.first ?? 1,
  issuedAt: AT,
  cancelledAt: null,
  returnedFrom: null,
  returnedAt: null,
  ...change,
});

const lease = (first: number, last: number, change: Partial<IssuedBlock> = {}): IssuedBlock =>
  block({ kind: 'lease', first, last, ...change });

const line = (
  blocks: readonly IssuedBlock[],
  visited: readonly number[],
  change: Partial<LineRecord> = {},
): LineRecord => ({
  series: 'C',
  lastNumber: Math.max(0, ...blocks.filter(one => one.kind === 'ticket').map(one => one.last)),
  lastLeased: Math.max(0, ...blocks.filter(one => one.kind === 'lease').map(one => one.last)),
  blocks,
  visited: new Set(visited),
  ...change,
});

const why = (record: LineRecord): readonly string[] =>
  explainGaps(record).map(gap => `${gap.labels} ${gap.why}`);

describe('a missing number', () => {
  it('is none where a visit has it, or a counter or an online booking', () => {
    const blocks = [
      block({ first: 1 }),
      block({ first: 2, source: 'counter', heldBy: 'counter-2' }),
      block({ first: 3, source: 'online', heldBy: 'website' }),
    ];
    expect(explainGaps(line(blocks, [1]))).toEqual([]);
  });

  it('was asked for by a kiosk that recorded no visit with it', () => {
    expect(explainGaps(line([block({ first: 1 })], []))).toEqual([
      { first: 1, last: 1, labels: 'C-0001', why: 'no-visit', heldBy: 'kiosk-1', at: AT },
    ]);
  });

  it('was cancelled', () => {
    expect(why(line([block({ source: 'online', cancelledAt: AT })], []))).toEqual([
      'C-0001 cancelled',
    ]);
  });

  it('lies with a kiosk behind the last one in use, and is on its way before it', () => {
    expect(why(line([lease(5001, 5006)], [5001, 5003]))).toEqual([
      'C-5002 visit-to-come',
      'C-5004 – C-5006 leased-unused',
    ]);
    expect(why(line([lease(5001, 5006)], []))).toEqual(['C-5001 – C-5006 leased-unused']);
  });

  it('came back with its block, or was given out before and is on its way', () => {
    const back = lease(5001, 5006, { returnedFrom: 5004, returnedAt: AT });
    expect(why(line([back], [5001]))).toEqual([
      'C-5002 – C-5003 visit-to-come',
      'C-5004 – C-5006 returned',
    ]);
  });

  it('was passed over by a counter that was moved, or by a block that did not fit', () => {
    const record = line([block({ first: 1 }), block({ first: 1002 })], [1, 1002]);
    expect(why(record)).toEqual(['C-0002 – C-1001 skipped']);
    const ranges = line([lease(5001, 9995), lease(15_001, 15_010)], []);
    expect(why(ranges)).toContain('C-9996 – C-10000 skipped');
    expect(why(line([block({ first: 1 })], [1], { lastNumber: 4 }))).toEqual([
      'C-0002 – C-0004 skipped',
    ]);
  });

  it('is explained exactly once, and never one that somebody holds', () => {
    const step = fc.record({
      size: fc.integer({ min: 1, max: 12 }),
      skip: fc.integer({ min: 0, max: 3 }),
      isLease: fc.boolean(),
      isCancelled: fc.boolean(),
      back: fc.option(fc.integer({ min: 0, max: 12 })),
      seen: fc.array(fc.integer({ min: 0, max: 11 })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), steps => {
        const next = { ticket: 1, lease: 5001 };
        const blocks: IssuedBlock[] = [];
        const visited: number[] = [];
        for (const { isLease, skip, size, back, isCancelled, seen } of steps) {
          const kind = isLease ? 'lease' : 'ticket';
          const first = next[kind] + skip;
          const last = first + (isLease ? size : 1) - 1;
          next[kind] = last + 1;
          const isBack = isLease && back !== null && back <= size;
          const cancelledAt = !isLease && isCancelled ? AT : null;
          blocks.push(
            block({
              kind,
              first,
              last,
              cancelledAt,
              ...(isBack ? { returnedFrom: first + back, returnedAt: AT } : {}),
            }),
          );
          if (cancelledAt !== null) continue;
          const limit = isBack ? first + back - 1 : last;
          visited.push(...seen.map(offset => first + offset).filter(number => number <= limit));
        }
        const record = line(blocks, visited);
        const explained = explainGaps(record).flatMap(gap =>
          Array.from({ length: gap.last - gap.first + 1 }, (_, index) => gap.first + index),
        );
        const all = [
          ...Array.from({ length: record.lastNumber }, (_, index) => index + 1),
          ...Array.from(
            { length: Math.max(0, record.lastLeased - 5000) },
            (_, index) => 5001 + index,
          ),
        ];
        const missing = all.filter(number => !record.visited.has(number));
        expect(explained.sort((a, b) => a - b)).toEqual(missing.sort((a, b) => a - b));
      }),
    );
  });
});
