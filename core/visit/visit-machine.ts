import { and, assign, fromPromise, or, raise, setup, stateIn } from 'xstate';
import type { FaultCode } from '../contract/errors.ts';
import type { CounterReason, KnownVisit, LookupResult } from '../contract/hub.ts';
import type { IdentityClaim } from '../contract/identity.ts';
import type { Intent } from '../contract/kiosk.ts';
import type { Language } from '../contract/primitives.ts';
import { insuranceOffered } from '../coverage/coverage.ts';
import { servicePointOf } from './clinic-choice.ts';
import { claimWithDoubts } from './confirm-rows.ts';
import { refusalOf } from './lookup-outcome.ts';
import { priorityOf } from './priority-claim.ts';
import {
  type CheckInOrder,
  type CounterOrder,
  freshPerson,
  type IssuedVisit,
  type PrintOrder,
  type ReprintOrder,
  type Surroundings,
  type VisitContext,
  type VisitPace,
} from './visit-context.ts';

/** What devices and the world tell the visit. */
export type WorldEvent =
  | { readonly type: 'surroundings'; readonly surroundings: Surroundings }
  | { readonly type: 'card.inserted' }
  | { readonly type: 'card.read'; readonly claim: IdentityClaim }
  | { readonly type: 'card.failed'; readonly code: FaultCode }
  | { readonly type: 'code.read'; readonly claim: IdentityClaim }
  | { readonly type: 'code.refused'; readonly code: FaultCode }
  /** A ticket of today that this kiosk gave out was shown to the scanner. */
  | { readonly type: 'ticket.read'; readonly visit: KnownVisit }
  | { readonly type: 'touch' }
  | { readonly type: 'sessionOver' };

export type VisitEvent = Intent | WorldEvent;

export interface VisitInput {
  readonly surroundings: Surroundings;
  readonly pace: VisitPace;
  readonly language: Language;
}

type PrintResult = 'printed' | 'uncertain' | 'failed';

/** A service that the host has not supplied is a fault of the program, not of the visit. */
const unsupplied = <Output, In>() =>
  fromPromise<Output, In>(() => Promise.reject(new Error('visit service not supplied')));

const FIRST_LANGUAGE: Language = 'vi';

const WAITING_PAGES = [
  'identify',
  'typeNumber',
  'confirm',
  'priority',
  'alreadyRegistered',
  'purpose',
  'clinic',
  'coverage',
];

const machineSetup = setup({
  types: {
    context: {} as VisitContext,
    events: {} as VisitEvent,
    input: {} as VisitInput,
  },
  actors: {
    lookUp: unsupplied<LookupResult, IdentityClaim>(),
    issue: unsupplied<IssuedVisit, CheckInOrder>(),
    refer: unsupplied<IssuedVisit, CounterOrder>(),
    print: unsupplied<PrintResult, PrintOrder>(),
    reprint: unsupplied<PrintResult, ReprintOrder>(),
    callStaff: unsupplied<'called' | 'unreachable', CounterReason>(),
  },
  delays: {
    idleTime: ({ context }) => slowed(context, context.pace.idle),
    readingTime: ({ context }) => context.pace.reading * 1000,
    ticketTime: ({ context }) => slowed(context, context.pace.ticket),
    farewellTime: ({ context }) => slowed(context, context.pace.farewell),
  },
  guards: {
    ready: ({ context }) => context.surroundings.catalogue !== undefined,
    notReady: ({ context }) => context.surroundings.catalogue === undefined,
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
    countdownOver: ({ context }) => context.secondsLeft <= 1,
    identified: ({ context }) => context.claim !== undefined,
    payerOffered: ({ context, event }) =>
      event.type === 'choosePayer' &&
      (event.mode === 'self-pay' ||
        (context.lookup !== undefined && insuranceOffered(context.lookup.coverage.reason))),
    hasBooking: ({ context }) => context.bookingId !== undefined,
    /** Pages that hold a person's data and wait for a touch; the others end by themselves. */
    waitsForPatient: or(WAITING_PAGES.map(page => stateIn(`#visit.journey.${page}`))),
  },
  actions: {
    turnPage: assign({ stepKey: ({ context }) => context.stepKey + 1 }),
    wipe: assign(() => freshPerson(FIRST_LANGUAGE)),
    /** Another try by the same person: language and display stay, identity goes. */
    forgetIdentity: assign(({ context }) => ({
      ...freshPerson(context.language),
      display: context.display,
      staffCall: context.staffCall,
    })),
    clearNotice: assign({ notice: undefined }),
    endSession: raise({ type: 'sessionOver' }),
    keepClaim: assign(({ event }) =>
      event.type === 'card.read' || event.type === 'code.read' ? { claim: event.claim } : {},
    ),
    keepTyped: assign(({ event }) =>
      event.type === 'submitNumber' ? { claim: typedClaim(event.number, event.birthDate) } : {},
    ),
    keepTicket: assign(({ event }) =>
      event.type === 'ticket.read'
        ? { lookup: { ...NO_LOOKUP, visitsToday: [event.visit] }, notice: undefined }
        : {},
    ),
    keepFailure: assign(({ event }) =>
      event.type === 'card.failed' || event.type === 'code.refused' ? { notice: event.code } : {},
    ),
    keepRefusal: assign(({ context }) => ({
      ...freshPerson(context.language),
      display: context.display,
      notice: refusalOf(context),
    })),
    keepClaimRefusal: assign(({ context }) => ({ counterReason: claimRefusal(context) })),
    noticeReadingFailed: assign({ notice: 'card-unreadable' as const }),
    noticeClinicFull: assign({ notice: 'clinic-full' as const }),
  },
});

