import { describe, expect, it } from 'vitest';
import { verdictOf } from './verdict.ts';

const VALID = { outcome: 'valid', reasons: [] } as const;
const UNKNOWN = { outcome: 'no-trust-anchor', reasons: ['signer-unknown'] } as const;
const FALSE = { outcome: 'invalid', reasons: ['digest-mismatch'] } as const;

describe('verdictOf', () => {
  it('calls signed data in a proven chip authentic', () => {
    expect(verdictOf(VALID, 'proven')).toEqual({
      authenticity: 'valid',
      reasons: [],
      chip: 'proven',
    });
  });

  it('calls signed data in a chip that fails the test of its keys a copy', () => {
    expect(verdictOf(VALID, 'wrong')).toEqual({
      authenticity: 'invalid',
      reasons: ['chip-answer-wrong'],
      chip: 'wrong',
    });
  });

  it('says of a chip that cannot prove itself only that', () => {
    expect(verdictOf(VALID, 'none')).toEqual({
      authenticity: 'valid',
      reasons: ['chip-not-proven'],
      chip: 'not-proven',
    });
  });

  it.each([UNKNOWN, FALSE])('lets no chip prove data that are $outcome', passive => {
    const { outcome, reasons } = passive;
    expect(verdictOf(passive, 'proven')).toEqual({
      authenticity: outcome,
      reasons: [...reasons, 'chip-not-proven'],
      chip: 'not-proven',
    });
    expect(verdictOf(passive, 'wrong')).toEqual({
      authenticity: outcome,
      reasons: [...reasons, 'chip-answer-wrong'],
      chip: 'not-proven',
    });
  });

  it('says nothing where nothing was to be checked', () => {
    expect(verdictOf(undefined, 'proven')).toEqual({
      authenticity: 'not-checked',
      reasons: [],
      chip: 'not-proven',
    });
  });
});
