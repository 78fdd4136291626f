import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { familyOf } from '../../../core/contract/errors.ts';
import { SILENCE_RULES, STATUS_RULES, retryAfterMs, ruleOfStatus } from './retry-table.ts';

const actionOf = (status: number): string => {
  const { next } = ruleOfStatus(status);
  return next.action === 'again' ? `again, ${next.scope}` : next.action;
};

describe('what a FHIR answer means for the next step', () => {
  it.each([
    [400, 'dead-letter'],
    [401, 'refresh'],
    [403, 'again, system'],
    [404, 'dead-letter'],
    [408, 'again, item'],
    [409, 'again, item'],
    [410, 'dead-letter'],
    [412, 're-read'],
    [422, 'dead-letter'],
    [425, 'again, item'],
    [429, 'again, system'],
    [500, 'again, item'],
    [501, 'again, item'],
    [502, 'again, system'],
    [503, 'again, system'],
    [504, 'again, system'],
    [301, 'again, system'],
    [418, 'dead-letter'],
  ])('%i: %s', (status, action) => {
    expect(actionOf(status)).toBe(action);
  });

  it('silence is never the fault of one visit', () => {
    expect(SILENCE_RULES.network.next).toEqual({ action: 'again', scope: 'system' });
    expect(SILENCE_RULES.timeout.next).toEqual({ action: 'again', scope: 'system' });
  });

  it('what may have happened is ambiguous, and what ends as a dead letter is permanent', () => {
    expect(familyOf(SILENCE_RULES.timeout.fault)).toBe('ambiguous');
    for (const status of [408, 409, 412, 504]) {
      expect(familyOf(ruleOfStatus(status).fault)).toBe('ambiguous');
    }
    for (const rule of Object.values(STATUS_RULES)) {
      if (rule.next.action === 'dead-letter') expect(familyOf(rule.fault)).toBe('permanent');
    }
  });

  it('has a rule for every status there can be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), status => {
        expect(ruleOfStatus(status).fault).toMatch(/^his-/);
      }),
    );
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-23T01:00:00Z');
  it('is read as seconds or as an HTTP date', () => {
    expect(retryAfterMs('120', now)).toBe(120_000);
    expect(retryAfterMs('Mon, 23 Nov 2026 01:00:30 GMT', now)).toBe(30_000);
  });
  it('is nothing where it says nothing, and at most an hour', () => {
    expect(retryAfterMs(null, now)).toBeUndefined();
    expect(retryAfterMs('soon', now)).toBeUndefined();
    expect(retryAfterMs('Sun, 22 Nov 2026 01:00:00 GMT', now)).toBe(0);
    expect(retryAfterMs('999999', now)).toBe(3_600_000);
  });
  it('is never negative or more than an hour, whatever a server sends', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const ms = retryAfterMs(text, now) ?? 0;
        expect(ms >= 0 && ms <= 3_600_000).toBe(true);
      }),
    );
  });
});
