import { familyOf, type FaultCode } from '../../core/contract/errors.ts';

/**
 * What a failed request means for the events in it:
 * retry: the same again later. After an ambiguous failure that is safe only because the hub's
 * intake is idempotent: an event id is one effect there, however often it arrives;
 * hold: the kiosk itself is not let in; no event is to blame, all wait;
 * refuse: one of the events is to blame; alone, it is a dead letter;
 * doubt: something in it breaks the hub, or the hub is broken.
 */
export type Verdict = 'retry' | 'hold' | 'refuse' | 'doubt';

const VERDICTS: Partial<Record<FaultCode, Verdict>> = {
  'hub-unauthorised': 'hold',
  'hub-not-trusted': 'hold',
  'clock-skew': 'hold',
  'kiosk-not-enrolled': 'hold',
  'kiosk-revoked': 'hold',
  'not-permitted': 'hold',
  'unknown-method': 'hold',
  'bad-request': 'refuse',
  'idempotency-conflict': 'refuse',
};

/** By family, but for the codes whose cause is known better. */
export const verdictOn = (code: FaultCode): Verdict =>
  VERDICTS[code] ?? (familyOf(code) === 'permanent' ? 'doubt' : 'retry');

export interface RetryPolicy {
  readonly shortestMs: number;
  /** Longest wait after the first failure, doubled with each further one. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** Wait while the kiosk is not let in. */
  readonly holdMs: number;
  /** Attempts after which an event that breaks a working hub is a dead letter. */
  readonly doubtfulAttempts: number;
  /** How long an answer shows that the hub works. */
  readonly proofMs: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  shortestMs: 50,
  firstMs: 1000,
  longestMs: 60_000,
  holdMs: 30_000,
  doubtfulAttempts: 5,
  proofMs: 10 * 60_000,
};

/**
 * Milliseconds to wait: exponential with full jitter, so that what failed together is not tried
 * again together; never shorter than what the hub asked for.
 * @param attempts failed before, including this one.
 * @param random 0 ≤ value < 1.
 */
export const waitMs = (
  attempts: number,
  random: number,
  retryAfterMs = 0,
  policy: RetryPolicy = DEFAULT_RETRY_POLICY,
): number => {
  const ceiling = Math.min(policy.longestMs, policy.firstMs * 2 ** Math.max(0, attempts - 1));
  return Math.max(policy.shortestMs, retryAfterMs, Math.round(ceiling * random));
};
