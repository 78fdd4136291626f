import { assign } from 'xstate';
import { toCounter } from './page-links.ts';
import { keptSlip } from './kept-slip.ts';
import { slipOrder } from './visit-orders.ts';
import { visitSetup } from './visit-setup.ts';

export const slip = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    chooseSlip: {
      target: 'typeSlip',
      actions: assign(({ event }) => ({
        slipKind: event.kind,
        slip: undefined,
        notice: undefined,
      })),
    },
    askCounter: toCounter('insurance-question'),
    back: 'coverage',
  },
});

/** The number of the slip, scanned or typed; and why the last one cannot be used here. */
export const typeSlip = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    submitSlip: { target: 'checkingSlip', actions: 'clearNotice' },
    'code.read': [
      { guard: 'scannedSlip', target: 'checkingSlip', actions: 'clearNotice' },
      { actions: 'noticeUnknownCode' },
    ],
    'code.refused': [
      { guard: 'scannedSlip', target: 'checkingSlip', actions: 'clearNotice' },
      { actions: 'keepFailure' },
    ],
    askCounter: [
      { guard: 'slipRefused', target: 'referring', actions: 'keepSlipRefusal' },
      toCounter('slip-unknown'),
    ],
    back: { target: 'coverage', actions: 'forgetSlip' },
  },
});

export const checkingSlip = visitSetup.createStateConfig({
  initial: 'asking',
  entry: 'turnPage',
  states: {
    asking: {
      invoke: {
        src: 'checkSlip',
        input: ({ context, event }) => slipOrder(context, event),
        onDone: {
          target: 'judging',
          actions: assign(({ context, event }) => keptSlip(context, event.output)),
        },
        onError: toCounter('insurance-question'),
      },
    },
    judging: {
      always: [
        { guard: 'slipRefused', target: '#visit.journey.typeSlip' },
        { target: '#visit.journey.coverage' },
      ],
    },
  },
});
