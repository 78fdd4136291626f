import { type Clock } from '../../core/ports/ports.ts';

/** How a look-up ended for whoever must decide whether to go on asking. */
export type CallEnd =
  | 'answered'
  /** Nobody answered, or nobody could use the answer. */
  | 'failed'
  /** The account itself is refused: asking on may lock it. */
  | 'barred';

export interface CircuitBreaker {
  /** Whether one may ask now; where only one may try, this is the one. */
  admits(): boolean;
  ended(how: CallEnd): void;
  /** Milliseconds until somebody may ask again; 0 while everybody may. */
  waitMs(): number;
}

/** Failures in a row after which nobody waits for the portal any more. */
const FAILURES = 3;
const FIRST_WAIT_MS = 5_000;
const LAST_WAIT_MS = 120_000;
const FIRST_BARRED_MS = 60_000;
const LAST_BARRED_MS = 900_000;
/** A try that never ended does not shut the portal out for ever. */
const TRY_MS = 30_000;

const waitAfter = (rounds: number, first: number, last: number, random: () => number): number => {
  const longest = Math.min(last, first * 2 ** Math.min(rounds - 1, 16));
  return Math.round(longest / 2 + (random() * longest) / 2);
};

/**
 * Keeps patients from waiting for a portal that does not answer: after some failures in a row
 * nobody asks for a while, then one look-up tries for all.
 */
export const createCircuitBreaker = (clock: Clock, random: () => number): CircuitBreaker => {
  let failures = 0;
  let rounds = 0;
  let closedUntil = 0;
  let tryingUntil = 0;

  /** Nobody waits for longer on purpose: a later end was set by a clock that was ahead. */
  const leftUntil = (end: number, longest: number): number => {
    const left = end - clock.now();
    return left > longest ? 0 : Math.max(0, left);
  };
  const leftAlone = (): number => leftUntil(closedUntil, LAST_BARRED_MS);
  const waitMs = (): number =>
    rounds === 0 ? 0 : Math.max(leftAlone(), leftUntil(tryingUntil, TRY_MS));

  const close = (first: number, last: number): void => {
    rounds += 1;
    closedUntil = clock.now() + waitAfter(rounds, first, last, random);
  };

  return {
    admits() {
      if (waitMs() > 0) return false;
      if (rounds > 0) tryingUntil = clock.now() + TRY_MS;
      return true;
    },
    ended(how) {
      tryingUntil = 0;
      if (how === 'answered') {
        failures = 0;
        rounds = 0;
        closedUntil = 0;
        return;
      }
      failures += 1;
      if (how === 'barred') close(FIRST_BARRED_MS, LAST_BARRED_MS);
      // A straggler of before tells nothing new while the portal is left alone.
      else if (leftAlone() === 0 && (rounds > 0 || failures >= FAILURES)) {
        close(FIRST_WAIT_MS, LAST_WAIT_MS);
      }
    },
    waitMs,
  };
};
