import type { Coverage } from '../contract/coverage.ts';
import type { Slip } from '../contract/slip.ts';
import { insuredAsChild } from '../coverage/child-without-card.ts';
import { NO_LOOKUP } from './nobody.ts';
import type { VisitContext } from './visit-context.ts';

const REASON_OF_SLIP = {
  referral: 'valid-referral',
  're-examination': 'valid-re-examination',
} as const satisfies Record<Slip['kind'], Coverage['reason']>;

/** Who pays today, with what the visit itself has learned since the look-up. */
export const coverageOf = (context: VisitContext): Coverage => {
  const { claim, lookup, slip, surroundings } = context;
  const coverage = lookup?.coverage ?? NO_LOOKUP.coverage;
  const birthDate = claim?.birthDate ?? lookup?.patient?.claim.birthDate;
  switch (coverage.reason) {
    case 'valid-out-of-network':
      return slip?.standing === 'valid'
        ? { ...coverage, reason: REASON_OF_SLIP[slip.kind] }
        : coverage;
    case 'not-found':
      return claim?.insurance === undefined &&
        claim?.passportNumber === undefined &&
        insuredAsChild(birthDate, surroundings.day)
        ? { ...coverage, reason: 'child-without-card' }
        : coverage;
    case 'unverified-hub-away':
    case 'unverified-portal-away':
      // A visitor pays unless there is a card to say otherwise.
      return claim?.passportNumber !== undefined && coverage.cardNumber === undefined
        ? { ...coverage, reason: 'not-found' }
        : coverage;
    default:
      return coverage;
  }
};

/** Slips decide for people who are registered elsewhere, or may be. */
export const slipHelps = (context: VisitContext): boolean => {
  const { reason } = coverageOf(context);
  return (
    reason === 'valid-out-of-network' ||
    reason === 'unverified-hub-away' ||
    reason === 'unverified-portal-away'
  );
};
