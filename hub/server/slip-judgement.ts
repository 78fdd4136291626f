import { type SlipState } from '../../core/contract/coverage.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type SlipKind } from '../../core/contract/slip.ts';
import { bestSlipState, slipStateOf } from '../../core/coverage/slip-state.ts';
import {
  type SlipRules,
  type SlipVerdict,
  judgeReExamination,
  judgeReferral,
  slipRulesOn,
} from '../../core/scheduling/slip-validity.ts';
import { type WorkCalendar } from '../../core/scheduling/working-days.ts';
import { type HisReferral, type HisSlip } from '../his/his.ts';

/** How this hospital counts the days of a slip. */
export interface SlipSettings {
  readonly calendar: WorkCalendar;
  /** Figures of the hospital that replace those of the rule in force. */
  readonly rules: { readonly [Rule in keyof SlipRules]?: SlipRules[Rule] | undefined };
}

const EXPIRED = { standing: 'expired' } as const;
const USED = { standing: 'used' } as const;

const definedOf = (figures: SlipSettings['rules']): Partial<SlipRules> =>
  Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== undefined));

/** The rule of the day on which the slip was written holds. */
const judgementOn = (
  day: BusinessDay | undefined,
  today: BusinessDay,
  { calendar, rules }: SlipSettings,
) => ({ today, calendar, rules: slipRulesOn(day ?? today, definedOf(rules)) });

/** Whether a slip that the HIS holds may be used today. */
export const standingOf = (
  kind: SlipKind,
  { day, validTo, isOpen }: Pick<HisSlip, 'day' | 'validTo' | 'isOpen'>,
  today: BusinessDay,
  settings: SlipSettings,
): SlipVerdict | { readonly standing: 'used' | 'expired' } => {
  const judgement = judgementOn(day, today, settings);
  if (kind === 'referral') {
    return isOpen ? judgeReferral({ issued: day, recordedEnd: validTo }, judgement) : EXPIRED;
  }
  if (!isOpen) return USED;
  return day === undefined ? { standing: 'unverified' } : judgeReExamination(day, judgement);
};

/** What the open referrals the HIS knows of do for the route. */
export const referralStateOf = (
  referrals: readonly HisReferral[],
  today: BusinessDay,
  settings: SlipSettings,
): SlipState =>
  bestSlipState(
    referrals.map(referral => {
      const record = { ...referral, isOpen: true };
      return slipStateOf(standingOf('referral', record, today, settings).standing);
    }),
  );
