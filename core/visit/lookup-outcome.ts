import type { FaultCode } from '../contract/errors.ts';
import type { CounterReason } from '../contract/hub.ts';
import { birthDatesAgree } from '../identity/partial-date.ts';
import type { VisitContext } from './visit-context.ts';

/**
 * Why the answer of the look-up does not let this person go on by themselves; undefined when it
 * does. A card or its code is an identity of its own, also where the hospital does not know the
 * person yet; a typed number needs the birth date on record as its second fact, and a booking code
 * says nothing without the booking. With the hospital system away a typed number is taken as said,
 * and the clerk checks it: nobody is sent home because a cable is cut.
 */
export const refusalOf = ({ claim, lookup }: VisitContext): FaultCode | undefined => {
  if (claim === undefined || lookup === undefined) return 'internal';
  switch (claim.method) {
    case 'typed':
      // Without a number there is no record to be shown: whoever has none is registered by the clerk.
      if (claim.flags.includes('identity-temporary')) return undefined;
      if (lookup.outcome === 'unknown') {
        return claim.passportNumber === undefined ? 'patient-not-found' : undefined;
      }
      return lookup.outcome === 'found' &&
        !secondFactHolds(claim.birthDate, lookup.patient?.claim.birthDate)
        ? 'identity-mismatch'
        : undefined;
    case 'booking-code':
    case 'patient-code':
    case 'opaque-token':
      if (lookup.outcome === 'his-away') return 'hub-unreachable';
      return lookup.outcome === 'unknown' ? NOT_FOUND[claim.method] : undefined;
    case 'card-chip':
    case 'card-qr':
    case 'card-mrz':
    case 'insurance-qr':
      return undefined;
  }
};

const NOT_FOUND = {
  'booking-code': 'booking-not-found',
  'patient-code': 'patient-not-found',
  'opaque-token': 'code-unknown',
} as const satisfies Record<string, FaultCode>;

/** A record without a birth date proves nothing. */
const secondFactHolds = (typed: string | undefined, onRecord: string | undefined): boolean =>
  typed !== undefined && onRecord !== undefined && birthDatesAgree(typed, onRecord);

/** What the card itself says that only staff can settle. */
export function claimRefusal({ claim, surroundings }: VisitContext): CounterReason | undefined {
  if (claim?.authenticity === 'invalid') return 'card-not-authentic';
  if (claim?.expiryDate !== undefined && claim.expiryDate < surroundings.day) {
    return 'card-expired';
  }
  return undefined;
}
