import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowanceOf, PRESSURE_STEPS, stepAfter } from './pressure-steps.ts';

const ROOMY = 10_000;

describe('the steps in which a kiosk gives way', () => {
  it.each([
    [0, ROOMY, 'ample'],
    [5_000, ROOMY, 'filling'],
    [0, 499, 'filling'],
    [50_000, ROOMY, 'tight'],
    [0, 199, 'tight'],
    [100_000, ROOMY, 'slips-only'],
    [0, 59, 'slips-only'],
    [200_000, ROOMY, 'closed'],
    [0, 11, 'closed'],
  ] as const)('%i waiting and %i MB free are %s', (waiting, freeMb, step) => {
    expect(stepAfter('ample', { waiting, freeMb })).toBe(step);
  });

  it('are left only with some room to spare', () => {
    expect(stepAfter('slips-only', { waiting: 99_000, freeMb: ROOMY })).toBe('slips-only');
    expect(stepAfter('slips-only', { waiting: 89_000, freeMb: ROOMY })).toBe('tight');
    expect(stepAfter('closed', { waiting: 0, freeMb: 12.5 })).toBe('closed');
    expect(stepAfter('closed', { waiting: 0, freeMb: 14 })).toBe('slips-only');
  });

  it('allow less and less, and never take back what the step before allowed to go', () => {
    const allowed = PRESSURE_STEPS.map(
      ({ allows }) => Object.values(allows).filter(Boolean).length,
    );
    expect(allowed).toEqual([...allowed].sort((one, other) => other - one));
    expect(allowanceOf('slips-only')).toMatchObject({ checkIns: false, slips: true });
  });

  it('are never milder than the reading alone says', () => {
    const steps = PRESSURE_STEPS.map(({ step }) => step);
    fc.assert(
      fc.property(
        fc.constantFrom(...steps),
        fc.nat(300_000),
        fc.integer({ min: 0, max: 1000 }),
        (before, waiting, freeMb) => {
          const fresh = steps.indexOf(stepAfter('ample', { waiting, freeMb }));
          expect(steps.indexOf(stepAfter(before, { waiting, freeMb }))).toBeGreaterThanOrEqual(
            fresh,
          );
        },
      ),
    );
  });
});
