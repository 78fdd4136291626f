import type { Coverage, PayerMode, RouteGrounds } from '../contract/coverage.ts';
import type { TicketRoute } from '../contract/kiosk.ts';
import { paidByChoice, withRoute } from '../coverage/route.ts';
import type { VisitContext } from './visit-context.ts';

type Known = Pick<VisitContext, 'lookup' | 'bookingId'>;

/** What the patient comes with today, besides the card: the slip of the booking they chose. */
const groundsOf = ({ lookup, bookingId }: Known): RouteGrounds => {
  const chosen = lookup?.bookings.find(({ id }) => id === bookingId);
  return {
    emergency: false,
    referral: 'none',
    reExamination: chosen?.kind === 're-examination' ? 'good' : 'none',
  };
};

/** The cover of this visit, with its route where the look-up says enough to decide one. */
export const coverOf = (context: Known): Coverage => {
  const coverage = context.lookup?.coverage ?? { reason: 'unverified-hub-away' as const };
  return withRoute(coverage, context.lookup?.routeBasis, groundsOf(context));
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
