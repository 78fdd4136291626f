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

/** What is asked of every job of a list. */
export const LISTED_ATTRIBUTES = ['job-id', 'job-originating-user-name'] as const;

/** The jobs of a list that are of this user, whatever a printer lists beside them. */
export const readJobsOf = (answer: IppMessage, user: string): readonly number[] =>
  answer.groups
    .filter(({ kind }) => kind === 'job')
    .filter(group => textsOf(group, 'job-originating-user-name').includes(user))
    .flatMap(group => numberOf(group, 'job-id') ?? []);

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
