import { assign } from 'xstate';
import { FaultError } from '../contract/errors.ts';
import { codeOrder, noted } from './paying.ts';
import { abandoned, asking, attemptOf, note } from './payment-links.ts';
import { visitSetup } from './visit-setup.ts';

/**
 * Paying. Whoever has a number keeps it, however this ends: every way out of these pages leads to the
 * ticket where there is one. Nothing here decides that something is paid; the hub says so.
 */

/** Between two questions to the hub, which answers at once only where there is news. */
const PAUSE_MS = 250;
/** Between two questions to a hub that could not be asked. */
const REST_MS = 3_000;

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
    openInvoice: { guard: 'codeOffered', target: 'invoice' },
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
    input: ({ context }) => codeOrder(context, 'screen'),
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
    asking,
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
        input: ({ context }) => codeOrder(context, 'slip'),
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
