import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ElementaryFileName } from '../../contract/chip-card.ts';
import { createProgress } from './progress.ts';
import { readingOrder } from './reading-order.ts';

describe('createProgress', () => {
  it('never falls, and ends at one, whatever the files turn out to be', () => {
    const names: readonly ElementaryFileName[] = ['DG1', 'DG13', 'SOD'];
    const step = fc.record({
      name: fc.constantFrom(...names),
      done: fc.nat(5_000),
      more: fc.nat(5_000),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), steps => {
        const told: number[] = [];
        const progress = createProgress(names, share => told.push(share));
        progress.opened();
        for (const { name, done, more } of steps) progress.read(name, done, done + more);
        progress.finished();
        expect(told).toEqual([...told].sort((left, right) => left - right));
        expect(new Set(told).size).toBe(told.length);
        expect(told.at(-1)).toBe(1);
      }),
    );
  });
});

describe('readingOrder', () => {
  it('takes keys before the rest and pictures last, each file once', () => {
    expect(readingOrder(['DG2', 'SOD', 'DG1', 'DG1', 'DG15', 'DG14', 'DG13'])).toEqual([
      'DG14',
      'DG15',
      'SOD',
      'DG13',
      'DG1',
      'DG2',
    ]);
  });
});
