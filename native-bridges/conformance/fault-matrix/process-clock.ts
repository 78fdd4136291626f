import { type Clock } from '../../../core/ports/ports.ts';

/** The time of one process: it ends with it, and everything that waited in it is never run. */
export interface ProcessClock extends Clock {
  end(): void;
}

export const createProcessClock = (clock: Clock): ProcessClock => {
  const waiting = new Set<() => void>();
  let ended = false;
  return {
    now: () => clock.now(),
    after: (ms, task) => {
      if (ended) return () => undefined;
      const cancel = clock.after(ms, () => {
        waiting.delete(cancel);
        task();
      });
      waiting.add(cancel);
      return () => {
        waiting.delete(cancel);
        cancel();
      };
    },
    end: () => {
      ended = true;
      for (const cancel of waiting) cancel();
      waiting.clear();
    },
  };
};
