/**
 * An attempt is one code shown to one person, a bill is what is owed: an attempt may end in any way
 * without touching the bill, and money for an attempt that has ended still pays its bill.
 */
export const ATTEMPT_STATES = ['open', 'paid', 'expired', 'cancelled', 'replaced'] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

export type AttemptEvent = 'money-came' | 'time-over' | 'cancelled-by-person' | 'next-attempt';

const NEXT = {
  'money-came': 'paid',
  'time-over': 'expired',
  'cancelled-by-person': 'cancelled',
  'next-attempt': 'replaced',
} as const satisfies Record<AttemptEvent, AttemptState>;

/** Paid is for ever; what ended otherwise becomes paid when money comes late, and nothing else. */
export const attemptAfter = (state: AttemptState, event: AttemptEvent): AttemptState => {
  if (event === 'money-came') return 'paid';
  return state === 'open' ? NEXT[event] : state;
};
