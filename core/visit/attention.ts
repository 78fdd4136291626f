import { assign } from 'xstate';
import { visitSetup } from './visit-setup.ts';

/** Is the patient still there? Warns, counts down, and ends the session. */
export const attention = visitSetup.createStateConfig({
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
          { guard: 'nobodyBegan', target: 'active', reenter: true, actions: 'restoreDefaults' },
          { target: 'active', reenter: true },
        ],
      },
      on: { touch: { target: 'active', reenter: true } },
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
      on: { touch: 'active' },
    },
  },
});
