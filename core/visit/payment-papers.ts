import { assign } from 'xstate';
import { noted, outcomeOf, paymentPaperOrder } from './paying.ts';
import type { PaymentPaperOrder } from './payment-context.ts';
import { abandoned, asking, note } from './payment-links.ts';
import { visitSetup } from './visit-setup.ts';

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
          // There is nothing to show at a desk.
          { guard: ({ context }) => context.paying?.outcome === 'withdrawn', target: 'nothing' },
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
      nothing: {},
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
        asking,
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
