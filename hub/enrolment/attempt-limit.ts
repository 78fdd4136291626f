import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';

/** How many wrong codes are answered: some at once, then one after each pause. */
const BURST = 10;
const PAUSE_MS = 6_000;
/** Addresses remembered at once; more than that are counted together. */
const LONGEST = 1_000;

export interface AttemptLimit {
  /** @throws FaultError `hub-overloaded` where this address has tried too often. */
  check(address: string): void;
  /** One more wrong code from there. */
  failed(address: string): void;
}

/**
 * A code cannot be guessed: it has 80 random bits. The limit keeps those who try anyway from
 * costing the database anything.
 */
export const createAttemptLimit = (clock: Clock): AttemptLimit => {
  /** When the address would have an empty record again. */
  const clearAt = new Map<string, number>();
  const nameOf = (address: string): string =>
    clearAt.has(address) || clearAt.size < LONGEST ? address : 'others';
  const forget = (now: number): void => {
    for (const [address, at] of clearAt) if (at <= now) clearAt.delete(address);
  };
  return {
    check(address) {
      const now = clock.now();
      if (clearAt.size >= LONGEST) forget(now);
      const name = nameOf(address);
      // More than there can be: the clock was set back.
      if ((clearAt.get(name) ?? now) - now > BURST * PAUSE_MS) clearAt.delete(name);
      const wait = (clearAt.get(name) ?? now) - now - (BURST - 1) * PAUSE_MS;
      if (wait <= 0) return;
      throw new FaultError('hub-overloaded', 'too many wrong codes', { retryAfterMs: wait });
    },
    failed(address) {
      const now = clock.now();
      const name = nameOf(address);
      clearAt.set(name, Math.max(clearAt.get(name) ?? now, now) + PAUSE_MS);
    },
  };
};