function slowed(context: VisitContext, seconds: number): number {
  return seconds * 1000 * (context.display.pace === 'slow' ? 2 : 1);
}

/** What the card itself says that only staff can settle. */
function claimRefusal(context: VisitContext): CounterReason | undefined {
  const claim = context.claim;
  if (claim?.authenticity === 'invalid') return 'card-not-authentic';
  if (claim?.expiryDate !== undefined && claim.expiryDate < context.surroundings.day) {
    return 'card-expired';
  }
  return undefined;
}

/** Nine digits: the old identity card; ten: the BHXH number; twelve: the citizen number. */
function typedClaim(number: string, birthDate: string): IdentityClaim {
  const shape =
    number.length === 12
      ? { citizenNumber: number }
      : number.length === 9
        ? { oldNumber: number }
        : number.length === 10
          ? { insurance: { cardNumber: number } }
          : {};
  return {
    method: 'typed',
    ...shape,
    birthDate,
    authenticity: 'not-checked',
    flags: 'citizenNumber' in shape || 'oldNumber' in shape || 'insurance' in shape ? [] : ['number-shape-unknown'],
  };
}

const toCounter = (reason: CounterReason) =>
  ({
    target: '#visit.journey.referring',
    actions: assign({ counterReason: () => reason, notice: () => undefined }),
  }) as const;

/** The reader and the scanner are heard on every page where nobody has been identified yet. */
const newcomer = {
  'card.inserted': { target: '#visit.journey.reading', actions: 'clearNotice' },
  'card.read': { target: '#visit.journey.recognising', actions: 'keepClaim' },
  'card.failed': { target: '#visit.journey.identify', actions: 'keepFailure' },
  'code.read': { target: '#visit.journey.recognising', actions: 'keepClaim' },
  'code.refused': { target: '#visit.journey.identify', actions: 'keepFailure' },
  'ticket.read': { target: '#visit.journey.alreadyRegistered', actions: 'keepTicket' },
} as const;

/** The next person may already stand there while the last page of the one before is shown. */
const nextPerson = {
  'card.inserted': { target: '#visit.journey.reading', actions: 'wipe' },
  'code.read': { target: '#visit.journey.recognising', actions: ['wipe', 'keepClaim'] },
} as const;

/** The last page of a visit, with its paper: a second look or another print keeps it open. */
const lastPage = (kind: PrintOrder['kind']) =>
  machineSetup.createStateConfig({
    type: 'parallel',
    entry: ['turnPage', assign({ print: 'printing' })],
    states: {
      stay: {
        initial: 'open',
        states: {
          open: {
            after: { ticketTime: { target: '#visit.journey.farewell' } },
            on: { touch: { target: 'open', reenter: true } },
          },
        },
      },
      paper: {
        initial: 'printing',
        states: {
          printing: {
            invoke: {
              src: 'print',
              input: ({ context, event }) => printOrder(context, event, kind),
              onDone: { target: 'out', actions: assign({ print: ({ event }) => event.output }) },
              onError: { target: 'out', actions: assign({ print: 'failed' }) },
            },
          },
          out: {
            on: {
              reprint: {
                guard: 'ownLabel',
                target: 'printing',
                actions: assign({ print: 'printing', reprinted: true }),
              },
            },
          },
        },
      },
    },
    on: { ...nextPerson, finish: { target: '#visit.journey.farewell' } },
  });

