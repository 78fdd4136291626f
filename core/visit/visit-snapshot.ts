import type { SnapshotFrom } from 'xstate';
import type { Authenticity, IdentityClaim, IdentityMethod } from '../contract/identity.ts';
import type { Addressee, Snapshot, StepView } from '../contract/kiosk.ts';
import type { CoverageRoute } from '../contract/coverage.ts';
import type { BusinessDay } from '../contract/primitives.ts';
import { insuranceOffered } from '../coverage/coverage.ts';
import { maskInsuranceNumber } from '../identity/masking.ts';
import { ageOn } from '../identity/partial-date.ts';
import { bookingChoices, clinicChoices, placeOf, servicePointOf } from './clinic-choice.ts';
import { expiryHelps } from './chip-key.ts';
import { confirmRows } from './confirm-rows.ts';
import { slipRefusal } from './clerk-tasks.ts';
import { paysBills, ticketPaymentOf, visitPayable } from './paying.ts';
import { type PayingState, paymentStep } from './payment-snapshot.ts';
import { priorityOf } from './priority-claim.ts';
import { canSwap, relatedPersonOf } from './relative.ts';
import { issuedTicket, knownTickets } from './ticket-view.ts';
import type { VisitContext } from './visit-context.ts';
import { coverOf, slipHelps } from './visit-cover.ts';
import type { visitMachine } from './visit-machine.ts';

export type VisitSnapshot = SnapshotFrom<typeof visitMachine>;

/** Where and when the snapshot is taken. */
export interface SnapshotFrame {
  readonly revision: number;
  /** UTC, ISO 8601. */
  readonly now: string;
}

const NO_CATALOGUE_NAME = { vi: 'Bệnh viện', en: 'Hospital' };

/** Everything the screen may know of the visit, and nothing else: masked, complete, validated later. */
export const snapshotOf = (visit: VisitSnapshot, frame: SnapshotFrame): Snapshot => {
  const { context } = visit;
  const { surroundings } = context;
  const counter = servicePointOf(surroundings, surroundings.counterId);
  const warning = visit.matches({ attention: 'warning' });
  return {
    ...frame,
    stepKey: context.stepKey,
    step: stepOf(visit),
    canGoBack: visit.can({ type: 'back' }),
    language: context.language,
    addressee: addresseeOf(context, surroundings.day),
    display: context.display,
    day: surroundings.day,
    ...(surroundings.joining === undefined ? {} : { joining: surroundings.joining }),
    hospital: surroundings.catalogue?.hospital.name ?? NO_CATALOGUE_NAME,
    ...(counter === undefined ? {} : { counter: placeOf(counter) }),
    service: {
      hub: surroundings.hub,
      cardReader: surroundings.cardReader,
      codeScanner: surroundings.codeScanner,
      printer: surroundings.printer,
      ...(surroundings.storage === 'slips-only' ? { slipsOnly: true } : {}),
      ...(paysBills(surroundings) ? { payment: true } : {}),
    },
    ...(surroundings.screenInches === undefined ? {} : { screenInches: surroundings.screenInches }),
    cardPresent: surroundings.cardPresent,
    idle: warning ? { state: 'warning', secondsLeft: context.secondsLeft } : { state: 'active' },
    staffCall: context.staffCall,
  };
};

type Journey =
  | Exclude<VisitSnapshot['value']['journey'], object>
  | 'reading'
  | 'recognising'
  | 'alreadyRegistered'
  | 'checkingSlip'
  | PayingState
  | 'ticket'
  | 'counter';

const journeyOf = (visit: VisitSnapshot): Journey => {
  const { journey } = visit.value;
  return (typeof journey === 'string' ? journey : Object.keys(journey)[0]) as Journey;
};

/** The day a child was born is known to who brings it; many elders have no registered one. */
const describeStep = ({ whose, relationship }: VisitContext): StepView => ({
  name: 'describe',
  whose,
  precision: relationship === 'parent' || relationship === 'grandparent' ? 'day' : 'year',
});

