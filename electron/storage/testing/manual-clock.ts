import type { Clock } from '../../../core/ports/ports.ts';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves on, running every task that falls due, in its order, at its time. */
  advance(ms: number): Promise<void>;
  /** Jumps without running anything, as a machine that was asleep does. */
  jumpTo(moment: string): void;
  /** Milliseconds until the next task, undefined where none waits. */
  untilNext(): number | undefined;
}

interface Task {
  readonly at: number;
  readonly run: () => void;
}

/** Lets everything run that waits for nothing but its turn. */
export const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

export const createManualClock = (start = '2026-03-02T01:00:00.000Z'): ManualClock => {
  let now = Date.parse(start);
  const tasks = new Set<Task>();
  const next = (): Task | undefined => [...tasks].sort((a, b) => a.at - b.at)[0];
  return {
    now: () => now,
    after: (ms, run) => {
      const task = { at: now + Math.max(0, ms), run };
      tasks.add(task);
      return () => tasks.delete(task);
    },
    advance: async ms => {
      const end = now + ms;
      await settled();
      for (let task = next(); task !== undefined && task.at <= end; task = next()) {
        now = Math.max(now, task.at);
        tasks.delete(task);
        task.run();
        await settled();
      }
      now = end;
    },
    jumpTo: moment => {
      now = Date.parse(moment);
    },
    untilNext: () => {
      const task = next();
      return task === undefined ? undefined : Math.max(0, task.at - now);
    },
  };
};
