import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REFERENCE_CODES, referenceCode } from './reference-code.ts';
import { extractReferences } from './reference-extraction.ts';
import {
  BANK_NARRATIVES,
  type BankNarrative,
  FOREIGN_NARRATIVES,
} from './testing/bank-narratives.ts';

const codes = fc.integer({ min: 0, max: REFERENCE_CODES - 1 }).map(referenceCode);
/** Whole numbers below a bound, drawn by fast-check so that a failure can be repeated. */
const draws = fc
  .infiniteStream(fc.nat(0x3fffffff))
  .map(stream => (below: number) => Number(stream.next().value) % below);

describe('a code is found in what banks make of it', () => {
  test.each(Object.keys(BANK_NARRATIVES) as BankNarrative[])('%s', shape => {
    fc.assert(
      fc.property(codes, draws, (code, draw) => {
        expect(extractReferences(BANK_NARRATIVES[shape](code, draw))).toContain(code);
      }),
      { numRuns: 300 },
    );
  });
});

describe('with the codes a hospital has open', () => {
  const RUNS = 20_000;
  /** A seeded generator (mulberry32): the counts below are the same in every run. */
  const seeded = (seed: number) => {
    let state = seed;
    return (below: number): number => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
    };
  };
  const draw = seeded(6);
  const open = Array.from({ length: 500 }, () => referenceCode(draw(REFERENCE_CODES)));
  const known = new Set(open);
  const identified = (narrative: string): string | undefined => {
    const hits = extractReferences(narrative).filter(code => known.has(code));
    return hits.length === 1 ? hits[0] : undefined;
  };
  const pick = <T>(from: readonly T[]): T => from[draw(from.length)] as T;

  test('a mangled purpose leads to its bill, in at least 999 of 1,000, and never to another', () => {
    const shapes = Object.values(BANK_NARRATIVES);
    let found = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const code = pick(open);
      const hit = identified(pick(shapes)(code, draw));
      expect(hit === undefined || hit === code).toBe(true);
      if (hit === code) found += 1;
    }
    expect(found / RUNS).toBeGreaterThanOrEqual(0.999);
  });

  test('a purpose without a whole code leads to no bill', () => {
    for (let run = 0; run < RUNS; run += 1) {
      const cutOrForeign = pick(FOREIGN_NARRATIVES)(pick(open), draw);
      const whole = open.find(code => cutOrForeign.includes(code));
      if (whole === undefined) expect(identified(cutOrForeign)).toBeUndefined();
    }
  });

  test('a typing mistake leads to no bill', () => {
    for (let run = 0; run < RUNS; run += 1) {
      const code = pick(open);
      const at = 2 + draw(9);
      const wrong =
        code.slice(0, at) +
        pick(Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')) +
        code.slice(at + 1);
      if (wrong !== code) expect(identified(`CK ${wrong} cam on`)).toBeUndefined();
    }
  });

  test('two bills in one transfer are for a person to divide', () => {
    const [first = '', second = ''] = open;
    expect(extractReferences(`${first} va ${second}`)).toEqual([first, second]);
    expect(identified(`${first} va ${second}`)).toBeUndefined();
  });
});

test('any text is searched without complaint', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      expect(Array.isArray(extractReferences(text))).toBe(true);
    }),
  );
});
