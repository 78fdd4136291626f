import type {
  Coverage,
  CoverageReason,
  PayerMode,
  RouteGrounds,
  RouteReason,
  SlipState,
} from '../contract/coverage.ts';
import type { TicketRoute } from '../contract/kiosk.ts';
import type { SlipKind } from '../contract/slip.ts';
import { insuredAsChild } from '../coverage/child-without-card.ts';
import { paidByChoice, withRoute } from '../coverage/route.ts';
import { bestSlipState, slipStateOf } from '../coverage/slip-state.ts';
import { NO_LOOKUP } from './nobody.ts';
import type { VisitContext } from './visit-context.ts';

type Known = Pick<VisitContext, 'claim' | 'lookup' | 'bookingId' | 'slip' | 'surroundings'>;

/** What the patient comes with today, besides the card: a slip, and that of the booking they chose. */
const groundsOf = ({ lookup, bookingId, slip }: Known): RouteGrounds => {
  const chosen = lookup?.bookings.find(({ id }) => id === bookingId);
  const stateOf = (kind: SlipKind): SlipState =>
    slip?.kind === kind ? slipStateOf(slip.standing) : 'none';
  const ofBooking = chosen?.kind === 're-examination' ? 'good' : 'none';
  return {
    emergency: false,
    referral: stateOf('referral'),
    reExamination: bestSlipState([stateOf('re-examination'), ofBooking]),
  };
};

const REASON_OF_SLIP = {
  referral: 'valid-referral',
  're-examination': 'valid-re-examination',
} as const satisfies Record<SlipKind, CoverageReason>;

/** What the look-up says, with what it could not know: a child by law, a visitor, a slip. */
const knownCover = ({ claim, lookup, slip, surroundings }: Known): Coverage => {
  const coverage = lookup?.coverage ?? NO_LOOKUP.coverage;
  const birthDate = claim?.birthDate ?? lookup?.patient?.claim.birthDate;
  const isVisitor = claim?.passportNumber !== undefined;
  switch (coverage.reason) {
    case 'valid-out-of-network':
      // A hub that decides no routes yet.
      return lookup?.routeBasis === undefined && slip?.standing === 'valid'
        ? { ...coverage, reason: REASON_OF_SLIP[slip.kind] }
        : coverage;
    case 'not-found':
      return !isVisitor &&
        claim?.insurance === undefined &&
        insuredAsChild(birthDate, surroundings.day)
        ? { ...coverage, reason: 'child-without-card' }
        : coverage;
    case 'unverified-hub-away':
    case 'unverified-portal-away':
      // A visitor pays unless there is a card to say otherwise.
      return isVisitor && coverage.cardNumber === undefined
        ? { ...coverage, reason: 'not-found' }
        : coverage;
    default:
      return coverage;
  }
};

/** The cover of this visit, with its route where the look-up says enough to decide one. */
export const coverOf = (context: Known): Coverage =>
  withRoute(knownCover(context), context.lookup?.routeBasis, groundsOf(context));

/** Lines of the route table that a slip may change. */
const SLIP_CHANGES: ReadonlySet<RouteReason> = new Set([
  'walk-in-part',
  'walk-in-unpaid',
  'slip-unconfirmed',
  'registration-unknown',
  'standing-unknown',
  'rule-open',
]);

/** Slips decide for people who are registered elsewhere, or may be. */
export const slipHelps = (context: Known): boolean => {
  const { reason, route } = coverOf(context);
  return route === undefined
    ? reason === 'valid-out-of-network' || reason.startsWith('unverified-')
    : SLIP_CHANGES.has(route.reason);
};

/** The cover as it is recorded: whoever chose to pay is on the route of those who pay. */
export const recordedCover = (context: Known & Pick<VisitContext, 'payer'>): Coverage => {
  const cover = coverOf(context);
  return context.payer === 'insured' ? cover : paidByChoice(cover, groundsOf(context));
};

/** What of the route goes onto paper: how the insurer pays, where it does. */
export const ticketRouteOf = (
  payer: PayerMode,
  { route: decided }: Coverage,
): { coverageRoute?: TicketRoute } => {
  if (decided === undefined || payer !== 'insured') return {};
  const { route, reason, benefitPercent } = decided;
  const percent = benefitPercent === undefined ? {} : { benefitPercent };
  return { coverageRoute: { route, reason, ...percent } };
};
