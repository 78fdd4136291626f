import { describe, expect, it } from 'vitest';
import { outboxFinding } from './doctor-command.ts';

const NOTHING = { queued: 0, inFlight: 0, delivered: 40, rejected: 0, failed: 0 };

describe('what doctor says of the outbox', () => {
  it('is fine with room and nothing that was refused', () => {
    const finding = outboxFinding(
      { ...NOTHING, queued: 2, inFlight: 1 },
      { waiting: 3, freeMb: 9_000 },
    );
    expect(finding).toEqual({
      check: 'outbox',
      ok: true,
      found: '3 waiting, step ample',
    });
  });

  it.each([
    ['filling', 5_000, 9_000, 'nothing is left out yet'],
    ['filling', 3, 499, 'nothing is left out yet'],
    ['tight', 50_000, 9_000, 'no pictures are kept'],
    ['tight', 3, 199, 'no pictures are kept'],
    ['slips-only', 100_000, 9_000, 'everybody gets a slip for the counter'],
    ['slips-only', 3, 59, 'everybody gets a slip for the counter'],
    ['closed', 200_000, 9_000, 'no number is given'],
    ['closed', 3, 11, 'no number is given'],
  ] as const)('names the step %s of %i waiting and %i MB free', (step, waiting, freeMb, advice) => {
    const finding = outboxFinding({ ...NOTHING, queued: waiting }, { waiting, freeMb });
    expect(finding).toMatchObject({ check: 'outbox', ok: false });
    expect(finding.found).toBe(`${waiting} waiting, step ${step}`);
    expect(finding.advice).toContain(advice);
  });

  it('counts what was not accepted, which people have to look at', () => {
    const finding = outboxFinding(
      { ...NOTHING, rejected: 2, failed: 1 },
      { waiting: 3, freeMb: 9_000 },
    );
    expect(finding).toMatchObject({
      ok: false,
      found: '0 waiting, 3 not accepted, step ample',
      advice: 'look at them with outbox list',
    });
  });
});
