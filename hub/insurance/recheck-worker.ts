import { type Coverage } from '../../core/contract/coverage.ts';
import { type CheckInEvent } from '../../core/contract/hub.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { businessDayOf, instantOf } from '../../core/scheduling/business-day.ts';
import { type ClaimedRecheck, type RecheckStore } from './recheck-store.ts';

export interface RecheckWorkerOptions {
  readonly store: RecheckStore;
  /** Undefined where there is nothing to ask with. May take its time; a failure is no answer. */
  readonly look: (event: CheckInEvent) => Promise<Coverage | undefined>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** 0 to 1, for the jitter. */
  readonly random: () => number;
  /** An update waits for delivery. */
  readonly onQueued: () => void;
  /** The database could not be asked. */
  readonly onStorageFailed: () => void;
}

export interface RecheckWorker {
  start(): void;
  /** Finishes the look-up that is under way, and gives the others back. */
  stop(): Promise<void>;
  /** One round: finds, takes and looks up what is due. @returns how many were verified. */
  round(): Promise<number>;
}

const POLL_MS = 5_000;
const CLAIM_SIZE = 8;
/** Longer than any look-up takes; renewed before each. */
const LEASE_MS = 300_000;
const FIRST_WAIT_MS = 30_000;
const LAST_WAIT_MS = 900_000;
/** So often all of these days is looked through, whatever was seen before. */
const WHOLE_MS = 10 * 60_000;

const waitAfter = (attempts: number, random: () => number): number => {
  const longest = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 10));
  return Math.round(longest / 2 + (random() * longest) / 2);
};

const isUnverified = ({ reason }: Coverage): boolean => reason.startsWith('unverified-');

/** Looks up unverified cards again until the end of the hospital's day, and tells the HIS. */
export const createRecheckWorker = (options: RecheckWorkerOptions): RecheckWorker => {
  const { store, look, clock, ids, random, onQueued } = options;
  const owner = ids.uuid();
  let since: number | undefined;
  let wholeAt = -Infinity;
  /** The portal failed last: one visit tries for all. */
  let isFailing = false;
  let stopping = false;
  let running: Promise<void> | undefined;
  let wakeUp: (() => void) | undefined;

  /** A method, so that the loops see what stop() changed meanwhile. */
  const goesOn = (): boolean => !stopping;

  const settle = async ({ visitId, attempts, event }: ClaimedRecheck): Promise<boolean> => {
    const coverage = event === undefined ? undefined : await look(event).catch(unanswered);
    const now = clock.now();
    if (event === undefined || coverage === undefined) {
      const rest = { result: 'no-key', dueAt: instantOf(now), state: 'no-key' } as const;
      await store.postpone(owner, visitId, rest, instantOf(now));
      return false;
    }
    if (isUnverified(coverage)) {
      isFailing = true;
      const dueAt = instantOf(now + waitAfter(attempts, random));
      const result = coverage.portal?.code ?? coverage.reason;
      await store.postpone(owner, visitId, { result, dueAt, state: 'waiting' }, instantOf(now));
      return false;
    }
    isFailing = false;
    const update = { ...event, eventId: ids.uuid(), payer: { ...event.payer, coverage } };
    return store.verified(owner, visitId, update, instantOf(now));
  };

  const round = async (): Promise<number> => {
    const now = clock.now();
    const today = businessDayOf(now);
    await store.sweep(today, instantOf(now));
    if (Math.abs(now - wholeAt) >= WHOLE_MS) {
      since = undefined;
      wholeAt = now;
    }
    since = await store.discover(since, today, instantOf(now));
    const limit = isFailing ? 1 : CLAIM_SIZE;
    const claimed = await store.claim(owner, limit, instantOf(now), LEASE_MS);
    let verified = 0;
    for (const one of claimed) {
      if (!goesOn()) break;
      // Another hub may have taken over from one that stood still meanwhile.
      const held = await store.extend(owner, LEASE_MS);
      if (held.has(one.visitId) && (await settle(one))) verified += 1;
    }
    if (!goesOn()) await store.release(owner);
    if (verified > 0) onQueued();
    return verified;
  };

  const sleep = (ms: number): Promise<void> =>
    new Promise(resolve => {
      const cancel = clock.after(ms, resolve);
      wakeUp = () => {
        cancel();
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    while (goesOn()) {
      let verified = 0;
      try {
        verified = await round();
      } catch {
        options.onStorageFailed();
      }
      // While the portal answers, the next ones need not wait.
      if (goesOn() && verified === 0) await sleep(POLL_MS);
    }
  };

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopping = true;
      wakeUp?.();
      await running;
    },
    round,
  };
};

const unanswered = (): Coverage => ({ reason: 'unverified-portal-away' });
