import type { Client } from '../../core/contract/contract.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import type { Clock } from '../../core/ports/ports.ts';

/** Whether the hub answers. A patient never waits to find that out. */
export interface Reachability {
  current(): boolean;
  subscribe(listener: () => void): () => void;
  /** Asks once, then keeps asking; resolves after the first answer or failure. */
  start(): Promise<void>;
  stop(): void;
}

export interface ReachabilityOptions {
  readonly hub: Pick<Client<HubContract>, 'hello'>;
  readonly kioskId: string;
  readonly version: string;
  readonly clock: Clock;
  /** Told what the hub said of itself. */
  readonly heard?: (hello: Awaited<ReturnType<Client<HubContract>['hello']>>) => void;
}

const WHILE_REACHABLE_MS = 5_000;
/** A hub that comes back is noticed soon; one that stays away is not hammered. */
const WHILE_AWAY_MS = [500, 1_000, 2_000, 5_000];
/** One lost answer is no outage: it takes two in a row, unless nothing listens there at all. */
const MISSES_UNTIL_AWAY = 2;

export const createReachability = (options: ReachabilityOptions): Reachability => {
  const { hub, kioskId, version, clock } = options;
  const listeners = new Set<() => void>();
  let reachable = false;
  let misses = MISSES_UNTIL_AWAY;
  let cancel: () => void = () => undefined;
  let stopped = false;

  const set = (now: boolean): void => {
    if (now === reachable) return;
    reachable = now;
    for (const listener of listeners) listener();
  };
  const probe = async (): Promise<void> => {
    try {
      const hello = await hub.hello({ kioskId, version });
      misses = 0;
      options.heard?.(hello);
      set(true);
    } catch (cause) {
      misses += saidNobodyIsThere(cause) ? MISSES_UNTIL_AWAY : 1;
      if (misses >= MISSES_UNTIL_AWAY) set(false);
    }
    if (!stopped) cancel = clock.after(pause(), () => void probe());
  };
  const pause = (): number =>
    reachable
      ? WHILE_REACHABLE_MS
      : (WHILE_AWAY_MS[Math.min(misses - MISSES_UNTIL_AWAY, WHILE_AWAY_MS.length - 1)] ??
        WHILE_REACHABLE_MS);

  return {
    current: () => reachable,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: probe,
    stop: () => {
      stopped = true;
      cancel();
      listeners.clear();
    },
  };
};

const saidNobodyIsThere = (cause: unknown): boolean =>
  typeof cause === 'object' &&
  cause !== null &&
  'code' in cause &&
  cause.code === 'hub-unreachable';
