import { type FaultCode, asFaultError } from '../../../core/contract/errors.ts';
import { type Clock, type Ids } from '../../../core/ports/ports.ts';
import { type DeliveryVerdict, type His, type HisDiagnosis } from '../his.ts';
import { ITEM_BACK_OFF, SYSTEM_BACK_OFF, waitAfter } from './back-off.ts';
import { type ClaimedDelivery, type DeliveryStore, type Settlement } from './delivery-store.ts';
import { createSettlementQueue } from './settlement-queue.ts';

export interface DeliveryWorkerOptions {
  readonly store: DeliveryStore;
  readonly his: Pick<His, 'deliver' | 'deliverReceipt'>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Different patients sent at the same time; FHIR servers conflict above two. */
  readonly concurrency: number;
  /** 0 to 1, for the jitter. */
  readonly random: () => number;
  /** Told of what IT should know; never personal data. */
  readonly onEvent: (event: DeliveryWorkerEvent) => void;
}

type DeliveryWorkerEvent =
  | { readonly type: 'dead-letter'; readonly eventId: string; readonly fault: FaultCode }
  | { readonly type: 'his-away'; readonly fault: FaultCode; readonly waitMs: number }
  | { readonly type: 'his-back' }
  | { readonly type: 'storage-failed'; readonly waitMs: number };

export interface DeliveryWorker {
  start(): void;
  /** Something was queued. */
  wake(): void;
  /** The HIS is known to be back: no need to wait any longer. */
  retryNow(): void;
  /** Finishes what is on its way; the rest stays queued. */
  stop(): Promise<void>;
}