/**
 * One patient's visit to the kiosk: the pages, what leads on and back, and the wipe.
 * Pure: time, devices, storage and the network come in as events, delays and services.
 */
export const visitMachine = machineSetup.createMachine({
  id: 'visit',
  type: 'parallel',
  context: ({ input }) => ({
    ...freshPerson(input.language),
    surroundings: input.surroundings,
    pace: input.pace,
    stepKey: 0,
  }),
  on: {
    surroundings: { actions: assign({ surroundings: ({ event }) => event.surroundings }) },
    setLanguage: { actions: assign({ language: ({ event }) => event.language }) },
    setDisplay: {
      actions: assign({
        display: ({ context, event }) => ({
          textSize: event.display.textSize ?? context.display.textSize,
          contrast: event.display.contrast ?? context.display.contrast,
          reach: event.display.reach ?? context.display.reach,
          pace: event.display.pace ?? context.display.pace,
        }),
      }),
    },
  },
  states: {
    journey: {
      initial: 'welcome',
      on: { sessionOver: '.welcome' },
      states: {
        welcome: {
          entry: ['wipe', 'turnPage'],
          always: { guard: 'notReady', target: 'outOfService' },
          on: {
            ...newcomer,
            begin: 'identify',
            noDocument: toCounter('no-document'),
            emergency: toCounter('emergency'),
          },
        },
        identify: {
          entry: 'turnPage',
          on: {
            ...newcomer,
            typeNumber: { target: 'typeNumber', actions: 'clearNotice' },
            noDocument: toCounter('no-document'),
            emergency: toCounter('emergency'),
            askCounter: [
              {
                guard: ({ context }) => context.notice === 'booking-not-found',
                ...toCounter('booking-not-found'),
              },
              {
                guard: ({ context }) => context.notice === 'card-unreadable',
                ...toCounter('card-unreadable'),
              },
              {
                guard: ({ context }) => context.notice !== undefined,
                ...toCounter('code-unknown'),
              },
              toCounter('asked-for-help'),
            ],
            back: 'welcome',
          },
        },
        typeNumber: {
          entry: 'turnPage',
          on: {
            ...newcomer,
            submitNumber: { target: 'recognising', actions: ['clearNotice', 'keepTyped'] },
            askCounter: [
              {
                guard: ({ context }) => context.notice === 'identity-mismatch',
                ...toCounter('identity-mismatch'),
              },
              {
                guard: ({ context }) => context.notice === 'patient-not-found',
                ...toCounter('patient-not-found'),
              },
              toCounter('asked-for-help'),
            ],
            back: { target: 'identify', actions: 'forgetIdentity' },
          },
        },
        reading: {
          entry: 'turnPage',
          after: { readingTime: { target: 'identify', actions: 'noticeReadingFailed' } },
          on: {
            'card.read': { target: 'recognising', actions: 'keepClaim' },
            'card.failed': { target: 'identify', actions: 'keepFailure' },
            back: { target: 'identify', actions: 'forgetIdentity' },
          },
        },
        recognising: {
          initial: 'deciding',
          entry: 'turnPage',
          states: {
            deciding: {
              always: [
                {
                  guard: 'claimNeedsCounter',
                  target: '#visit.journey.referring',
                  actions: 'keepClaimRefusal',
                },
                { target: 'lookingUp' },
              ],
            },
            lookingUp: {
              invoke: {
                src: 'lookUp',
                input: ({ context }) => context.claim ?? NOBODY,
                onDone: {
                  target: 'judging',
                  actions: assign({ lookup: ({ event }) => event.output }),
                },
                onError: toCounter('internal'),
              },
            },
            judging: {
              always: [
                {
                  guard: 'typedRefused',
                  target: '#visit.journey.typeNumber',
                  actions: 'keepRefusal',
                },
                {
                  guard: 'lookupRefused',
                  target: '#visit.journey.identify',
                  actions: 'keepRefusal',
                },
                { target: '#visit.journey.confirm' },
              ],
            },
          },
          on: { back: { target: 'identify', actions: 'forgetIdentity' } },
        },
        confirm: {
          entry: 'turnPage',
          on: {
            confirmIdentity: [
              { guard: 'visitedToday', target: 'alreadyRegistered' },
              { guard: 'hasBookings', target: 'purpose' },
              { target: 'clinic' },
            ],
            rejectIdentity: { target: 'identify', actions: 'forgetIdentity' },
            openPriority: 'priority',
            askCounter: toCounter('asked-for-help'),
            back: { target: 'identify', actions: 'forgetIdentity' },
          },
        },
        priority: {
          entry: 'turnPage',
          on: {
            declarePriority: {
              target: 'confirm',
              actions: assign({ declared: ({ event }) => event.group ?? undefined }),
            },
            back: 'confirm',
          },
        },
        alreadyRegistered: {
          initial: 'resting',
          entry: 'turnPage',
          states: {
            resting: {},
            printing: {
              invoke: {
                src: 'reprint',
                input: ({ context, event }) => reprintOrder(context, event),
                onDone: {
                  target: 'resting',
                  actions: assign({ print: ({ event }) => event.output }),
                },
                onError: { target: 'resting', actions: assign({ print: 'failed' }) },
              },
            },
          },
          on: {
            reprint: {
              guard: 'knownLabel',
              target: '.printing',
              actions: assign(({ context, event }) => ({
                print: 'printing' as const,
                reprinted: true,
                reprinting: context.lookup?.visitsToday.find(
                  visit => visit.number.label === event.label,
                ),
              })),
            },
            registerAnother: [
              { guard: and(['identified', 'hasBookings']), target: 'purpose' },
              { guard: 'identified', target: 'clinic' },
              { target: 'identify', actions: 'forgetIdentity' },
            ],
            finish: 'farewell',
            back: [
              { guard: 'identified', target: 'confirm' },
              { target: 'identify', actions: 'forgetIdentity' },
            ],
          },
        },
        purpose: {
          entry: ['turnPage', 'clearNotice'],
          on: {
            chooseBooking: {
              guard: 'bookingOffered',
              target: 'bookingChosen',
              actions: assign(({ context, event }) => ({
                bookingId: event.bookingId,
                servicePointId: context.lookup?.bookings.find(b => b.id === event.bookingId)
                  ?.servicePointId,
              })),
            },
            chooseWalkIn: {
              target: 'clinic',
              actions: assign({ bookingId: undefined, servicePointId: undefined }),
            },
            askCounter: toCounter('asked-for-help'),
            back: 'confirm',
          },
        },
        bookingChosen: {
          always: [{ guard: 'bookedClinicKnown', target: 'coverage' }, toCounter('clinic-closed')],
        },
        clinic: {
          entry: 'turnPage',
          on: {
            chooseClinic: [
              {
                guard: 'clinicOpen',
                target: 'coverage',
                actions: assign({
                  servicePointId: ({ event }) => event.servicePointId,
                  bookingId: undefined,
                  notice: undefined,
                }),
              },
              { guard: 'clinicFull', target: 'clinic', reenter: true, actions: 'noticeClinicFull' },
            ],
            askCounter: [
              { guard: ({ context }) => context.notice === 'clinic-full', ...toCounter('clinic-full') },
              toCounter('asked-for-help'),
            ],
            back: [
              { guard: 'hasBookings', target: 'purpose' },
              { target: 'confirm', actions: 'clearNotice' },
            ],
          },
        },
        coverage: {
          entry: 'turnPage',
          on: {
            choosePayer: {
              guard: 'payerOffered',
              target: 'issuing',
              actions: assign({ payer: ({ event }) => event.mode }),
            },
            askCounter: toCounter('insurance-question'),
            back: [{ guard: 'hasBooking', target: 'purpose' }, { target: 'clinic' }],
          },
        },
        issuing: {
          entry: 'turnPage',
          invoke: {
            src: 'issue',
            input: ({ context }) => checkInOrder(context),
            onDone: { target: 'ticket', actions: assign({ issued: ({ event }) => event.output }) },
            onError: toCounter('internal'),
          },
        },
        referring: {
          entry: 'turnPage',
          invoke: {
            src: 'refer',
            input: ({ context }) => counterOrder(context),
            onDone: { target: 'counter', actions: assign({ issued: ({ event }) => event.output }) },
            onError: 'noNumber',
          },
        },
        ticket: lastPage('visit'),
        counter: lastPage('counter'),
        farewell: {
          entry: 'turnPage',
          after: { farewellTime: 'welcome' },
          on: { ...nextPerson, finish: 'welcome', begin: 'welcome', back: 'welcome' },
        },
        /** Not even a number can be given: the page names the counter, and gives the place free. */
        noNumber: {
          entry: 'turnPage',
          after: { ticketTime: 'welcome' },
          on: { finish: 'welcome', back: 'welcome' },
        },
        outOfService: {
          entry: 'turnPage',
          always: { guard: 'ready', target: 'welcome' },
        },
      },
    },
    attention: {
      initial: 'active',
      states: {
        active: {
          after: {
            idleTime: [
              {
                guard: 'waitsForPatient',
                target: 'warning',
                actions: assign({ secondsLeft: ({ context }) => context.pace.countdown }),
              },
              { target: 'active', reenter: true },
            ],
          },
          on: { '*': { target: 'active', reenter: true, guard: ({ event }) => isTouch(event) } },
        },
        warning: {
          after: {
            1000: [
              { guard: 'countdownOver', target: 'active', actions: 'endSession' },
              {
                target: 'warning',
                reenter: true,
                actions: assign({ secondsLeft: ({ context }) => context.secondsLeft - 1 }),
              },
            ],
          },
          on: { '*': { target: 'active', guard: ({ event }) => isTouch(event) } },
        },
      },
    },
    staff: {
      initial: 'resting',
      states: {
        resting: { on: { callStaff: 'calling' } },
        calling: {
          entry: assign({ staffCall: 'calling' }),
          invoke: {
            src: 'callStaff',
            input: ({ context }) => context.counterReason ?? 'asked-for-help',
            onDone: { target: 'said', actions: assign({ staffCall: ({ event }) => event.output }) },
            onError: { target: 'said', actions: assign({ staffCall: 'unreachable' }) },
          },
        },
        said: { on: { callStaff: 'calling' } },
      },
      on: {
        closeStaffCall: { target: '.resting', actions: assign({ staffCall: 'none' }) },
        sessionOver: { target: '.resting', actions: assign({ staffCall: 'none' }) },
      },
    },
  },
});