const typeSlipStep = (context: VisitContext): StepView => {
  const { slip, slipKind } = context;
  const standing = slip?.standing;
  return {
    name: 'type-slip',
    kind: slipKind,
    ...withNotice(context),
    ...(standing === undefined || standing === 'valid' || standing === 'unverified'
      ? {}
      : { refused: standing }),
  };
};

const withNotice = (context: VisitContext) =>
  context.notice === undefined ? {} : { notice: context.notice };

const stepOf = (visit: VisitSnapshot): StepView => {
  const { context } = visit;
  switch (journeyOf(visit)) {
    case 'welcome':
      return { name: 'welcome' };
    case 'identify':
      return { name: 'identify', whose: context.whose, ...withNotice(context) };
    case 'typeNumber':
      return { name: 'type-number', whose: context.whose, ...withNotice(context) };
    case 'otherWays':
      return { name: 'other-ways' };
    case 'relationship':
      return { name: 'relationship' };
    case 'describe':
      return describeStep(context);
    case 'passport':
      return { name: 'passport', ...withNotice(context) };
    case 'typePassport':
      return { name: 'type-passport', ...withNotice(context) };
    case 'reading':
      return {
        ...readingStep(context, 'card-chip'),
        ...(context.progress === undefined ? {} : { progress: context.progress }),
      };
    case 'recognising':
      return readingStep(context, context.claim?.method ?? 'card-chip');
    case 'cardKey':
      return {
        name: 'card-key',
        way: context.keyWay,
        expiryHelps: expiryHelps(context),
        ...withNotice(context),
      };
    case 'layCard':
      return { name: 'lay-card' };
    case 'confirm':
      return confirmStep(context);
    case 'priority':
      return {
        name: 'priority',
        ...(context.declared === undefined ? {} : { declared: context.declared }),
      };
    case 'alreadyRegistered': {
      const tickets = knownTickets(context);
      return tickets.length === 0 ? purposeStep(context) : { name: 'already-registered', tickets };
    }
    case 'purpose':
    case 'bookingChosen':
      return purposeStep(context);
    case 'clinic':
      return {
        name: 'clinic',
        clinics: clinicChoices(context.surroundings),
        ...withNotice(context),
      };
    case 'coverage':
      return coverageStep(context);
    case 'slip':
      return { name: 'slip' };
    case 'typeSlip':
      return typeSlipStep(context);
    case 'checkingSlip':
      return readingStep(context, 'typed');
    case 'issuing':
    case 'referring':
      return { name: 'issuing' };
    case 'ticket':
    case 'counter':
      return lastStep(context, journeyOf(visit) === 'counter');
    case 'charging':
    case 'charges':
    case 'invoice':
    case 'taxCode':
    case 'openingCode':
    case 'paymentCode':
    case 'closingCode':
    case 'payingLater':
    case 'paymentResult':
    case 'paymentSlip':
    case 'askingBills':
    case 'bills':
      return paymentStep(journeyOf(visit) as PayingState, context) ?? outOfService(context);
    case 'paymentOver':
    case 'farewell':
      return { name: 'farewell' };
    case 'noNumber':
    case 'outOfService':
      return outOfService(context);
  }
};

const readingStep = (
  { clerkRecord }: VisitContext,
  method: IdentityMethod,
): Extract<StepView, { name: 'reading' }> => ({ name: 'reading', method, portrait: clerkRecord });

/** A chip that did not prove itself may be a copy of a genuine one: nobody is told that it is not. */
const shownAuthenticity = ({ authenticity, authenticityReasons }: IdentityClaim): Authenticity =>
  authenticity === 'valid' && authenticityReasons?.length !== 0 ? 'not-checked' : authenticity;

const confirmStep = (context: VisitContext): StepView => {
  const { claim, lookup } = context;
  const rows = claim === undefined ? [] : confirmRows(claim, lookup);
  if (claim === undefined || rows.length === 0) return outOfService(context);
  const priority = priorityOf(context);
  return {
    name: 'confirm',
    rows,
    authenticity: shownAuthenticity(claim),
    method: claim.method,
    record: lookup?.outcome ?? 'his-away',
    portrait: context.clerkRecord && claim.method === 'card-chip',
    ...relativeShown(context),
    ...(priority === undefined ? {} : { priorityGroup: priority.group }),
  };
};

