import { type DeliveryStore, type Settlement } from './delivery-store.ts';

export interface SettlementQueue {
  /** Hands over a result; it is written together with whatever else is waiting by then. */
  add(settlement: Settlement): void;
  /** Resolves when everything handed over is written. @throws what the store threw. */
  drained(): Promise<void>;
}

/**
 * Groups results into few commits: while one is being written the next ones gather, so that the
 * HIS, not the disk, sets the pace.
 */
export const createSettlementQueue = (
  store: Pick<DeliveryStore, 'settle'>,
  owner: string,
  now: () => string,
): SettlementQueue => {
  let waiting: Settlement[] = [];
  let writing: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await store.settle(owner, group, now());
    }
  };
  const start = (): Promise<void> =>
    (writing ??= write().finally(() => {
      writing = undefined;
    }));
  return {
    add(settlement) {
      waiting.push(settlement);
      // A failure is told to whoever waits for `drained`.
      start().catch(() => undefined);
    },
    async drained() {
      while (writing !== undefined || waiting.length > 0) await start();
    },
  };
};