const NOBODY: IdentityClaim = { method: 'typed', authenticity: 'not-checked', flags: [] };

const NO_LOOKUP: LookupResult = {
  outcome: 'his-away',
  bookings: [],
  coverage: { reason: 'unverified-hub-away' },
  visitsToday: [],
};

/** World events other than a card or a code are not a sign of a person. */
function isTouch(event: VisitEvent): boolean {
  return event.type !== 'surroundings' && event.type !== 'sessionOver' && !event.type.startsWith('xstate.');
}

function checkInOrder(context: VisitContext): CheckInOrder {
  return {
    claim: claimWithDoubts(context) ?? NOBODY,
    lookup: context.lookup ?? NO_LOOKUP,
    bookingId: context.bookingId,
    servicePointId: context.servicePointId ?? context.surroundings.counterId,
    payer: context.payer ?? 'self-pay',
    priority: priorityOf(context),
    language: context.language,
  };
}

function counterOrder(context: VisitContext): CounterOrder {
  return {
    reason: context.counterReason ?? 'asked-for-help',
    claim: claimWithDoubts(context),
    priority: priorityOf(context),
    language: context.language,
  };
}

function printOrder(
  context: VisitContext,
  event: VisitEvent,
  kind: PrintOrder['kind'],
): PrintOrder {
  if (context.issued === undefined) throw new Error('no number to print');
  return {
    visit: context.issued,
    kind,
    reason: kind === 'counter' ? context.counterReason : undefined,
    language: context.language,
    large: event.type === 'reprint' && event.large,
    reprint: event.type === 'reprint',
  };
}

function reprintOrder(context: VisitContext, event: VisitEvent): ReprintOrder {
  if (context.reprinting === undefined) throw new Error('no ticket chosen');
  return {
    visit: context.reprinting,
    language: context.language,
    large: event.type === 'reprint' && event.large,
  };
}
