import { assign } from 'xstate';
import { FaultError } from '../contract/errors.ts';
import { toCounter } from './page-links.ts';
import { noted, outcomeOf, paymentPaperOrder } from './paying.ts';
import type { Paying, PaymentPaperOrder } from './payment-context.ts';
import type { VisitContext } from './visit-context.ts';
import { visitSetup } from './visit-setup.ts';

/**
 * Paying. Whoever has a number keeps it, however this ends: every way out of these pages leads to the
 * ticket where there is one. Nothing here decides that something is paid; the hub says so.
 */

/** Between two questions to the hub, which answers at once only where there is news. */
const PAUSE_MS = 250;
/** Between two questions to a hub that could not be asked. */
const REST_MS = 3_000;

/** Something that changes while paying. */
const note = (params: Partial<Paying>) => ({ type: 'notePayment', params }) as const;

const attemptOf = ({ paying }: VisitContext): string => {
  if (paying?.code === undefined) throw new Error('no code was shown');
  return paying.code.attemptId;
};

/** Nobody is there any more: the ticket comes out all the same. */
const abandoned = {
  sessionOver: [
    { guard: 'hasNumber', target: '#visit.journey.ticket' },
    { target: '#visit.journey.welcome' },
  ],
} as const;

/** What is to pay and why. */
export const charging = visitSetup.createStateConfig({
  initial: 'asking',
  entry: 'turnPage',
  states: {
    asking: {
      invoke: {
        src: 'charges',
        input: ({ context: { paying, issued } }) => {
          if (paying === undefined) throw new Error('nothing to pay for');
          return { payable: paying.payable, issued };
        },
        onDone: {
          target: 'judging',
          actions: assign(({ context, event }) => noted(context, { charges: event.output })),
        },
        onError: '#visit.journey.paymentOver',
      },
    },
    judging: {
      always: [
        { guard: 'somethingDue', target: '#visit.journey.charges' },
        { target: '#visit.journey.paymentOver' },
      ],
    },
  },
  on: abandoned,
});

export const charges = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    ...abandoned,
    payByCode: { guard: 'codeOffered', target: 'openingCode' },
    payAtCounter: {
      target: 'payingLater',
      actions: note({ leaving: 'chosen', notice: undefined }),
    },
    back: [
      { guard: 'ticketOut', target: 'ticket' },
      { guard: 'hasBills', target: 'bills' },
    ],
  },
});

export const openingCode = visitSetup.createStateConfig({
  entry: 'turnPage',
  invoke: {
    src: 'openCode',
    input: ({ context: { paying } }) => {
      if (paying === undefined) throw new Error('nothing to pay for');
      return { payable: paying.payable, place: 'screen' as const };
    },
    onDone: {
      target: 'paymentCode',
      actions: assign(({ context, event }) =>
        noted(context, {
          code: event.output,
          progress: undefined,
          slip: undefined,
          outcome: undefined,
          asked: 'no',
          paperOut: 'none',
          notice: undefined,
        }),
      ),
    },
    onError: {
      target: 'charges',
      actions: assign(({ context, event }) =>
        noted(context, {
          notice: event.error instanceof FaultError ? event.error.code : 'payment-unreachable',
        }),
      ),
    },
  },
  on: abandoned,
});

/** The hub is asked what came, over and over, for as long as the code is shown. */
export const paymentCode = visitSetup.createStateConfig({
  initial: 'watching',
  entry: 'turnPage',
  after: { codeTime: { target: 'closingCode', actions: note({ leaving: 'expired' }) } },
  states: {
    watching: {
      invoke: {
        src: 'watchPayment',
        input: ({ context }) => ({
          attemptId: attemptOf(context),
          known: context.paying?.progress,
        }),
        onDone: {
          target: 'judging',
          actions: assign(({ context, event }) => noted(context, { progress: event.output })),
        },
        onError: 'resting',
      },
    },
    asking: {
      entry: note({ asked: 'asking' }),
      invoke: {
        src: 'watchPayment',
        input: ({ context }) => ({ attemptId: attemptOf(context), known: undefined }),
        onDone: {
          target: 'judging',
          actions: assign(({ context, event }) =>
            noted(context, { progress: event.output, asked: 'nothing-yet' }),
          ),
        },
        onError: { target: 'resting', actions: note({ asked: 'away' }) },
      },
    },
    judging: {
      always: [
        { guard: 'moneyCame', target: '#visit.journey.paymentResult' },
        { target: 'pausing' },
      ],
    },
    pausing: { after: { [PAUSE_MS]: 'watching' } },
    resting: { after: { [REST_MS]: 'watching' } },
  },
  on: {
    ...abandoned,
    askPayment: '.asking',
    payAtCounter: { target: 'closingCode', actions: note({ leaving: 'chosen' }) },
    back: { target: 'closingCode', actions: note({ leaving: 'back' }) },
  },
});

/** The provider is asked once more before the code leaves the screen: nobody pays into nothing. */
export const closingCode = visitSetup.createStateConfig({
  initial: 'asking',
  entry: 'turnPage',
  states: {
    asking: {
      invoke: {
        src: 'endCode',
        input: ({ context }) => attemptOf(context),
        onDone: {
          target: 'judging',
          actions: assign(({ context, event }) => noted(context, { progress: event.output })),
        },
        onError: 'judging',
      },
    },
    judging: {
      always: [
        { guard: 'moneyCame', target: '#visit.journey.paymentResult' },
        {
          guard: ({ context }) => context.paying?.leaving === 'back',
          target: '#visit.journey.charges',
        },
        { target: '#visit.journey.payingLater' },
      ],
    },
  },
  on: abandoned,
});

