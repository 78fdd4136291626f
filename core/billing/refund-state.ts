export const REFUND_STATES = ['requested', 'approved', 'rejected', 'paid'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

/** `take-back-payment`: what was taken for the refund was something else. */
export type RefundEvent = 'approve' | 'reject' | 'pay' | 'take-back-payment';

const TRANSITIONS = {
  requested: { approve: 'approved', reject: 'rejected' },
  approved: { pay: 'paid' },
  rejected: {},
  paid: { 'take-back-payment': 'approved' },
} as const satisfies Record<RefundState, Partial<Record<RefundEvent, RefundState>>>;

/** The next state, or undefined where the event is not possible. */
export const refundAfter = (state: RefundState, event: RefundEvent): RefundState | undefined => {
  const possible: Partial<Record<RefundEvent, RefundState>> = TRANSITIONS[state];
  return possible[event];
};
