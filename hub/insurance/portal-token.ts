import { type Clock } from '../../core/ports/ports.ts';
import { type PortalToken } from './portal-messages.ts';
import { type PortalTrouble } from './portal-trouble.ts';

export type TokenResult =
  | { readonly ok: true; readonly token: PortalToken }
  | { readonly ok: false; readonly trouble: PortalTrouble };

export interface TokenKeeper {
  /** The token to ask with: at once while there is one, else when it comes. Never rejects. */
  obtain(): Promise<TokenResult>;
  /** The portal did not take this one. */
  refused(token: PortalToken): void;
}

/** Renewed this long before its end, so that no look-up travels with a token that dies on the way. */
const EARLY_MS = 60_000;
/** What a token is trusted for whose end cannot be read, or has passed by its own date. */
const DOUBTFUL_MS = 300_000;
/** Nobody believes a token longer than this, whatever its date says. */
const LONGEST_MS = 24 * 3_600_000;

interface Held {
  readonly token: PortalToken;
  readonly until: number;
}

/** `take` fetches a token and never rejects; it is never run twice at a time. */
export const createTokenKeeper = (
  take: () => Promise<TokenResult>,
  clock: Pick<Clock, 'now'>,
): TokenKeeper => {
  let held: Held | undefined;
  let taking: Promise<TokenResult> | undefined;

  const heldOf = (token: PortalToken): Held => {
    const now = clock.now();
    const { expiresAt } = token;
    const isDoubtful = expiresAt === undefined || expiresAt <= now;
    return { token, until: isDoubtful ? now + DOUBTFUL_MS : Math.min(expiresAt, now + LONGEST_MS) };
  };

  const renew = (): Promise<TokenResult> =>
    (taking ??= take()
      .then(result => {
        if (result.ok) held = heldOf(result.token);
        return result;
      })
      .finally(() => {
        taking = undefined;
      }));

  return {
    obtain() {
      const now = clock.now();
      if (held === undefined || now >= held.until) return renew();
      // Still good: whoever waits is served with it, and the next one comes meanwhile.
      if (now >= held.until - EARLY_MS) void renew();
      return Promise.resolve({ ok: true, token: held.token });
    },
    refused(token) {
      if (held?.token === token) held = undefined;
    },
  };
};
