import { type Clock } from '../../core/ports/ports.ts';

export interface RateLimitOptions {
  readonly clock: Clock;
  /** How many may come at once. */
  readonly burst: number;
  /** How many more each second after that. */
  readonly perSecond: number;
}

/** A token bucket: `take()` is false once more comes in than the rate allows. */
export const createRateLimit = ({ clock, burst, perSecond }: RateLimitOptions) => {
  let tokens = burst;
  let at = clock.now();
  return {
    take: (): boolean => {
      const now = clock.now();
      // A clock set back must not take tokens away.
      tokens = Math.min(burst, tokens + (Math.max(0, now - at) / 1000) * perSecond);
      at = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
};
