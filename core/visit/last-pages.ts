import { assign } from 'xstate';
import { nextPerson } from './page-links.ts';
import type { PrintOrder } from './visit-context.ts';
import { copyOrder, printOrder } from './visit-orders.ts';
import { visitSetup } from './visit-setup.ts';

/** The visit on A4, where the kiosk offers that: asked for, or by itself. */
const copyOnPaper = visitSetup.createStateConfig({
  initial: 'resting',
  states: {
    resting: {
      always: { guard: 'copyByItself', target: 'printing' },
      on: { printCopy: { guard: 'copyOffered', target: 'printing' } },
    },
    printing: {
      entry: assign({ copy: 'printing' }),
      invoke: {
        src: 'copy',
        input: ({ context }) => copyOrder(context),
        onDone: { target: 'resting', actions: assign({ copy: ({ event }) => event.output }) },
        onError: { target: 'resting', actions: assign({ copy: 'failed' }) },
      },
    },
  },
});
const noCopy = visitSetup.createStateConfig({});

/** The last page of a visit, with its paper: a second look or another print keeps it open. */
const lastPage = (kind: PrintOrder['kind']) =>
  visitSetup.createStateConfig({
    type: 'parallel',
    entry: [
      'turnPage',
      assign(({ context }) => (context.ticketOut ? {} : { print: 'printing' as const })),
    ],
    states: {
      copy: kind === 'visit' ? copyOnPaper : noCopy,
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
        initial: 'deciding',
        states: {
          deciding: {
            always: [{ guard: 'ticketOut', target: 'out' }, { target: 'printing' }],
          },
          printing: {
            entry: assign({ ticketOut: true }),
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
                // After a job of which nothing came out, this is the first ticket there is.
                actions: assign({
                  print: 'printing',
                  reprinted: ({ context }) => context.reprinted || context.print !== 'failed',
                }),
              },
            },
          },
        },
      },
    },
    on: {
      ...nextPerson,
      finish: { target: '#visit.journey.farewell' },
      // Whoever comes back to what was asked for before finds it as it was left.
      openCharges: [
        { guard: 'chargesKnown', target: '#visit.journey.charges' },
        { guard: 'visitPayable', target: '#visit.journey.charging', actions: 'payVisit' },
      ],
    },
  });

export const ticket = lastPage('visit');
export const counter = lastPage('counter');

/** Everything personal is gone already while the patient is thanked. */
export const farewell = visitSetup.createStateConfig({
  entry: ['forgetEverybody', 'turnPage'],
  after: { farewellTime: 'welcome' },
  on: { ...nextPerson, finish: 'welcome', begin: 'welcome', back: 'welcome' },
});

/** Not even a number can be given: the page names the counter, and gives the place free. */
export const noNumber = visitSetup.createStateConfig({
  entry: 'turnPage',
  after: { ticketTime: 'welcome' },
  on: { finish: 'welcome', back: 'welcome' },
});

export const outOfService = visitSetup.createStateConfig({
  entry: 'turnPage',
  always: { guard: 'ready', target: 'welcome' },
});
