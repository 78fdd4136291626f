import { type CoverageRecord } from '../../../core/coverage/coverage.ts';
import { outcomeOfPortalResult } from '../../insurance/portal-result.ts';
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

/** A referral to this hospital (RF1) that was accepted, or of which nothing else is said. */
export const hasReferral = ({ message, segments }: FoundPatient): boolean =>
  segments.some(one => one.name === 'RF1' && ['A', undefined].includes(valueAt(message, one, 1)));
