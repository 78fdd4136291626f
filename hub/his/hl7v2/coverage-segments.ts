import { type CoverageRecord } from '../../../core/coverage/coverage.ts';
import { type BusinessDay, businessDaySchema } from '../../../core/contract/primitives.ts';
import { outcomeOfPortalResult } from '../../insurance/portal-result.ts';
import { type HisReferral } from '../his.ts';
import { valueAt } from './message/message.ts';
import { type FoundPatient } from './patient-query.ts';
import { dateOfStamp } from './time-stamp.ts';

/**
 * What the HIS adds about cover to the patient it found: IN1 for the card, ZBH-1 for the result
 * code of the insurer's portal (maKetQua). RSP^K22 has neither by itself, so a HIS that adds
 * nothing has not said anything: the card stays unverified.
 */
export const coverageRecordOf = ({ message, segments }: FoundPatient): CoverageRecord => {
  const zbh = segments.find(({ name }) => name === 'ZBH');
  const result = valueAt(message, zbh, 1);
  const outcome = result === undefined ? 'found' : outcomeOfPortalResult(result);
  if (outcome !== 'found') return { outcome };
  const cards = segments
    .filter(({ name }) => name === 'IN1')
    .flatMap(in1 => {
      const cardNumber = valueAt(message, in1, 36);
      const validTo = dateOfStamp(valueAt(message, in1, 13));
      const validFrom = dateOfStamp(valueAt(message, in1, 12));
      const registeredFacility = valueAt(message, in1, 35);
      return cardNumber === undefined
        ? []
        : [{ outcome: 'found' as const, cardNumber, registeredFacility, validFrom, validTo }];
    })
    // Later end first; a card without an end never ends.
    .sort((a, b) => ((a.validTo ?? '9999') < (b.validTo ?? '9999') ? 1 : -1));
  const [current] = cards;
  if (current !== undefined) return current;
  return { outcome: result === undefined ? 'portal-away' : 'not-found' };
};

const dayOfStamp = (stamp: string | undefined): BusinessDay | undefined =>
  businessDaySchema.safeParse(dateOfStamp(stamp)).data;

/**
 * Referrals to this hospital (RF1) that were accepted, or of which nothing else is said, with their
 * effective and expiration dates (RF1-7, RF1-8).
 */
export const referralsOf = ({ message, segments }: FoundPatient): readonly HisReferral[] =>
  segments
    .filter(one => one.name === 'RF1' && ['A', undefined].includes(valueAt(message, one, 1)))
    .map(one => ({
      day: dayOfStamp(valueAt(message, one, 7)),
      validTo: dayOfStamp(valueAt(message, one, 8)),
    }));
