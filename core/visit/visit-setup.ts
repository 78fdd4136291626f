import { assign, fromPromise, or, raise, setup, stateIn } from 'xstate';
import type { CounterReason, LookupResult } from '../contract/hub.ts';
import type { IdentityClaim } from '../contract/identity.ts';
import type { Charges, PaymentCode, PaymentProgress } from '../contract/kiosk-payment.ts';
import type { Language } from '../contract/primitives.ts';
import type { SlipAnswer } from '../contract/slip.ts';
import { insuranceOffered } from '../coverage/coverage.ts';
import { servicePointOf } from './clinic-choice.ts';
import { expiryHelps, refusedForGood, typedKeys, wayAfter } from './chip-key.ts';
import { claimRefusal, refusalOf } from './lookup-outcome.ts';
import {
  codeOffered,
  dueOf,
  noted,
  outcomeOf,
  payingBill,
  payingVisit,
  paysBills,
  visitPayable,
} from './paying.ts';
import type {
  BillsOrder,
  ChargesOrder,
  CodeOrder,
  PayableBills,
  Paying,
  PaymentPaperOrder,
  WatchOrder,
} from './payment-context.ts';
import { canSwap, isRelativeAgain, showsAPerson, swapped, withRelative } from './relative.ts';
import { provesClaim, typedClaimOf } from './typed-claim.ts';
import { slipRefusal } from './clerk-tasks.ts';
import {
  anotherTry,
  type CheckInOrder,
  type CopyOrder,
  type CounterOrder,
  freshPerson,
  type IssuedVisit,
  type PrintOrder,
  type ReprintOrder,
  type SlipOrder,
  type Surroundings,
  type VisitContext,
  type VisitPace,
} from './visit-context.ts';
import { offeredLanguage } from './offered-language.ts';
import { coverOf, slipHelps } from './visit-cover.ts';
import type { VisitEvent } from './visit-events.ts';
import { NO_LOOKUP } from './nobody.ts';

export interface VisitInput {
  readonly surroundings: Surroundings;
  readonly pace: VisitPace;
  /** Keep the chip's picture with the visit. */
  readonly clerkRecord: boolean;
  readonly language: Language;
}

type PrintResult = 'printed' | 'uncertain' | 'failed';

/** A service that the host has not supplied is a fault of the program, not of the visit. */
const unsupplied = <Output, In>() =>
  fromPromise<Output, In>(() => Promise.reject(new Error('visit service not supplied')));

const WAITING_PAGES = [
  'identify',
  'typeNumber',
  'otherWays',
  'relationship',
  'describe',
  'passport',
  'typePassport',
  'cardKey',
  'layCard',
  'confirm',
  'priority',
  'alreadyRegistered',
  'purpose',
  'clinic',
  'coverage',
  'slip',
  'typeSlip',
  'charges',
  'bills',
];

/** Clinics are known, and there is a hub that takes the visits. */
const isReady = ({ surroundings }: VisitContext): boolean =>
  surroundings.catalogue !== undefined &&
  surroundings.joining === undefined &&
  surroundings.storage !== 'closed';

