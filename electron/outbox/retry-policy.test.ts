import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULTS, familyOf, type FaultCode } from '../../core/contract/errors.ts';
import { DEFAULT_RETRY_POLICY, verdictOn, waitMs } from './retry-policy.ts';

const codes = Object.keys(FAULTS) as FaultCode[];

describe('the verdict on a failed request', () => {
  it.each(codes.filter(code => familyOf(code) !== 'permanent'))(
    'tries again after %s: nothing happened, or the hub knows the event already',
    code => {
      expect(verdictOn(code)).toBe('retry');
    },
  );

  it.each(codes.filter(code => familyOf(code) === 'permanent'))(
    'never simply repeats after %s',
    code => {
      expect(verdictOn(code)).not.toBe('retry');
    },
  );

  it('blames no event for a kiosk that is not let in', () => {
    expect(verdictOn('hub-unauthorised')).toBe('hold');
    expect(verdictOn('not-permitted')).toBe('hold');
  });
});

describe('the wait before the next attempt', () => {
  it('is anywhere up to a ceiling that doubles: 1, 2, 4 … 60 seconds', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 8, 50].map(attempts => waitMs(attempts, 0.999999));
    expect(ceilings).toEqual([1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000]);
  });

  it('is never nothing, never past the longest, and never shorter than the hub asked for', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 2000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.nat({ max: 600_000 }),
        (attempts, random, asked) => {
          const wait = waitMs(attempts, random, asked);
          expect(wait).toBeGreaterThanOrEqual(Math.max(asked, DEFAULT_RETRY_POLICY.shortestMs));
          expect(wait).toBeLessThanOrEqual(Math.max(asked, DEFAULT_RETRY_POLICY.longestMs));
        },
      ),
    );
  });
});
