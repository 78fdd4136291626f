import { type CoverageRecord } from '../../../core/coverage/coverage.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { outcomeOfPortalResult } from '../../insurance/portal-result.ts';
import { insuranceAnswerSchema } from './answers.ts';
import { dateOfStamp, genderCodeOf } from './decision-4750.ts';
import { documentsOf } from './documents.ts';
import { type MedipayClient } from './medipay-client.ts';
import { type MedipayRestSettings } from './settings.ts';

/** What the HIS says of somebody's cover, and whether it sees them in its network. */
export interface InsuranceCheck {
  readonly record: CoverageRecord;
  readonly isInNetwork: boolean;
}

const NOT_ASKED: InsuranceCheck = { record: { outcome: 'not-found' }, isInNetwork: false };

/**
 * Asks the HIS, which asks the insurer's portal. A card that the hospital does not take
 * (TIEP_NHAN_BHYT 0) without a result that says why leaves the question to the counter.
 * @throws HisFailure.
 */
export const checkInsurance = async (
  client: MedipayClient,
  settings: Pick<MedipayRestSettings, 'documentTypes'>,
  person: Partial<IdentityClaim>,
): Promise<InsuranceCheck> => {
  const { patientCode: _ownNumber, ...shown } = person;
  const [document] = documentsOf(shown, settings.documentTypes);
  if (document === undefined) return NOT_ASKED;
  const data = await client.get('insurance', {
    ...document,
    HO_TEN: person.name ?? null,
    NGAY_SINH: person.birthDate ?? null,
    GIOI_TINH: genderCodeOf(person.gender),
  });
  const { data: answer } = insuranceAnswerSchema.safeParse(data);
  if (answer === undefined) return NOT_ASKED;
  const outcome = answer.MA_KQ === undefined ? 'found' : outcomeOfPortalResult(answer.MA_KQ);
  if (outcome !== 'found') return { record: { outcome }, isInNetwork: false };
  const cardNumber = answer.MA_THE_BHYT;
  if (cardNumber === undefined) return NOT_ASKED;
  if (answer.TIEP_NHAN_BHYT === '0') {
    return { record: { outcome: 'details-differ' }, isInNetwork: false };
  }
  return {
    record: {
      outcome: 'found',
      cardNumber,
      registeredFacility: answer.MA_DKBD,
      validFrom: dateOfStamp(answer.GT_THE_TU),
      validTo: dateOfStamp(answer.GT_THE_DEN),
    },
    isInNetwork: answer.PHAN_TUYEN === '1',
  };
};