/** Vocabulary of the visit: its services, times, guards and actions, each by a name. */
export const visitSetup = setup({
  types: {
    context: {} as VisitContext,
    events: {} as VisitEvent,
    input: {} as VisitInput,
  },
  actors: {
    lookUp: unsupplied<LookupResult, IdentityClaim>(),
    checkSlip: unsupplied<SlipAnswer, SlipOrder>(),
    issue: unsupplied<IssuedVisit, CheckInOrder>(),
    refer: unsupplied<IssuedVisit, CounterOrder>(),
    print: unsupplied<PrintResult, PrintOrder>(),
    reprint: unsupplied<PrintResult, ReprintOrder>(),
    copy: unsupplied<PrintResult, CopyOrder>(),
    callStaff: unsupplied<'called' | 'unreachable', CounterReason>(),
    charges: unsupplied<Charges, ChargesOrder>(),
    openCode: unsupplied<PaymentCode, CodeOrder>(),
    watchPayment: unsupplied<PaymentProgress, WatchOrder>(),
    endCode: unsupplied<PaymentProgress, string>(),
    billsDue: unsupplied<PayableBills, BillsOrder>(),
    printPayment: unsupplied<PrintResult, PaymentPaperOrder>(),
  },
  delays: {
    idleTime: ({ context }) => slowed(context, context.pace.idle),
    readingTime: ({ context }) => context.pace.reading * 1000,
    ticketTime: ({ context }) => slowed(context, context.pace.ticket),
    farewellTime: ({ context }) => slowed(context, context.pace.farewell),
    codeTime: ({ context }) =>
      Math.min(context.pace.code, context.paying?.code?.validSeconds ?? 0) * 1000,
  },
  guards: {
    ready: ({ context }) => isReady(context),
    notReady: ({ context }) => !isReady(context),
    slipsOnly: ({ context }) => context.surroundings.storage === 'slips-only',
    claimNeedsCounter: ({ context }) => claimRefusal(context) !== undefined,
    lookupRefused: ({ context }) => refusalOf(context) !== undefined,
    typedRefused: ({ context }) =>
      context.claim?.method === 'typed' && refusalOf(context) !== undefined,
    visitedToday: ({ context }) => (context.lookup?.visitsToday.length ?? 0) > 0,
    hasBookings: ({ context }) => (context.lookup?.bookings.length ?? 0) > 0,
    bookingOffered: ({ context, event }) =>
      event.type === 'chooseBooking' &&
      context.lookup?.bookings.some(booking => booking.id === event.bookingId) === true,
    clinicOpen: ({ context, event }) =>
      event.type === 'chooseClinic' &&
      servicePointOf(context.surroundings, event.servicePointId)?.state === 'open',
    clinicFull: ({ context, event }) =>
      event.type === 'chooseClinic' &&
      servicePointOf(context.surroundings, event.servicePointId)?.state === 'full',
    bookedClinicKnown: ({ context }) =>
      servicePointOf(context.surroundings, context.servicePointId) !== undefined,
    knownLabel: ({ context, event }) =>
      event.type === 'reprint' &&
      context.lookup?.visitsToday.some(visit => visit.number.label === event.label) === true,
    ownLabel: ({ context, event }) =>
      event.type === 'reprint' && context.issued?.number.label === event.label,
    copyOffered: ({ context, event }) =>
      event.type === 'printCopy' &&
      context.surroundings.copies !== undefined &&
      context.issued?.number.label === event.label,
    /** Whoever comes with a referral takes a paper of it along. */
    copyByItself: ({ context }) =>
      context.surroundings.copies === 'referrals' &&
      context.copy === 'offered' &&
      (context.issued?.coverageRoute?.route === 'referral' ||
        context.issued?.coverageReason === 'valid-referral'),
    countdownOver: ({ context }) => context.secondsLeft <= 1,
    keyRefused: ({ event }) => event.type === 'card.keyWanted' && event.reason === 'refused',
    noneOffered: ({ event }) => event.type === 'card.keyWanted' && event.reason === 'none-offered',
    refusedForGood: ({ context, event }) =>
      event.type === 'card.keyWanted' && refusedForGood(context, event),
    hasKeys: ({ context }) => context.cardKeys !== undefined,
    opensChip: ({ event }) => event.type === 'code.read' && event.keys.length > 0,
    typedOpens: ({ context, event }) => typedKeys(context, event).length > 0,
    wayOffered: ({ context, event }) =>
      event.type === 'chooseKeyWay' && (event.way !== 'expiry' || expiryHelps(context)),
    typesKey: ({ context }) => context.keyWay !== 'code',
    cardLiesThere: ({ context }) => context.surroundings.cardPresent,
    cardLifted: ({ event }) => event.type === 'card.failed' && event.code === 'card-removed',
    cardFailed: ({ context }) => context.notice?.startsWith('card-') === true,
    /** The chip says what the code of the card said before. */
    provesClaim: ({ context, event }) =>
      event.type === 'card.read' && provesClaim(context, event.claim),
    cardNeedsCounter: ({ context, event }) =>
      event.type === 'card.read' && claimRefusal({ ...context, claim: event.claim }) !== undefined,
    identified: ({ context }) => context.claim !== undefined,
    payerOffered: ({ context, event }) =>
      event.type === 'choosePayer' &&
      (event.mode === 'self-pay' ||
        (context.lookup !== undefined && insuranceOffered(coverOf(context)))),
    actsForNobody: ({ context }) => context.whose === 'own',
    actsForPatient: ({ context }) => context.whose === 'patient',
    readsRelative: ({ context }) => context.whose === 'relative',
    patientSetAside: ({ context }) => context.setAside !== undefined,
    showsNoRelative: ({ context }) => context.whose === 'relative' && !showsAPerson(context),
    isRelativeAgain: ({ context }) => isRelativeAgain(context),
    canSwap: ({ context }) => canSwap(context),
    slipHelps: ({ context }) => slipHelps(context),
    slipRefused: ({ context }) => slipRefusal(context) !== undefined,
    scannedSlip: ({ event }) =>
      (event.type === 'code.read' || event.type === 'code.refused') &&
      event.slipNumber !== undefined,
    passportRefused: ({ context }) =>
      context.claim?.method === 'typed' &&
      context.claim.passportNumber !== undefined &&
      refusalOf(context) !== undefined,
    hasBooking: ({ context }) => context.bookingId !== undefined,
    hasNumber: ({ context }) => context.issued !== undefined,
    ticketOut: ({ context }) => context.ticketOut,
    visitPayable: ({ context }) => visitPayable(context),
    paysBills: ({ context }) => paysBills(context.surroundings),
    cameToPay: ({ context }) => context.errand === 'bills',
    hasBills: ({ context }) => context.bills !== undefined,
    hasMoreBills: ({ context }) => (context.bills?.bills.length ?? 0) > 1,
    billOffered: ({ context, event }) =>
      event.type === 'chooseBill' &&
      context.bills?.bills.some(({ billId }) => billId === event.billId) === true,
    codeOffered: ({ context }) =>
      context.surroundings.hub === 'reachable' && codeOffered(context.paying),
    chargesKnown: ({ context }) => visitPayable(context) && context.paying?.charges !== undefined,
    codeShown: ({ context }) => context.paying?.code !== undefined,
    somethingDue: ({ context }) => context.paying !== undefined && dueOf(context.paying) > 0,
    moneyCame: ({ context }) =>
      context.paying !== undefined && outcomeOf(context.paying) !== undefined,
    nobodyBegan: stateIn('#visit.journey.welcome'),
    /** Pages that hold a person's data and wait for a touch; the others end by themselves. */
    waitsForPatient: or(WAITING_PAGES.map(page => stateIn(`#visit.journey.${page}`))),
  },
  actions: {
    turnPage: assign({ stepKey: ({ context }) => context.stepKey + 1 }),
    wipe: assign(({ context }) => freshPerson(context.firstLanguage)),
    forgetIdentity: assign(({ context }) => anotherTry(context)),
    /** Nobody is left but the language and the text size of whoever reads the last page. */
    forgetEverybody: assign(({ context }) => ({
      ...freshPerson(context.language),
      display: context.display,
      staffCall: context.staffCall,
    })),
    /** Read after the patient's, or instead of them: the visit is one's own again. */
    actsForNobody: assign(({ context }) => ({
      whose: 'own' as const,
      relationship: undefined,
      relative: undefined,
      ...context.setAside,
      setAside: undefined,
      notice: undefined,
    })),
    setPatientAside: assign(({ context: { claim, lookup, portrait, declared } }) => ({
      setAside: { claim, lookup, portrait, declared },
      claim: undefined,
      lookup: undefined,
      portrait: undefined,
      portraitDue: false,
    })),
    keepRelative: assign(({ context }) => withRelative(context)),
    swapPersons: assign(({ context }) => swapped(context)),
    /** Whoever shows a passport reads English rather, until they choose. */
    offerEnglish: assign(({ context }) =>
      context.languageChosen ? {} : { language: 'en' as const },
    ),
    forgetSlip: assign({ slip: undefined, notice: undefined }),
    keepSlipRefusal: assign(({ context }) => ({
      counterReason: slipRefusal(context),
      notice: undefined,
    })),
    noticeUnknownCode: assign({ notice: 'code-unknown' as const }),
    /** Whoever left without beginning leaves their language and text size to nobody. */
    restoreDefaults: assign(({ context }) => ({
      language: context.firstLanguage,
      display: freshPerson(context.firstLanguage).display,
    })),
    referFor: assign((_, { reason }: { reason: CounterReason }) => ({
      counterReason: reason,
      notice: undefined,
    })),
    clearNotice: assign({ notice: undefined }),
    chooseBill: assign(({ context, event }) => {
      const bill =
        event.type === 'chooseBill'
          ? context.bills?.bills.find(({ billId }) => billId === event.billId)
          : undefined;
      return bill === undefined ? {} : { paying: payingBill(bill) };
    }),
    notePayment: assign(({ context }, changes: Partial<Paying>) => noted(context, changes)),
    payVisit: assign(({ context }) =>
      context.issued === undefined ? {} : { paying: payingVisit(context.issued) },
    ),
    endSession: raise({ type: 'sessionOver' }),
    keepClaim: assign(({ context, event }) => {
      if (event.type === 'code.read') {
        return {
          claim: event.claim,
          ...offeredLanguage(context, event.claim),
          ...(event.keys.length > 0 ? { cardKeys: event.keys } : {}),
        };
      }
      if (event.type !== 'card.read') return {};
      const portraitDue = context.clerkRecord && event.claim.authenticity !== 'invalid';
      // The chip is open: the keys have done their work.
      return {
        claim: event.claim,
        ...offeredLanguage(context, event.claim),
        cardKeys: undefined,
        portrait: undefined,
        portraitDue,
      };
    }),
    keepTypedKeys: assign(({ context, event }) => ({ cardKeys: typedKeys(context, event) })),
    askAnotherWay: assign(({ context, event }) =>
      event.type === 'card.keyWanted'
        ? {
            keyWay: wayAfter(context, event),
            keyRefusals: context.keyRefusals + (event.reason === 'refused' ? 1 : 0),
          }
        : {},
    ),
    forgetKeys: assign({ cardKeys: undefined }),
    /** Never back: another attempt starts anew behind the screen. */
    keepProgress: assign(({ context, event }) =>
      event.type === 'card.progress'
        ? { progress: Math.max(context.progress ?? 0, event.share) }
        : {},
    ),
    keepTyped: assign(({ event }) => {
      const claim = typedClaimOf(event);
      return claim === undefined ? {} : { claim };
    }),
    keepTicket: assign(({ event }) =>
      event.type === 'ticket.read'
        ? { lookup: { ...NO_LOOKUP, visitsToday: [event.visit] }, notice: undefined }
        : {},
    ),
    keepFailure: assign(({ event }) =>
      event.type === 'card.failed' || event.type === 'code.refused' ? { notice: event.code } : {},
    ),
    keepRefusal: assign(({ context }) => ({
      ...anotherTry(context),
      notice: refusalOf(context),
    })),
    keepClaimRefusal: assign(({ context }) => ({ counterReason: claimRefusal(context) })),
    noticeReadingFailed: assign({ notice: 'card-unreadable' as const }),
    noticeKeyRefused: assign({ notice: 'card-key-refused' as const }),
    noticeClinicFull: assign({ notice: 'clinic-full' as const }),
  },
});

function slowed(context: VisitContext, seconds: number): number {
  return seconds * 1000 * (context.display.pace === 'slow' ? 2 : 1);
}