const relativeShown = (context: VisitContext) => {
  const relative = relatedPersonOf(context);
  if (relative === undefined) return {};
  const name = relative.claim?.name;
  return {
    relative: {
      relationship: relative.relationship,
      swappable: canSwap(context),
      ...(name === undefined ? {} : { name }),
    },
  };
};

const purposeStep = ({ surroundings, lookup }: VisitContext): StepView => ({
  name: 'purpose',
  bookings: bookingChoices(surroundings, lookup),
});

const coverageStep = (context: VisitContext): StepView => {
  const { surroundings, servicePointId, slip } = context;
  const point = servicePointOf(surroundings, servicePointId);
  if (point === undefined) return outOfService(context);
  const coverage = coverOf(context);
  return {
    name: 'coverage',
    place: placeOf(point),
    insured: {
      offered: insuranceOffered(coverage),
      reason: coverage.reason,
      ...(coverage.cardNumber === undefined
        ? {}
        : { cardNumber: maskInsuranceNumber(coverage.cardNumber) }),
      ...(coverage.validTo === undefined ? {} : { validTo: coverage.validTo }),
      ...(coverage.portal?.finding === undefined ? {} : { finding: coverage.portal.finding }),
      ...(coverage.route === undefined ? {} : { route: shownRoute(coverage.route) }),
    },
    price: point.price,
    slipHelps: slipHelps(context),
    ...(slip === undefined || slipRefusal(context) !== undefined ? {} : { slip: slip.kind }),
  };
};

const shownRoute = ({ route, reason, benefitPercent, paysAllBelow }: CoverageRoute) => ({
  route,
  reason,
  ...(benefitPercent === undefined ? {} : { benefitPercent }),
  ...(paysAllBelow === undefined ? {} : { paysAllBelow }),
});

/** A copy that was begun stays in sight, also where the A4 printer has gone since. */
const hasCopy = ({ surroundings, copy }: VisitContext): boolean =>
  surroundings.copies !== undefined || copy !== 'offered';

const lastStep = (context: VisitContext, atCounter: boolean): StepView => {
  const { surroundings, issued, print, reprinted, counterReason, copy } = context;
  const known = issued && issuedTicket(surroundings, issued, { print, reprinted });
  const ticket = known && { ...known, ...moneyOnTicket(context) };
  if (ticket === undefined) return outOfService(context);
  return atCounter
    ? { name: 'counter', reason: counterReason ?? 'asked-for-help', ticket }
    : { name: 'ticket', ticket: { ...ticket, ...(hasCopy(context) ? { copy } : {}) } };
};

const moneyOnTicket = (context: VisitContext) => {
  const payment = ticketPaymentOf(context);
  return {
    ...(payment === undefined ? {} : { payment }),
    ...(visitPayable(context) ? { payable: true } : {}),
  };
};

const outOfService = ({ surroundings }: VisitContext): StepView => {
  const counter = servicePointOf(surroundings, surroundings.counterId);
  return { name: 'out-of-service', ...(counter === undefined ? {} : { place: placeOf(counter) }) };
};

/** Elders are spoken to as such from 60, children below 18; nobody before an age is certain. */
const addresseeOf = ({ claim, lookup, whose }: VisitContext, day: BusinessDay): Addressee => {
  const birthDate = claim?.birthDate ?? lookup?.patient?.claim.birthDate;
  if (birthDate === undefined) return 'unknown';
  const { min, max } = ageOn(birthDate, day);
  // Whoever acts for a grown-up reads: the patient's age says nothing about them.
  if (whose !== 'own') return max < 18 ? 'child' : 'unknown';
  if (min >= 60) return 'elder';
  if (max < 18) return 'child';
  return min >= 18 ? 'adult' : 'unknown';
};
