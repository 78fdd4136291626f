import { type IdentityClaim } from '../../../core/contract/identity.ts';
import {
  type BusinessDay,
  businessDaySchema,
  idSchema,
} from '../../../core/contract/primitives.ts';
import { type SlipKind } from '../../../core/contract/slip.ts';
import { type HisReferral, type HisSlip, type SlipQuestion } from '../his.ts';
import { type SlipAnswer, listOf, slipAnswerSchema } from './answers.ts';
import { dateOfStamp } from './decision-4750.ts';
import { documentsOf } from './documents.ts';
import { type MedipayClient } from './medipay-client.ts';
import { type MedipayRestSettings } from './settings.ts';

/** LOAI of a slip, where one is asked for as where one is sent. */
export const SLIP_KINDS: Readonly<Record<SlipKind, string>> = {
  referral: 'CHUYEN_TUYEN',
  're-examination': 'HEN_KHAM_LAI',
};

/** TRANG_THAI of one that was withdrawn or used up. */
const OVER = '0';

const dayOf = (stamp: string | undefined): BusinessDay | undefined =>
  businessDaySchema.safeParse(dateOfStamp(stamp)).data;

/** By the record of this HIS, or by a number of the patient where there was no record yet. */
const isAbout = (
  { ID_BN, SO_GTTT }: SlipAnswer,
  { claim, hisPatientId }: SlipQuestion,
  { documentTypes }: Pick<MedipayRestSettings, 'documentTypes'>,
): boolean => {
  if (ID_BN !== undefined) return ID_BN === hisPatientId;
  const { patientCode: _ownNumber, ...shown }: Partial<IdentityClaim> = claim;
  return documentsOf(shown, documentTypes).some(document => document.SO_GTTT === SO_GTTT);
};

/**
 * The slip with that number. Several records under one number name none of them: only a person can
 * tell which is meant. @throws HisFailure.
 */
export const findSlip = async (
  client: MedipayClient,
  settings: Pick<MedipayRestSettings, 'documentTypes'>,
  question: SlipQuestion,
): Promise<HisSlip | undefined> => {
  const { kind, number } = question;
  const asked = { LOAI: SLIP_KINDS[kind], SO: number };
  const [only, another] = listOf(await client.get('slips', asked), slipAnswerSchema).filter(
    ({ SO }) => SO === number,
  );
  const id = idSchema.safeParse(only?.ID_GIAY);
  if (only === undefined || another !== undefined || !id.success) return undefined;
  const { NOI_CAP } = only;
  return {
    hisId: id.data,
    isTheirs: isAbout(only, question, settings),
    day: dayOf(only.NGAY),
    validTo: dayOf(only.HAN_DEN),
    fromFacility: /^\d{5}$/.test(NOI_CAP ?? '') ? NOI_CAP : undefined,
    isOpen: only.TRANG_THAI !== OVER,
    booking: undefined,
  };
};

/** The referrals of a patient of the HIS that are not over. @throws HisFailure. */
export const referralsOf = async (
  client: MedipayClient,
  hisPatientId: string,
): Promise<readonly HisReferral[]> => {
  const asked = { LOAI: SLIP_KINDS.referral, ID_BN: hisPatientId };
  return listOf(await client.get('slips', asked), slipAnswerSchema)
    .filter(({ TRANG_THAI }) => TRANG_THAI !== OVER)
    .map(({ NGAY, HAN_DEN }) => ({ day: dayOf(NGAY), validTo: dayOf(HAN_DEN) }));
};
