/** The one course of time of a simulated world: nothing happens but what is due next. */
export interface VirtualTime {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `task` once after `ms`; the returned function cancels it. */
  after(ms: number, task: () => void): () => void;
  /**
   * Lets happen what is due, one task after the other, each with everything that follows from it at
   * once, until `done` says so or `end` is reached.
   */
  runUntil(end: number, done?: () => boolean): Promise<void>;
  /** Drops all that is still to come. */
  stop(): void;
}

interface Task {
  readonly at: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** Everything that waits for a promise has run by then: no promise here waits for the outside. */
const quiet = (): Promise<void> => new Promise(resolve => process.nextTick(resolve));

export const createVirtualTime = (start: number): VirtualTime => {
  let now = start;
  /** In the order of their time, what was asked first before what was asked later. */
  let queue: Task[] = [];

  const positionFor = (at: number): number => {
    let [low, high] = [0, queue.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((queue[middle]?.at ?? Infinity) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    now: () => now,
    after: (ms, run) => {
      const task: Task = { at: now + Math.max(0, Math.round(ms)), run, cancelled: false };
      queue.splice(positionFor(task.at), 0, task);
      return () => {
        task.cancelled = true;
      };
    },
    runUntil: async (end, done = () => false) => {
      await quiet();
      while (!done()) {
        const [task] = queue;
        if (task === undefined || task.at > end) {
          now = Math.max(now, end);
          return;
        }
        queue.shift();
        if (task.cancelled) continue;
        now = task.at;
        task.run();
        await quiet();
      }
    },
    stop: () => {
      queue = [];
    },
  };
};
