import { groupOf, numberOf, textsOf, type IppMessage } from './message.ts';

/** job-state (RFC 8011, 5.3.7). */
const STATES = [
  'pending',
  'held',
  'processing',
  'stopped',
  'canceled',
  'aborted',
  'completed',
] as const;
export type JobStateName = (typeof STATES)[number];
const FIRST_STATE = 3;

export interface JobState {
  readonly jobId: number;
  readonly state: JobStateName;
  /** Pages that are out, where the printer counts them. */
  readonly impressions: number | undefined;
  readonly reasons: readonly string[];
}

export const JOB_ATTRIBUTES = [
  'job-id',
  'job-state',
  'job-state-reasons',
  'job-impressions-completed',
  'job-media-sheets-completed',
] as const;

/** What an answer says of its first job; undefined where it speaks of none. */
export const readJobState = (answer: IppMessage): JobState | undefined => {
  const group = groupOf(answer, 'job');
  const jobId = numberOf(group, 'job-id');
  const state = STATES[(numberOf(group, 'job-state') ?? 0) - FIRST_STATE];
  if (jobId === undefined || state === undefined) return undefined;
  return {
    jobId,
    state,
    impressions:
      numberOf(group, 'job-impressions-completed') ?? numberOf(group, 'job-media-sheets-completed'),
    reasons: textsOf(group, 'job-state-reasons'),
  };
};