/** A code for the slip, where there can be one. */
export const payingLater = visitSetup.createStateConfig({
  initial: 'deciding',
  entry: 'turnPage',
  states: {
    deciding: {
      always: [
        { guard: 'codeOffered', target: 'asking' },
        { target: '#visit.journey.paymentSlip' },
      ],
    },
    asking: {
      invoke: {
        src: 'openCode',
        input: ({ context: { paying } }) => {
          if (paying === undefined) throw new Error('nothing to pay for');
          return { payable: paying.payable, place: 'slip' as const };
        },
        onDone: {
          target: '#visit.journey.paymentSlip',
          actions: assign(({ context, event }) =>
            noted(context, { slip: event.output, paperOut: 'none' }),
          ),
        },
        onError: { target: '#visit.journey.paymentSlip', actions: note({ slip: undefined }) },
      },
    },
  },
  on: abandoned,
});

/** Stays until it is left or nobody touches it any more. */
const staying = visitSetup.createStateConfig({
  initial: 'open',
  states: {
    open: {
      after: { ticketTime: { target: '#visit.journey.paymentOver' } },
      on: { touch: { target: 'open', reenter: true } },
    },
  },
});

const paper = (kind: PaymentPaperOrder['kind']) =>
  visitSetup.createStateConfig({
    initial: 'deciding',
    states: {
      deciding: {
        always: [
          { guard: ({ context }) => context.paying?.paperOut === kind, target: 'out' },
          { target: 'printing' },
        ],
      },
      printing: {
        entry: note({ print: 'printing', paperOut: kind }),
        invoke: {
          src: 'printPayment',
          input: ({ context }) => paymentPaperOrder(context, kind),
          onDone: {
            target: 'out',
            actions: assign(({ context, event }) => noted(context, { print: event.output })),
          },
          onError: { target: 'out', actions: note({ print: 'failed' }) },
        },
      },
      out: { on: { reprintPayment: 'printing' } },
    },
  });

/** What came, in words, and a receipt of it. */
export const paymentResult = visitSetup.createStateConfig({
  type: 'parallel',
  entry: [
    'turnPage',
    assign(({ context }) =>
      noted(context, {
        outcome: context.paying === undefined ? undefined : outcomeOf(context.paying),
        notice: undefined,
      }),
    ),
  ],
  states: { stay: staying, paper: paper('receipt') },
  on: {
    ...abandoned,
    payByCode: { guard: 'codeOffered', target: 'openingCode' },
    payAtCounter: {
      guard: 'somethingDue',
      target: 'payingLater',
      actions: note({ leaving: 'chosen' }),
    },
    finish: 'paymentOver',
  },
});

/** Whoever pays later takes this along; whoever has paid already asks once more. */
export const paymentSlip = visitSetup.createStateConfig({
  type: 'parallel',
  entry: 'turnPage',
  states: {
    stay: staying,
    paper: paper('slip'),
    question: {
      initial: 'resting',
      states: {
        resting: { on: { askPayment: { guard: 'codeShown', target: 'asking' } } },
        asking: {
          entry: note({ asked: 'asking' }),
          invoke: {
            src: 'watchPayment',
            input: ({ context }) => ({ attemptId: attemptOf(context), known: undefined }),
            onDone: {
              target: 'judging',
              actions: assign(({ context, event }) =>
                noted(context, { progress: event.output, asked: 'nothing-yet' }),
              ),
            },
            onError: { target: 'resting', actions: note({ asked: 'away' }) },
          },
        },
        judging: {
          always: [
            { guard: 'moneyCame', target: '#visit.journey.paymentResult' },
            { target: 'resting' },
          ],
        },
      },
    },
  },
  on: {
    ...abandoned,
    payByCode: { guard: 'codeOffered', target: 'openingCode' },
    finish: 'paymentOver',
  },
});

/** Where paying leads back to. */
export const paymentOver = visitSetup.createStateConfig({
  always: [
    { guard: 'hasNumber', target: 'ticket' },
    { guard: 'hasMoreBills', target: 'askingBills' },
    { target: 'farewell' },
  ],
});

/** What somebody owes. */
export const askingBills = visitSetup.createStateConfig({
  entry: ['turnPage', assign({ paying: undefined })],
  invoke: {
    src: 'billsDue',
    input: ({ context: { lookup } }) => ({
      hisPatientId: lookup?.patient?.hisPatientId,
      visits: lookup?.visitsToday ?? [],
    }),
    onDone: { target: 'bills', actions: assign({ bills: ({ event }) => event.output }) },
    onError: {
      target: 'bills',
      actions: assign({ bills: { outcome: 'his-away' as const, bills: [] } }),
    },
  },
});

export const bills = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    chooseBill: { guard: 'billOffered', target: 'charges', actions: 'chooseBill' },
    askCounter: toCounter('asked-for-help'),
    finish: 'farewell',
    back: { target: 'confirm', actions: assign({ bills: undefined, paying: undefined }) },
  },
});
