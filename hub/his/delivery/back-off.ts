/** Full jitter: any moment between nothing and an exponentially growing limit. */
export interface BackOff {
  readonly baseMs: number;
  readonly limitMs: number;
}

/** One visit that did not go through. */
export const ITEM_BACK_OFF: BackOff = { baseMs: 500, limitMs: 5 * 60_000 };

/** The HIS as a whole: looked at again soon, since a queue of people depends on it. */
export const SYSTEM_BACK_OFF: BackOff = { baseMs: 500, limitMs: 15_000 };

/**
 * Milliseconds to wait after the given number of failures in a row (1, 2, 3 …), never shorter than
 * the server asked for. `random` gives 0 to 1.
 */
export const waitAfter = (
  failures: number,
  backOff: BackOff,
  random: () => number,
  retryAfterMs = 0,
): number => {
  const limit = Math.min(backOff.limitMs, backOff.baseMs * 2 ** Math.min(failures - 1, 30));
  return Math.max(retryAfterMs, Math.round(random() * limit));
};
