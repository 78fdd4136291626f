import type { Client } from '../../core/contract/contract.ts';
import { asFaultError, type FaultCode } from '../../core/contract/errors.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import type { Clock } from '../../core/ports/ports.ts';
import type { Log } from '../host/host-interface.ts';
import type { Watched } from '../hub-client/watched.ts';
import type { OutboxTable, Settlement } from '../storage/kiosk-store.ts';
import { type Delivery, deliver } from './delivery.ts';
import { DEFAULT_RETRY_POLICY, type RetryPolicy, waitMs } from './retry-policy.ts';

export interface OutboxDrainParts {
  readonly outbox: Pick<OutboxTable, 'claim' | 'settle' | 'nextDueAt' | 'hasten' | 'subscribe'>;
  readonly hub: Pick<Client<HubContract>, 'intake'>;
  readonly reachable: Watched<boolean>;
  readonly clock: Clock;
  /** 0 ≤ value < 1. */
  readonly random: () => number;
  readonly log: Log;
  readonly policy?: RetryPolicy;
  /** Events in one request; at most 200. */
  readonly batchSize?: number;
}

export interface OutboxDrain {
  start(): void;
  /** Resolves once nothing is under way, after two seconds at the latest. */
  stop(): Promise<void>;
  /** Why the hub does not let this kiosk in, while it does not. */
  held(): FaultCode | undefined;
}

const BATCH = 200;
/** Another process may have revived dead letters: looked for this often. */
const LOOK_EVERY_MS = 15_000;
const STOP_PATIENCE_MS = 2000;
/** A disk that refuses is not asked all the time. */
const STORAGE_REST_MS = 5000;

/**
 * Empties the outbox into the hub: woken by new work, by the hub coming back, and by the time of
 * the next attempt. At most one event of an aggregate is on its way, always the oldest, so that
 * each patient's events arrive in order and nobody waits for another patient.
 */
export const createOutboxDrain = (parts: OutboxDrainParts): OutboxDrain => {
  const { outbox, reachable, clock, random, log, policy = DEFAULT_RETRY_POLICY } = parts;
  const limit = Math.min(parts.batchSize ?? BATCH, BATCH);
  let running = false;
  let abandoned = false;
  let working: Promise<void> | undefined;
  let held: FaultCode | undefined;
  let answeredAt = -Infinity;
  /** Rounds in a row to which the hub had no answer for a single event. */
  let failures = 0;
  /** By a timer, not by the time of day: a clock that is set right ends no wait and makes none. */
  let isPaused = false;
  let endPause = (): void => undefined;
  /** What became of events and is not written down yet. */
  let unsettled: readonly Settlement[] = [];
  let cancel = (): void => undefined;
  let unsubscribe: readonly (() => void)[] = [];

  /** One batch; false when there was nothing to do. */
  const step = async (): Promise<boolean> => {
    settle(unsettled);
    const items = outbox.claim(limit);
    if (items.length === 0) return false;
    const sinceAnswer = clock.now() - answeredAt;
    const hubWorks = sinceAnswer >= 0 && sinceAnswer < policy.proofMs;
    const delivery = await deliver(items, { ...parts, policy, hubWorks });
    // Given up meanwhile: the store may be closed; what is in flight is queued at the next start.
    if (abandoned) return false;
    learn(delivery);
    settle(delivery.settlements);
    return true;
  };

  /** Kept until the disk takes it: an event that stays in flight holds up its patient's later ones. */
  const settle = (settlements: readonly Settlement[]): void => {
    unsettled = settlements;
    if (settlements.length > 0) outbox.settle(settlements);
    unsettled = [];
  };

  /** Not only an event waits after a failure: a hub in trouble gets a rest from all of them. */
  const learn = ({ answered, held: refusal, fault }: Delivery): void => {
    held = refusal?.code;
    if (fault !== undefined) log.warn({ code: fault.code }, 'the hub did not take events');
    if (answered) answeredAt = clock.now();
    failures = answered || fault === undefined ? 0 : failures + 1;
    if (failures === 0) return;
    const rest = waitMs(failures, random(), fault?.retryAfterMs, policy);
    pause(held === undefined ? rest : policy.holdMs);
  };

  const pause = (ms: number): void => {
    endPause();
    isPaused = true;
    const cancelTimer = clock.after(ms, () => {
      endPause();
      wake();
    });
    endPause = () => {
      cancelTimer();
      isPaused = false;
      endPause = () => undefined;
    };
  };

  const mayGo = (): boolean => running && reachable.current() && !isPaused;

  const work = async (): Promise<void> => {
    try {
      while (mayGo() && (await step()));
    } catch (error) {
      log.error({ code: asFaultError(error).code }, 'the outbox could not be worked on');
      pause(STORAGE_REST_MS);
    }
  };

  const wake = (): void => {
    if (!mayGo() || working !== undefined) {
      schedule();
      return;
    }
    cancel();
    // Not at once: settling tells of itself, and must find this work begun.
    working = Promise.resolve()
      .then(work)
      .finally(() => {
        working = undefined;
        schedule();
      });
  };

  const schedule = (): void => {
    cancel();
    if (running && working === undefined) cancel = clock.after(waitForNext(), wake);
  };

  const waitForNext = (): number => {
    // The hub's return and the end of a pause wake at once.
    if (!reachable.current() || isPaused) return LOOK_EVERY_MS;
    const due = nextDueAt() ?? Infinity;
    return Math.min(LOOK_EVERY_MS, Math.max(0, due - clock.now()));
  };

  const hasten = (): void => {
    try {
      outbox.hasten();
    } catch (error) {
      log.error({ code: asFaultError(error).code }, 'the outbox could not be hastened');
    }
  };

  const nextDueAt = (): number | undefined => {
    try {
      return outbox.nextDueAt();
    } catch (error) {
      log.error({ code: asFaultError(error).code }, 'the outbox could not be read');
      return undefined;
    }
  };

  return {
    held: () => held,
    start: () => {
      if (running) return;
      running = true;
      unsubscribe = [
        outbox.subscribe(wake),
        reachable.subscribe(() => {
          if (!reachable.current()) return;
          failures = 0;
          endPause();
          hasten();
          wake();
        }),
      ];
      wake();
    },
    stop: async () => {
      running = false;
      cancel();
      endPause();
      for (const stop of unsubscribe) stop();
      if (working === undefined) return;
      let giveUp = (): void => undefined;
      const patience = new Promise<void>(resolve => {
        giveUp = clock.after(STOP_PATIENCE_MS, () => {
          abandoned = true;
          resolve();
        });
      });
      await Promise.race([working, patience]);
      giveUp();
    },
  };
};
