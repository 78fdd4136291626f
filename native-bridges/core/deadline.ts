import { type Clock } from '../../core/ports/ports.ts';

/** Returned by `within` where the time ran out first. */
export const TIMED_OUT = Symbol('timed out');

/** What `work` comes to, or TIMED_OUT after `ms`; `work` itself goes on. */
export const within = <T>(
  clock: Clock,
  ms: number,
  work: Promise<T>,
): Promise<T | typeof TIMED_OUT> =>
  new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(TIMED_OUT));
    work.then(resolve, reject).finally(cancel);
  });

export const pause = (clock: Clock, ms: number): Promise<void> =>
  new Promise(resolve => clock.after(ms, resolve));
