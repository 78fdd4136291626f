import { assign } from 'xstate';
import { visitSetup } from './visit-setup.ts';

/** "Gọi nhân viên", from any page and beside whatever happens there. */
export const staff = visitSetup.createStateConfig({
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
    said: {
      after: { idleTime: { target: 'resting', actions: assign({ staffCall: 'none' }) } },
      on: { callStaff: 'calling' },
    },
  },
  on: {
    closeStaffCall: { target: '.resting', actions: assign({ staffCall: 'none' }) },
    sessionOver: { target: '.resting', actions: assign({ staffCall: 'none' }) },
  },
});
