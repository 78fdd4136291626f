import { randomUUID } from 'node:crypto';
import type { Clock, Ids } from '../../core/ports/ports.ts';

/** The machine's clock. Timers keep the process alive only as long as something else does. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

export const randomIds: Ids = { uuid: () => randomUUID() };
