import { type Authenticity, type AuthenticityReason } from '../../../core/contract/identity.ts';
import { type PassiveVerdict } from '../trust/passive-authentication.ts';

/** What the chip's own answers come to: active, chip and PACE-CAM authentication. */
export type ChipEvidence = 'proven' | 'wrong' | 'none';

/** What is known about a chip and its data once they were read. */
export interface Verdict {
  readonly authenticity: Authenticity;
  /** Empty only for signed data in a chip that proved itself, or where nothing was checked. */
  readonly reasons: readonly AuthenticityReason[];
  /** Whether the data are in the chip they were issued in: known only for signed data. */
  readonly chip: 'proven' | 'wrong' | 'not-proven';
}

/**
 * Puts both authentications together. The keys a chip is tested with come from the chip itself, so
 * what it proves counts only where their files are signed by an authority (ICAO 9303-11, 6.1 and
 * 6.2). A chip that fails the test of its own signed keys is a copy of another.
 * @param passive undefined where EF.SOD was not asked for.
 */
export const verdictOf = (passive: PassiveVerdict | undefined, evidence: ChipEvidence): Verdict => {
  if (passive === undefined) {
    return { authenticity: 'not-checked', reasons: [], chip: 'not-proven' };
  }
  const signed = passive.outcome === 'valid';
  const isCopy = evidence === 'wrong';
  const isProven = signed && evidence === 'proven';
  const reason: AuthenticityReason[] = isCopy
    ? ['chip-answer-wrong']
    : isProven
      ? []
      : ['chip-not-proven'];
  return {
    authenticity: signed && isCopy ? 'invalid' : passive.outcome,
    reasons: [...passive.reasons, ...reason],
    chip: isProven ? 'proven' : signed && isCopy ? 'wrong' : 'not-proven',
  };
};
