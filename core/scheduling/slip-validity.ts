import type { BusinessDay } from '../contract/primitives.ts';
import type { SlipStanding } from '../contract/slip.ts';
import { addDays } from './business-day.ts';
import { addWorkingDays, type WorkCalendar } from './working-days.ts';

/** How long slips are good; a hospital may override each figure. */
export interface SlipRules {
  /** After the day of a referral. */
  readonly referralWorkingDays: number;
  /** How long before the appointed day somebody may come for a re-examination. */
  readonly reExaminationDaysBefore: number;
  /** And how long after it. */
  readonly reExaminationWorkingDaysAfter: number;
}

/**
 * Rules by the day from which they hold, newest first. Ten working days for a referral: Circular
 * 01/2025/TT-BYT. How far from the appointed day a re-examination may be is not established: earlier
 * is for the clerk, later follows the referral's figure.
 */
const RULES: readonly (SlipRules & { readonly from: BusinessDay })[] = [
  {
    from: '2025-01-01',
    referralWorkingDays: 10,
    reExaminationDaysBefore: 0,
    reExaminationWorkingDaysAfter: 10,
  },
];

/** No such rule before the first one: then nothing is decided by a machine. */
export const slipRulesOn = (
  day: BusinessDay,
  override: Partial<SlipRules> = {},
): SlipRules | undefined => {
  const rules = RULES.find(({ from }) => from <= day);
  return rules === undefined ? undefined : { ...rules, ...override };
};

export interface SlipVerdict {
  readonly standing: Extract<
    SlipStanding,
    'valid' | 'expired' | 'too-early' | 'too-late' | 'unverified'
  >;
  readonly validTo?: BusinessDay;
}

interface Judgement {
  readonly today: BusinessDay;
  readonly calendar: WorkCalendar;
  readonly rules: SlipRules | undefined;
}

/**
 * A referral of a day. The hospital's record may say itself how long it is good: a year for the
 * diseases on the list, which no date tells.
 */
export const judgeReferral = (
  {
    issued,
    recordedEnd,
  }: { issued?: BusinessDay | undefined; recordedEnd?: BusinessDay | undefined },
  { today, calendar, rules }: Judgement,
): SlipVerdict => {
  const validTo =
    recordedEnd ??
    (issued === undefined || rules === undefined
      ? undefined
      : addWorkingDays(issued, rules.referralWorkingDays, calendar));
  if (validTo === undefined) return { standing: 'unverified' };
  return { standing: today <= validTo ? 'valid' : 'expired', validTo };
};

/** A re-examination appointed for a day. */
export const judgeReExamination = (
  appointed: BusinessDay,
  { today, calendar, rules }: Judgement,
): SlipVerdict => {
  if (rules === undefined) return { standing: today === appointed ? 'valid' : 'unverified' };
  const validTo = addWorkingDays(appointed, rules.reExaminationWorkingDaysAfter, calendar);
  if (today > validTo) return { standing: 'too-late', validTo };
  const opens = addDays(appointed, -rules.reExaminationDaysBefore);
  return { standing: today < opens ? 'too-early' : 'valid', validTo };
};