const CLAIM_SIZE = 64;
/** How long a claim outlives its process, and how often a living one renews it. */
const LEASE_MS = 30_000;
const EXTEND_MS = 10_000;
/** A claim must last so long yet for a delivery to be begun. */
const SEND_MS = 10_000;
/** Longest sleep: what another process queued is found by looking. */
const POLL_MS = 1_000;
/** After so many failures that concern this visit alone, a person should look at it. */
const STRIKE_LIMIT = 12;

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** Moves deliveries from the hub's table into the HIS, in order for each patient. */
export const createDeliveryWorker = (options: DeliveryWorkerOptions): DeliveryWorker => {
  const { store, his, clock, concurrency, random, onEvent } = options;
  const owner = options.ids.uuid();
  const settlements = createSettlementQueue(store, owner, clock);
  let stopping = false;
  let running: Promise<void> | undefined;
  let systemFailures = 0;
  let wakeUp: (() => void) | undefined;
  let woken = false;

  const sleep = (ms: number, interruptible: boolean): Promise<void> =>
    new Promise(resolve => {
      if (stopping || (interruptible && woken)) {
        woken = false;
        resolve();
        return;
      }
      const done = (): void => {
        cancel();
        wakeUp = undefined;
        woken = false;
        resolve();
      };
      const cancel = clock.after(ms, done);
      wakeUp = done;
    });

  const deadLetter = (
    eventId: string,
    state: 'rejected' | 'failed',
    diagnosis: HisDiagnosis,
  ): Settlement => {
    onEvent({ type: 'dead-letter', eventId, fault: diagnosis.fault });
    return { eventId, state, diagnosis, dueAt: isoOf(clock.now()), sent: true, strike: true };
  };

  const settlementOf = (claimed: ClaimedDelivery, verdict: DeliveryVerdict): Settlement => {
    const { eventId } = claimed;
    if (verdict.verdict === 'delivered')
      return { eventId, state: 'delivered', receipt: verdict.receipt };
    if (verdict.verdict !== 'later') return deadLetter(eventId, verdict.verdict, verdict.diagnosis);
    const strike = verdict.scope === 'item';
    if (strike && claimed.strikes + 1 >= STRIKE_LIMIT) {
      return deadLetter(eventId, 'failed', verdict.diagnosis);
    }
    const waitMs = strike
      ? waitAfter(claimed.strikes + 1, ITEM_BACK_OFF, random, verdict.diagnosis.retryAfterMs)
      : 0;
    return {
      eventId,
      state: 'queued',
      diagnosis: verdict.diagnosis,
      dueAt: isoOf(clock.now() + waitMs),
      sent: true,
      strike,
    };
  };

  /** A connector that breaks its promise never to reject breaks nothing else. */
  const failed = (error: unknown): DeliveryVerdict => ({
    verdict: 'failed',
    diagnosis: { fault: asFaultError(error).code },
  });

  const send = async (claimed: ClaimedDelivery): Promise<DeliveryVerdict> => {
    if ('event' in claimed) return his.deliver(claimed);
    // Somebody has to enter it by hand where the HIS takes no receipts.
    return (
      (await his.deliverReceipt?.(claimed)) ?? {
        verdict: 'failed',
        diagnosis: { fault: 'not-possible-now' },
      }
    );
  };

  /**
   * A hub that stood still, or did not reach its database, may have been given up meanwhile: what it
   * cannot be sure to hold is another's to send.
   */
  const isStillOurs = ({ eventId }: ClaimedDelivery): Promise<boolean> =>
    store.holds(owner, eventId, SEND_MS).catch(() => false);

  /** Sends a batch on a few lanes; a failure of the whole HIS empties the lanes. */
  const sendAll = async (batch: readonly ClaimedDelivery[]): Promise<HisDiagnosis | undefined> => {
    let next = 0;
    let away: HisDiagnosis | undefined;
    const lane = async (): Promise<void> => {
      for (let claimed = batch[next]; claimed !== undefined; claimed = batch[next]) {
        next += 1;
        if (away !== undefined || stopping) {
          settlements.add(untouched(claimed, away));
          continue;
        }
        if (!(await isStillOurs(claimed))) continue;
        const verdict = await send(claimed).catch(failed);
        if (verdict.verdict === 'later' && verdict.scope === 'system') away ??= verdict.diagnosis;
        settlements.add(settlementOf(claimed, verdict));
      }
    };
    await Promise.all(Array.from({ length: concurrency }, lane));
    await settlements.drained();
    return away;
  };

  const untouched = (claimed: ClaimedDelivery, away: HisDiagnosis | undefined): Settlement => ({
    eventId: claimed.eventId,
    state: 'queued',
    diagnosis: away ?? { fault: 'his-unreachable' },
    dueAt: isoOf(clock.now()),
    sent: false,
    strike: false,
  });

  const whileHolding = async <T>(work: () => Promise<T>): Promise<T> => {
    let cancel: () => void = () => undefined;
    const renew = (): void => {
      cancel = clock.after(EXTEND_MS, () => {
        store.extend(owner, LEASE_MS).catch(() => undefined);
        renew();
      });
    };
    renew();
    try {
      return await work();
    } finally {
      cancel();
    }
  };

  const round = async (): Promise<void> => {
    const now = clock.now();
    await store.recover('overdue');
    woken = false;
    const size = systemFailures > 0 ? 1 : CLAIM_SIZE;
    const batch = await store.claim(owner, size, isoOf(now), LEASE_MS);
    if (batch.length === 0) {
      await sleep(POLL_MS, true);
      return;
    }
    const away = await whileHolding(() => sendAll(batch));
    if (away === undefined) {
      if (systemFailures > 0) onEvent({ type: 'his-back' });
      systemFailures = 0;
      return;
    }
    systemFailures += 1;
    const waitMs = waitAfter(systemFailures, SYSTEM_BACK_OFF, random, away.retryAfterMs);
    onEvent({ type: 'his-away', fault: away.fault, waitMs });
    await sleep(waitMs, false);
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!stopping) {
      try {
        await round();
        failures = 0;
      } catch (error) {
        failures += 1;
        const waitMs = waitAfter(
          failures,
          SYSTEM_BACK_OFF,
          random,
          asFaultError(error).retryAfterMs,
        );
        onEvent({ type: 'storage-failed', waitMs });
        await sleep(waitMs, false);
      }
    }
  };

  return {
    start() {
      running ??= run();
    },
    wake() {
      woken = true;
      if (systemFailures === 0) wakeUp?.();
    },
    retryNow() {
      woken = true;
      wakeUp?.();
    },
    async stop() {
      stopping = true;
      wakeUp?.();
      await running;
    },
  };
};
