import { asFaultError } from '../../../core/contract/errors.ts';
import { type IppClient } from './ipp/client.ts';

/** Jobs that nobody follows any more and that may still stand in the printer. */
export interface LeftJobs {
  /** There may be such jobs again. */
  suspect(): void;
  isSuspected(): boolean;
  /**
   * Cancels them where there may be any; while the printer does not answer it is tried again with
   * the next call. Never while a job is followed, which it would cancel too.
   * @returns how many were cancelled
   */
  takeBack(): Promise<number>;
}

/**
 * What a process left that ended in the middle of a job, or a silence of the printer: with paper it
 * would come out hours later, with a name on it.
 */
export const createLeftJobs = (client: IppClient): LeftJobs => {
  let suspected = true;
  return {
    suspect: () => {
      suspected = true;
    },
    isSuspected: () => suspected,
    takeBack: async () => {
      if (!suspected) return 0;
      let cancelled = 0;
      try {
        for (const jobId of await client.unfinished()) {
          await client.cancel(jobId);
          cancelled += 1;
        }
        suspected = false;
      } catch (thrown) {
        // A printer that lets nobody look or cancel will not do so a second later.
        suspected = asFaultError(thrown).code !== 'not-permitted';
      }
      return cancelled;
    },
  };
};
