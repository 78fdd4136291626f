import { and, assign } from 'xstate';
import { newcomer, toCounter } from './page-links.ts';
import { NOBODY } from './nobody.ts';
import { visitSetup } from './visit-setup.ts';

export const welcome = visitSetup.createStateConfig({
  entry: ['wipe', 'turnPage'],
  always: { guard: 'notReady', target: 'outOfService' },
  on: {
    ...newcomer,
    begin: [{ guard: 'slipsOnly', ...toCounter('internal') }, { target: 'identify' }],
    payBills: {
      guard: 'paysBills',
      target: 'identify',
      actions: assign({ errand: 'bills' }),
    },
    noDocument: toCounter('no-document'),
    emergency: toCounter('emergency'),
  },
});

export const identify = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    ...newcomer,
    typeNumber: { target: 'typeNumber', actions: 'clearNotice' },
    otherWays: { guard: 'actsForNobody', target: 'otherWays', actions: 'clearNotice' },
    describe: { guard: 'actsForPatient', target: 'describe', actions: 'clearNotice' },
    skipRelative: [
      {
        guard: and(['readsRelative', 'patientSetAside']),
        target: 'confirm',
        actions: 'keepRelative',
      },
      { guard: 'readsRelative', target: 'identify', reenter: true, actions: 'keepRelative' },
    ],
    noDocument: toCounter('no-document'),
    emergency: toCounter('emergency'),
    askCounter: [
      {
        guard: ({ context }) => context.notice === 'booking-not-found',
        ...toCounter('booking-not-found'),
      },
      { guard: 'cardFailed', ...toCounter('card-unreadable') },
      {
        guard: ({ context }) => context.notice !== undefined,
        ...toCounter('code-unknown'),
      },
      toCounter('asked-for-help'),
    ],
    back: [
      { guard: 'readsRelative', target: 'relationship', actions: 'forgetIdentity' },
      {
        guard: 'actsForPatient',
        target: 'identify',
        reenter: true,
        actions: ['forgetIdentity', assign({ whose: 'relative', relative: undefined })],
      },
      { target: 'welcome' },
    ],
  },
});

export const typeNumber = visitSetup.createStateConfig({
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
});

export const recognising = visitSetup.createStateConfig({
  initial: 'deciding',
  entry: 'turnPage',
  states: {
    deciding: {
      always: [
        {
          guard: 'showsNoRelative',
          target: '#visit.journey.identify',
          actions: ['forgetIdentity', 'noticeUnknownCode'],
        },
        {
          guard: 'isRelativeAgain',
          target: '#visit.journey.identify',
          actions: ['forgetIdentity', assign({ notice: 'same-document' })],
        },
        {
          guard: and(['readsRelative', 'patientSetAside']),
          target: '#visit.journey.confirm',
          actions: 'keepRelative',
        },
        { guard: 'readsRelative', target: '#visit.journey.identify', actions: 'keepRelative' },
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
          guard: 'passportRefused',
          target: '#visit.journey.typePassport',
          actions: 'keepRefusal',
        },
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
  on: {
    // A code was shown first, and opened the chip of the same card.
    'card.read': { guard: 'provesClaim', target: 'recognising', actions: 'keepClaim' },
    back: { target: 'identify', actions: 'forgetIdentity' },
  },
});

export const confirm = visitSetup.createStateConfig({
  entry: 'turnPage',
  // From here on nobody's chip is opened any more: the next card may be the next person's.
  exit: 'forgetKeys',
  on: {
    'card.read': [
      {
        guard: and(['provesClaim', 'cardNeedsCounter']),
        target: 'recognising',
        actions: 'keepClaim',
      },
      { guard: 'provesClaim', actions: 'keepClaim' },
    ],
    confirmIdentity: [
      { guard: 'cameToPay', target: 'askingBills' },
      { guard: 'visitedToday', target: 'alreadyRegistered' },
      { guard: 'hasBookings', target: 'purpose' },
      { target: 'clinic' },
    ],
    rejectIdentity: { target: 'identify', actions: 'forgetIdentity' },
    openPriority: 'priority',
    actFor: { guard: 'actsForNobody', target: 'relationship', actions: 'setPatientAside' },
    swapPersons: { guard: 'canSwap', target: 'recognising', actions: 'swapPersons' },
    askCounter: toCounter('asked-for-help'),
    back: { target: 'identify', actions: 'forgetIdentity' },
  },
});

export const priority = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    declarePriority: {
      target: 'confirm',
      actions: assign({ declared: ({ event }) => event.group ?? undefined }),
    },
    back: 'confirm',
  },
});
