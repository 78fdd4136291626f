import { type Clock } from '../../../core/ports/ports.ts';

export interface FakeClock extends Clock {
  /** Moves time on, running what becomes due in order. */
  advance(ms: number): void;
  /** Milliseconds until the next task, undefined while there is none. */
  nextIn(): number | undefined;
}

interface Task {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands still until told. Starts at 08:00 in Vietnam on a Monday. */
export const fakeClock = (start = Date.parse('2026-11-23T01:00:00.000Z')): FakeClock => {
  let now = start;
  let tasks: readonly Task[] = [];
  const next = (): Task | undefined => [...tasks].sort((a, b) => a.at - b.at)[0];
  return {
    now: () => now,
    after(ms, run) {
      const task = { at: now + ms, run };
      tasks = [...tasks, task];
      return () => {
        tasks = tasks.filter(one => one !== task);
      };
    },
    nextIn() {
      const task = next();
      return task === undefined ? undefined : Math.max(0, task.at - now);
    },
    advance(ms) {
      const end = now + ms;
      for (let task = next(); task !== undefined && task.at <= end; task = next()) {
        const due = task;
        now = Math.max(now, due.at);
        tasks = tasks.filter(one => one !== due);
        due.run();
      }
      now = end;
    },
  };
};
