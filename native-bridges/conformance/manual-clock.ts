import { setImmediate } from 'node:timers/promises';
import { type Clock } from '../../core/ports/ports.ts';

/** Time that moves only when it is told to. */
export interface ManualClock extends Clock {
  /** Lets `ms` pass: runs what falls due, in order, and whatever that leads to. */
  advance(ms: number): Promise<void>;
  /** Lets `ms` pass in which nothing runs, as in a machine that sleeps. */
  sleep(ms: number): void;
  /** Tasks that wait for their time. */
  waiting(): number;
}

export const createManualClock = (start = Date.UTC(2026, 10, 23)): ManualClock => {
  let now = start;
  let tasks: { readonly at: number; readonly run: () => void }[] = [];
  const nextDue = (until: number) =>
    tasks.filter(({ at }) => at <= until).toSorted((one, other) => one.at - other.at)[0];

  return {
    now: () => now,
    after: (ms, run) => {
      const task = { at: now + ms, run };
      tasks.push(task);
      return () => {
        tasks = tasks.filter(other => other !== task);
      };
    },
    waiting: () => tasks.length,
    sleep: ms => {
      now += ms;
    },
    advance: async ms => {
      const until = now + ms;
      await setImmediate();
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        const { at, run } = due;
        tasks = tasks.filter(other => other !== due);
        now = Math.max(now, at);
        run();
        await setImmediate();
      }
      now = until;
    },
  };
};

/** What `work` comes to, with time passing in steps until it does; at most 20,000 of them. */
export const settleWith = async <T>(
  clock: ManualClock,
  work: Promise<T>,
  stepMs: number,
): Promise<T> => {
  const state = { settled: false };
  const note = (): void => {
    state.settled = true;
  };
  work.then(note, note);
  for (let step = 0; !state.settled && step < 20_000; step += 1) await clock.advance(stepMs);
  return work;
};
