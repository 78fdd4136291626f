import type { Clock, Ids } from '../../core/ports/ports.ts';
import type { Choice } from './seeded-choice.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What is thrown where a process has ended: no code of it may have an effect any more. */
export class ProcessEnded extends Error {
  override readonly name = 'ProcessEnded';
}

/**
 * One life of a program. Everything it does to the world passes `point`, where it may end: between
 * any two of its writes and messages.
 */
export interface SimulatedProcess {
  readonly name: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: () => number;
  /** Milliseconds that never jump. */
  readonly monotonic: () => number;
  alive(): boolean;
  /** @throws ProcessEnded where it ends here, or has ended before. */
  point(where: string): void;
  /** The same for asynchronous work: what asks after the end is never answered. */
  pointOrSilence(where: string): Promise<void>;
  /** Ends it after so many more points. */
  endAfter(points: number): void;
  end(where: string): void;
  onEnd(listener: () => void): void;
  /** Stands still for that long, as a machine that is suspended: what is due comes late. */
  suspend(ms: number): void;
}

export interface ProcessParts {
  readonly name: string;
  readonly time: VirtualTime;
  readonly choice: Choice;
  /** How far its machine's clock is off, in milliseconds. */
  readonly skew: () => number;
  readonly onEnd: (where: string) => void;
  /** A task of a timer threw: the real program would have died of it. */
  readonly onUncaught: (thrown: unknown) => void;
}

/** A new one for each who waits, so that nothing holds on to them. */
const silence = (): Promise<never> => new Promise(() => undefined);

export const startProcess = (parts: ProcessParts): SimulatedProcess => {
  const { name, time, choice, skew } = parts;
  const listeners: (() => void)[] = [];
  let alive = true;
  let pointsLeft = Infinity;
  let suspendedUntil = -Infinity;

  const end = (where: string): void => {
    if (!alive) return;
    alive = false;
    parts.onEnd(where);
    for (const listener of listeners) listener();
  };

  const point = (where: string): void => {
    if (!alive) throw new ProcessEnded(name);
    pointsLeft -= 1;
    if (pointsLeft > 0) return;
    end(where);
    throw new ProcessEnded(name);
  };

  const perform = (task: () => void): void => {
    if (!alive) return;
    if (time.now() < suspendedUntil) {
      time.after(suspendedUntil - time.now(), () => perform(task));
      return;
    }
    try {
      task();
    } catch (thrown) {
      // What ended with its process was no error of the program.
      if (!(thrown instanceof ProcessEnded)) parts.onUncaught(thrown);
    }
  };

  return {
    name,
    clock: {
      now: () => time.now() + skew(),
      after: (ms, task) => (alive ? time.after(ms, () => perform(task)) : () => undefined),
    },
    ids: { uuid: choice.uuid },
    random: choice.random,
    monotonic: time.now,
    alive: () => alive,
    point,
    pointOrSilence: async where => {
      try {
        point(where);
      } catch {
        return await silence();
      }
    },
    endAfter: points => {
      pointsLeft = points;
    },
    end,
    onEnd: listener => {
      listeners.push(listener);
    },
    suspend: ms => {
      suspendedUntil = time.now() + ms;
    },
  };
};
