import { type FaultCode, asFaultError } from '../../core/contract/errors.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type Slip, type SlipAnswer, type SlipKind } from '../../core/contract/slip.ts';
import { type Clock } from '../../core/ports/ports.ts';
import {
  type SlipRules,
  type SlipVerdict,
  judgeReExamination,
  judgeReferral,
  slipRulesOn,
} from '../../core/scheduling/slip-validity.ts';
import { type WorkCalendar } from '../../core/scheduling/working-days.ts';
import { type His, type HisSlip, type SlipQuestion } from '../his/his.ts';
import { slipWasUsed } from '../intake/slip-uses.ts';
import { type Database } from '../storage/database.ts';
import { withinTime } from './within-time.ts';

export interface SlipCheckOptions {
  readonly database: Database;
  readonly his: Pick<His, 'slip'>;
  readonly clock: Clock;
  /** Longest wait for the HIS, in milliseconds. */
  readonly timeoutMs: number;
  readonly calendar: WorkCalendar;
  /** Figures of the hospital that replace those of the rule in force. */
  readonly rules: { readonly [Rule in keyof SlipRules]?: SlipRules[Rule] | undefined };
  /** Told when the HIS could not be asked. */
  readonly onHisAway: (fault: FaultCode) => void;
}

/**
 * Whether a slip may be used today. A slip of somebody else is as unknown as one that does not
 * exist: nobody learns from a kiosk what other people hold.
 */
export const createSlipCheck =
  (options: SlipCheckOptions) =>
  async (question: SlipQuestion, today: BusinessDay): Promise<SlipAnswer> => {
    const { kind, number } = question;
    const said = { kind, number };
    if (kind === 're-examination' && (await slipWasUsed(options.database, said))) {
      return { slip: { ...said, standing: 'used' } };
    }
    if (options.his.slip === undefined) return { slip: { ...said, standing: 'unverified' } };
    try {
      const asked = options.his.slip(question);
      const record = await withinTime(asked, options.clock, options.timeoutMs);
      return answerOf(said, record, today, options);
    } catch (error) {
      const { code } = asFaultError(error);
      if (!code.startsWith('his-')) throw error;
      options.onHisAway(code);
      return { slip: { ...said, standing: 'unverified' } };
    }
  };

const answerOf = (
  said: Pick<Slip, 'kind' | 'number'>,
  record: HisSlip | undefined,
  today: BusinessDay,
  options: SlipCheckOptions,
): SlipAnswer => {
  if (record?.isTheirs !== true) return { slip: { ...said, standing: 'unknown' } };
  const verdict = standingOf(said.kind, record, today, options);
  const slip: Slip = { ...said, ...factsOf(record), ...verdict };
  return record.booking === undefined || slip.standing !== 'valid'
    ? { slip }
    : { slip, booking: record.booking };
};

const factsOf = ({ hisId, day, fromFacility }: HisSlip) => ({
  hisId,
  ...(day === undefined ? {} : { day }),
  ...(fromFacility === undefined ? {} : { fromFacility }),
});

const standingOf = (
  kind: SlipKind,
  { day, validTo, isOpen }: HisSlip,
  today: BusinessDay,
  { calendar, rules: figures }: SlipCheckOptions,
): SlipVerdict | { readonly standing: 'used' | 'expired' } => {
  // The rule of the day on which the slip was written holds.
  const rules = slipRulesOn(day ?? today, definedOf(figures));
  const judgement = { today, calendar, rules };
  if (kind === 'referral') {
    return isOpen ? judgeReferral({ issued: day, recordedEnd: validTo }, judgement) : EXPIRED;
  }
  if (!isOpen) return USED;
  return day === undefined ? { standing: 'unverified' } : judgeReExamination(day, judgement);
};

const EXPIRED = { standing: 'expired' } as const;
const USED = { standing: 'used' } as const;

const definedOf = (figures: SlipCheckOptions['rules']): Partial<SlipRules> =>
  Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== undefined));
