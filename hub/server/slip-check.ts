import { type FaultCode, asFaultError } from '../../core/contract/errors.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type Slip, type SlipAnswer } from '../../core/contract/slip.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type His, type HisSlip, type SlipQuestion } from '../his/his.ts';
import { slipWasUsed } from '../intake/slip-uses.ts';
import { type Database } from '../storage/database.ts';
import { type SlipSettings, standingOf } from './slip-judgement.ts';
import { withinTime } from './within-time.ts';

export interface SlipCheckOptions {
  readonly database: Database;
  readonly his: Pick<His, 'slip'>;
  readonly clock: Clock;
  /** Longest wait for the HIS, in milliseconds. */
  readonly timeoutMs: number;
  readonly slips: SlipSettings;
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
      return answerOf(said, record, today, options.slips);
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
  slips: SlipSettings,
): SlipAnswer => {
  if (record?.isTheirs !== true) return { slip: { ...said, standing: 'unknown' } };
  const verdict = standingOf(said.kind, record, today, slips);
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
