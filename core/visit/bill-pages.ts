import { assign } from 'xstate';
import { toCounter } from './page-links.ts';
import { visitSetup } from './visit-setup.ts';

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
