import { type PrintOutcome } from '../../core/contract/device.ts';

/** Days of one kiosk. */
const REMEMBERED_JOBS = 2_000;

/** Runs `work` unless a job of that id runs or ran: then its outcome is the answer. */
export type RunJobOnce = (
  jobId: string,
  work: () => Promise<PrintOutcome>,
) => Promise<PrintOutcome>;

/** Remembers what became of jobs, so that a repeated one does not print again. */
export const createJobOutcomes = (): RunJobOnce => {
  const outcomes = new Map<string, Promise<PrintOutcome>>();
  return (jobId, work) => {
    const known = outcomes.get(jobId);
    if (known !== undefined) return known;
    const outcome = work();
    outcomes.set(jobId, outcome);
    void outcome.then(({ outcome: word }) => {
      // Nothing came out: the same job may be tried again.
      if (word === 'failed') outcomes.delete(jobId);
    });
    const [oldest] = outcomes.keys();
    if (outcomes.size > REMEMBERED_JOBS && oldest !== undefined) outcomes.delete(oldest);
    return outcome;
  };
};
