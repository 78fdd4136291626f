import type { Client, Output } from '../../core/contract/contract.ts';
import { asFaultError, type FaultCode, type FaultError } from '../../core/contract/errors.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import type { Clock } from '../../core/ports/ports.ts';
import type { Log } from '../host/host-interface.ts';
import { type Watched, watched } from './watched.ts';

type Hello = Output<HubContract, 'hello'>;

export interface ReachabilityParts {
  readonly hub: Client<HubContract>;
  readonly kioskId: () => string;
  readonly version: string;
  readonly clock: Clock;
  /** 0 ≤ value < 1. */
  readonly random: () => number;
  readonly log: Log;
  readonly onHello?: (hello: Hello) => void;
}

export interface Reachability extends Watched<boolean> {
  /** The same hub; how each call ends tells whether it is there. */
  readonly hub: Client<HubContract>;
  /** Asks now, and keeps asking. */
  start(): void;
  /** Something has changed that lets it hope: asks at once. */
  hasten(): void;
  stop(): void;
}

/** Failures in a row until the hub counts as away, and successes until it counts as back. */
const FAILURES_TO_LEAVE = 2;
const SUCCESSES_TO_RETURN = 2;

/** Milliseconds between questions while the hub is there, and the row of waits while it is not. */
const CALM_MS = 10_000;
const CONFIRM_MS = 300;
const AWAY_MS = [500, 1000, 2000, 4000, 5000] as const;

/** What tells that the hub cannot be used; every other failure came from a hub that is there. */
const AWAY_CODES: ReadonlySet<FaultCode> = new Set([
  'hub-unreachable',
  'hub-timeout',
  'hub-unauthorised',
  'hub-not-trusted',
  'clock-skew',
  'kiosk-not-enrolled',
  'kiosk-revoked',
]);

/**
 * Is the hub there? Away until it has answered once. One failure or one success may be chance: it
 * is asked again shortly, and only the second in a row changes the answer.
 */
export const createReachability = (parts: ReachabilityParts): Reachability => {
  const { hub, clock, log } = parts;
  const reachable = watched(false);
  let failures = 0;
  let successes = 0;
  let heardOnce = false;
  let running = false;
  let asking = false;
  let cancel = (): void => undefined;

  const change = (now: boolean, why?: FaultCode): void => {
    if (reachable.current() === now) return;
    if (now) log.info({}, 'the hub is reachable');
    else log.warn({ code: why }, 'the hub is away');
    reachable.set(now);
  };

  const succeeded = (): void => {
    failures = 0;
    successes += 1;
    if (!heardOnce || successes >= SUCCESSES_TO_RETURN) change(true);
    heardOnce = true;
  };

  const failed = (error: FaultError): void => {
    if (!AWAY_CODES.has(error.code)) {
      succeeded();
      return;
    }
    successes = 0;
    failures += 1;
    if (failures >= FAILURES_TO_LEAVE) change(false, error.code);
  };

  const ask = async (): Promise<void> => {
    if (!running || asking) return;
    asking = true;
    try {
      const hello = await hub.hello({ kioskId: parts.kioskId(), version: parts.version });
      succeeded();
      parts.onHello?.(hello);
    } catch (error) {
      failed(asFaultError(error));
    }
    asking = false;
    schedule();
  };

  const waitMs = (): number => {
    const undecided = reachable.current() ? failures > 0 : successes > 0;
    if (undecided) return CONFIRM_MS;
    const calm = reachable.current() ? CALM_MS : AWAY_MS[Math.min(failures, AWAY_MS.length) - 1];
    // Kiosks that lost their hub together shall not come back together.
    return (calm ?? AWAY_MS[0]) * (0.75 + parts.random() / 2);
  };

  const schedule = (): void => {
    cancel();
    if (running) cancel = clock.after(waitMs(), () => void ask());
  };

  /** How a call for somebody else ended; a first doubt is settled at once. */
  const noted = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      const value = await answer;
      succeeded();
      return value;
    } catch (error) {
      const before = failures;
      failed(asFaultError(error));
      if (failures > before) schedule();
      throw error;
    }
  };

  return {
    current: reachable.current,
    subscribe: reachable.subscribe,
    hub: {
      hello: input => noted(hub.hello(input)),
      catalogue: input => noted(hub.catalogue(input)),
      lookup: input => noted(hub.lookup(input)),
      checkSlip: input => noted(hub.checkSlip(input)),
      takeNumber: input => noted(hub.takeNumber(input)),
      leaseNumbers: input => noted(hub.leaseNumbers(input)),
      returnNumbers: input => noted(hub.returnNumbers(input)),
      issueNumber: input => noted(hub.issueNumber(input)),
      cancelNumber: input => noted(hub.cancelNumber(input)),
      intake: input => noted(hub.intake(input)),
      callStaff: input => noted(hub.callStaff(input)),
      deviceEvents: input => noted(hub.deviceEvents(input)),
      charges: input => noted(hub.charges(input)),
      openPayment: input => noted(hub.openPayment(input)),
      paymentProgress: input => noted(hub.paymentProgress(input)),
      endPayment: input => noted(hub.endPayment(input)),
      billsDue: input => noted(hub.billsDue(input)),
    },
    start: () => {
      if (running) return;
      running = true;
      void ask();
    },
    hasten: () => {
      failures = 0;
      cancel();
      void ask();
    },
    stop: () => {
      running = false;
      cancel();
    },
  };
};
