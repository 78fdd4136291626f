import { assign } from 'xstate';
import { noted } from './paying.ts';
import type { Paying } from './payment-context.ts';
import type { VisitContext } from './visit-context.ts';
import { visitSetup } from './visit-setup.ts';

/** Something that changes while paying. */
export const note = (params: Partial<Paying>) => ({ type: 'notePayment', params }) as const;

export const attemptOf = ({ paying }: VisitContext): string => {
  if (paying?.code === undefined) throw new Error('no code was shown');
  return paying.code.attemptId;
};

/** Nobody is there any more: the ticket comes out all the same. */
export const abandoned = {
  sessionOver: [
    { guard: 'hasNumber', target: '#visit.journey.ticket' },
    { target: '#visit.journey.welcome' },
  ],
} as const;

/** Whoever has paid asks for it: answered at once. Siblings `judging` and `resting` go on. */
export const asking = visitSetup.createStateConfig({
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
});
