import { type Carrier, LinkLostError, type LinkState } from './carrier.ts';

/** Long enough for a file of twenty megabytes over a slow line. */
const REPLY_TIMEOUT_MS = 120_000;

/**
 * Carries calls as `POST BASE/{method}` to the page's own origin, one request each. Nothing is pushed:
 * a page that wants news asks.
 */
export const httpCarrier = (
  base: string,
  send: typeof fetch = (...given) => fetch(...given),
): Carrier => {
  const listeners = new Set<(state: LinkState) => void>();
  let state: LinkState = 'connecting';
  const enter = (next: LinkState): void => {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener(next);
  };
  return {
    async invoke(method, input) {
      try {
        const response = await send(`${base}/${method}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(input),
          credentials: 'same-origin',
          cache: 'no-store',
          redirect: 'error',
          signal: AbortSignal.timeout(REPLY_TIMEOUT_MS),
        });
        const reply: unknown = await response.json();
        enter('open');
        return reply;
      } catch {
        enter('lost');
        throw new LinkLostError('no reply came');
      }
    },
    subscribe: () => () => undefined,
    watch: listener => {
      listeners.add(listener);
      listener(state);
      return () => listeners.delete(listener);
    },
  };
};
