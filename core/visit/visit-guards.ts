import { insuranceOffered } from '../coverage/coverage.ts';
import { expiryHelps, refusedForGood, typedKeys } from './chip-key.ts';
import { slipRefusal } from './clerk-tasks.ts';
import { servicePointOf } from './clinic-choice.ts';
import { givesTaxCode, invoiceChosen } from './invoice.ts';
import { claimRefusal, refusalOf } from './lookup-outcome.ts';
import { codeOffered, dueOf, outcomeOf, paysBills, visitPayable } from './paying.ts';
import { canSwap, isRelativeAgain, showsAPerson } from './relative.ts';
import { provesClaim } from './typed-claim.ts';
import type { VisitContext } from './visit-context.ts';
import { coverOf, slipHelps } from './visit-cover.ts';
import type { VisitEvent } from './visit-events.ts';

/** What a guard judges by. */
interface Judged {
  readonly context: VisitContext;
  readonly event: VisitEvent;
}

/** Clinics are known, and there is a hub that takes the visits. */
const isReady = ({ surroundings }: VisitContext): boolean =>
  surroundings.catalogue !== undefined &&
  surroundings.joining === undefined &&
  surroundings.storage !== 'closed';

/** What the visit asks before it goes on, each by a name. */
export const visitGuards = {
  ready: ({ context }: Judged) => isReady(context),
  notReady: ({ context }: Judged) => !isReady(context),
  slipsOnly: ({ context }: Judged) => context.surroundings.storage === 'slips-only',
  claimNeedsCounter: ({ context }: Judged) => claimRefusal(context) !== undefined,
  lookupRefused: ({ context }: Judged) => refusalOf(context) !== undefined,
  typedRefused: ({ context }: Judged) =>
    context.claim?.method === 'typed' && refusalOf(context) !== undefined,
  visitedToday: ({ context }: Judged) => (context.lookup?.visitsToday.length ?? 0) > 0,
  hasBookings: ({ context }: Judged) => (context.lookup?.bookings.length ?? 0) > 0,
  bookingOffered: ({ context, event }: Judged) =>
    event.type === 'chooseBooking' &&
    context.lookup?.bookings.some(booking => booking.id === event.bookingId) === true,
  clinicOpen: ({ context, event }: Judged) =>
    event.type === 'chooseClinic' &&
    servicePointOf(context.surroundings, event.servicePointId)?.state === 'open',
  clinicFull: ({ context, event }: Judged) =>
    event.type === 'chooseClinic' &&
    servicePointOf(context.surroundings, event.servicePointId)?.state === 'full',
  bookedClinicKnown: ({ context }: Judged) =>
    servicePointOf(context.surroundings, context.servicePointId) !== undefined,
  knownLabel: ({ context, event }: Judged) =>
    event.type === 'reprint' &&
    context.lookup?.visitsToday.some(visit => visit.number.label === event.label) === true,
  ownLabel: ({ context, event }: Judged) =>
    event.type === 'reprint' && context.issued?.number.label === event.label,
  copyOffered: ({ context, event }: Judged) =>
    event.type === 'printCopy' &&
    context.surroundings.copies !== undefined &&
    context.issued?.number.label === event.label,
  /** Whoever comes with a referral takes a paper of it along. */
  copyByItself: ({ context }: Judged) =>
    context.surroundings.copies === 'referrals' &&
    context.copy === 'offered' &&
    (context.issued?.coverageRoute?.route === 'referral' ||
      context.issued?.coverageReason === 'valid-referral'),
  countdownOver: ({ context }: Judged) => context.secondsLeft <= 1,
  keyRefused: ({ event }: Judged) => event.type === 'card.keyWanted' && event.reason === 'refused',
  noneOffered: ({ event }: Judged) =>
    event.type === 'card.keyWanted' && event.reason === 'none-offered',
  refusedForGood: ({ context, event }: Judged) =>
    event.type === 'card.keyWanted' && refusedForGood(context, event),
  hasKeys: ({ context }: Judged) => context.cardKeys !== undefined,
  opensChip: ({ event }: Judged) => event.type === 'code.read' && event.keys.length > 0,
  typedOpens: ({ context, event }: Judged) => typedKeys(context, event).length > 0,
  wayOffered: ({ context, event }: Judged) =>
    event.type === 'chooseKeyWay' && (event.way !== 'expiry' || expiryHelps(context)),
  typesKey: ({ context }: Judged) => context.keyWay !== 'code',
  cardLiesThere: ({ context }: Judged) => context.surroundings.cardPresent,
  cardLifted: ({ event }: Judged) => event.type === 'card.failed' && event.code === 'card-removed',
  cardFailed: ({ context }: Judged) => context.notice?.startsWith('card-') === true,
  /** The chip says what the code of the card said before. */
  provesClaim: ({ context, event }: Judged) =>
    event.type === 'card.read' && provesClaim(context, event.claim),
  cardNeedsCounter: ({ context, event }: Judged) =>
    event.type === 'card.read' && claimRefusal({ ...context, claim: event.claim }) !== undefined,
  identified: ({ context }: Judged) => context.claim !== undefined,
  payerOffered: ({ context, event }: Judged) =>
    event.type === 'choosePayer' &&
    (event.mode === 'self-pay' ||
      (context.lookup !== undefined && insuranceOffered(coverOf(context)))),
  actsForNobody: ({ context }: Judged) => context.whose === 'own',
  actsForPatient: ({ context }: Judged) => context.whose === 'patient',
  readsRelative: ({ context }: Judged) => context.whose === 'relative',
  patientSetAside: ({ context }: Judged) => context.setAside !== undefined,
  showsNoRelative: ({ context }: Judged) => context.whose === 'relative' && !showsAPerson(context),
  isRelativeAgain: ({ context }: Judged) => isRelativeAgain(context),
  canSwap: ({ context }: Judged) => canSwap(context),
  slipHelps: ({ context }: Judged) => slipHelps(context),
  slipRefused: ({ context }: Judged) => slipRefusal(context) !== undefined,
  scannedSlip: ({ event }: Judged) =>
    (event.type === 'code.read' || event.type === 'code.refused') && event.slipNumber !== undefined,
  passportRefused: ({ context }: Judged) =>
    context.claim?.method === 'typed' &&
    context.claim.passportNumber !== undefined &&
    refusalOf(context) !== undefined,
  hasBooking: ({ context }: Judged) => context.bookingId !== undefined,
  hasNumber: ({ context }: Judged) => context.issued !== undefined,
  ticketOut: ({ context }: Judged) => context.ticketOut,
  visitPayable: ({ context }: Judged) => visitPayable(context),
  paysBills: ({ context }: Judged) => paysBills(context.surroundings),
  cameToPay: ({ context }: Judged) => context.errand === 'bills',
  hasBills: ({ context }: Judged) => context.bills !== undefined,
  hasMoreBills: ({ context }: Judged) => (context.bills?.bills.length ?? 0) > 1,
  billOffered: ({ context, event }: Judged) =>
    event.type === 'chooseBill' &&
    context.bills?.bills.some(({ billId }) => billId === event.billId) === true,
  codeOffered: ({ context }: Judged) =>
    context.surroundings.hub === 'reachable' && codeOffered(context.paying),
  chargesKnown: ({ context }: Judged) =>
    visitPayable(context) && context.paying?.charges !== undefined,
  invoiceKnown: ({ context, event }: Judged) => invoiceChosen(context, event) !== undefined,
  givesTaxCode: ({ event }: Judged) => givesTaxCode(event),
  codeShown: ({ context }: Judged) => context.paying?.code !== undefined,
  somethingDue: ({ context }: Judged) => context.paying !== undefined && dueOf(context.paying) > 0,
  moneyCame: ({ context }: Judged) =>
    context.paying !== undefined && outcomeOf(context.paying) !== undefined,
};
