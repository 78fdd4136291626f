import { FaultError } from '../../../core/contract/errors.ts';
import { type LookupResult } from '../../../core/contract/hub.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { birthDatesAgree } from '../../../core/identity/partial-date.ts';
import { namesAgree } from '../../../core/identity/person-name.ts';
import { type PatientAnswer, listOf, patientAnswerSchema } from './answers.ts';
import { dateOfStamp, genderOfCode } from './decision-4750.ts';
import { documentsOf } from './documents.ts';
import { type MedipayClient } from './medipay-client.ts';
import { type MedipayRestSettings } from './settings.ts';

export type PatientMatch =
  | { readonly match: 'none' }
  | { readonly match: 'one'; readonly patient: PatientAnswer }
  /** Records nobody but a person can tell apart. */
  | { readonly match: 'several' };

/** Nothing known on both sides contradicts. */
const agrees = (patient: PatientAnswer, claim: Partial<IdentityClaim>): boolean => {
  const birthDate = dateOfStamp(patient.NGAY_SINH);
  return (
    (claim.name === undefined ||
      patient.HO_TEN === undefined ||
      namesAgree(claim.name, patient.HO_TEN)) &&
    (claim.birthDate === undefined ||
      birthDate === undefined ||
      birthDatesAgree(claim.birthDate, birthDate))
  );
};

/**
 * The record a claim means: one question for each number shown, the strongest first. The contract
 * has no search by name, so nobody is ever found, or suggested, by one. @throws HisFailure.
 */
export const checkPatient = async (
  client: MedipayClient,
  settings: Pick<MedipayRestSettings, 'documentTypes'>,
  claim: Partial<IdentityClaim>,
): Promise<PatientMatch> => {
  for (const document of documentsOf(claim, settings.documentTypes)) {
    const found = listOf(await client.get('patient', { ...document }), patientAnswerSchema);
    const [only, another] = found;
    if (only === undefined) continue;
    if (another === undefined) return { match: 'one', patient: only };
    const [agreeing, second] = found.filter(one => agrees(one, claim));
    return agreeing !== undefined && second === undefined
      ? { match: 'one', patient: agreeing }
      : { match: 'several' };
  }
  return { match: 'none' };
};

/** The record, or undefined where there is none. @throws FaultError `his-*`, see `checkPatient`. */
export const onePatient = async (
  ...question: Parameters<typeof checkPatient>
): Promise<PatientAnswer | undefined> => {
  const found = await checkPatient(...question);
  if (found.match === 'several') throw new FaultError('his-conflict', 'several records fit');
  return found.match === 'one' ? found.patient : undefined;
};

/** The record as the kiosk may know it; undefined without an id, or a name to greet with. */
export const recordOf = (
  patient: PatientAnswer,
  settings: Pick<MedipayRestSettings, 'answeredGender'>,
): LookupResult['patient'] => {
  const hisPatientId = patient.ID_BN ?? patient.MA_BN;
  const name = patient.HO_TEN?.slice(0, 255);
  if (hisPatientId === undefined || hisPatientId.length > 64 || name === undefined) {
    return undefined;
  }
  const birthDate = dateOfStamp(patient.NGAY_SINH);
  const gender = genderOfCode(patient.GIOI_TINH, settings.answeredGender);
  const document = patient.SO_GTTT ?? '';
  return {
    hisPatientId,
    name,
    claim: {
      name,
      ...(patient.MA_BN === undefined ? {} : { patientCode: patient.MA_BN.slice(0, 40) }),
      ...(/^\d{12}$/.test(document) ? { citizenNumber: document } : {}),
      ...(/^\d{9}$/.test(document) ? { oldNumber: document } : {}),
      ...(birthDate === undefined ? {} : { birthDate }),
      ...(gender === undefined ? {} : { gender }),
      ...(patient.DIA_CHI === undefined ? {} : { address: patient.DIA_CHI.slice(0, 1024) }),
    },
  };
};

/** Whether something is owed from before, where the settings name the field that says so. */
export const hasPriorDebt = (
  patient: PatientAnswer,
  { debtField }: Pick<MedipayRestSettings, 'debtField'>,
): boolean => debtField !== undefined && Number(patient[debtField]) > 0;
