import { type Clock } from '../../../core/ports/ports.ts';
import { type DeliveryStore, type Settlement } from './delivery-store.ts';

export interface SettlementQueue {
  /** Hands over a result; it is written together with others, after a moment at the latest. */
  add(settlement: Settlement): void;
  /** Writes what was handed over. @throws what the store threw. */
  drained(): Promise<void>;
}

/** As many results share a commit, or those of this time, in milliseconds. */
const GROUP_SIZE = 32;
const GROUP_MS = 50;

/**
 * Groups results into few commits, so that the HIS, not the disk, sets the pace. A result that is
 * lost with the process is found in the HIS by the next attempt.
 */
export const createSettlementQueue = (
  store: Pick<DeliveryStore, 'settle'>,
  owner: string,
  clock: Clock,
): SettlementQueue => {
  let waiting: Settlement[] = [];
  let writing: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  const write = async (): Promise<void> => {
    cancelTimer?.();
    cancelTimer = undefined;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await store.settle(owner, group, new Date(clock.now()).toISOString());
    }
  };
  const start = (): Promise<void> =>
    (writing ??= write().finally(() => {
      writing = undefined;
    }));
  // A failure leaves the rows in flight: they come again once their lease is over.
  const startAlone = (): void => {
    start().catch(() => undefined);
  };
  return {
    add(settlement) {
      waiting.push(settlement);
      if (waiting.length >= GROUP_SIZE) startAlone();
      else cancelTimer ??= clock.after(GROUP_MS, startAlone);
    },
    async drained() {
      while (writing !== undefined || waiting.length > 0) await start();
    },
  };
};
