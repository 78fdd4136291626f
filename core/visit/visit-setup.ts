import { assign, fromPromise, or, raise, setup, stateIn } from 'xstate';
import type { CounterReason, LookupResult } from '../contract/hub.ts';
import type { IdentityClaim } from '../contract/identity.ts';
import type { Charges, PaymentCode, PaymentProgress } from '../contract/kiosk-payment.ts';
import type { Language } from '../contract/primitives.ts';
import type { SlipAnswer } from '../contract/slip.ts';
import { typedKeys, wayAfter } from './chip-key.ts';
import { invoiceChosen } from './invoice.ts';
import { claimRefusal, refusalOf } from './lookup-outcome.ts';
import { noted, payingBill, payingVisit } from './paying.ts';
import type {
  BillsOrder,
  ChargesOrder,
  CodeOrder,
  PayableBills,
  Paying,
  PaymentPaperOrder,
  WatchOrder,
} from './payment-context.ts';
import { swapped, withRelative } from './relative.ts';
import { typedClaimOf } from './typed-claim.ts';
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
import type { VisitEvent } from './visit-events.ts';
import { visitGuards } from './visit-guards.ts';
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
  'invoice',
  'taxCode',
  'bills',
];

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
    ...visitGuards,
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
    keepInvoice: assign(({ context, event }) => {
      const invoice = invoiceChosen(context, event);
      return invoice === undefined ? {} : { invoice, notice: undefined };
    }),
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
