import { type CheckInEvent } from '../../../core/contract/hub.ts';
import {
  type RegistrationAnswer,
  fieldWithin,
  listOf,
  registrationAnswerSchema,
} from './answers.ts';
import { minuteStampOf } from './decision-4750.ts';
import { identityDocumentOf } from './documents.ts';
import { type MedipayClient } from './medipay-client.ts';
import { type RegistrationSituation } from './registration-body.ts';

/** NGAY_VAO to the day. */
const DAY_LENGTH = 8;

/** What the registrations of one patient are asked by; undefined where they have no number. */
const questionAbout = (event: CheckInEvent, { patient, settings }: RegistrationSituation) => {
  const { documentTypes } = settings;
  const day = { NGAY_VAO: minuteStampOf(event.occurredAt).slice(0, DAY_LENGTH) };
  if (patient.id !== undefined || patient.code !== undefined) {
    const ids = { ID_BN: patient.id ?? null, MA_BN: patient.code ?? null };
    return { ...ids, ...day };
  }
  const document = identityDocumentOf(event.identity, documentTypes);
  return document === undefined ? undefined : { ...document, ...day };
};

const isOf = (one: RegistrationAnswer, event: CheckInEvent, serviceId: string | undefined) => {
  const said = (name: string): string | undefined => fieldWithin(one.THONG_TIN_DANG_KY, name);
  return (
    said('NGAY_VAO') === minuteStampOf(event.occurredAt) &&
    (serviceId === undefined || said('ID_DICH_VU') === serviceId)
  );
};

export type EarlierRegistration =
  | { readonly outcome: 'found'; readonly registration: RegistrationAnswer }
  | { readonly outcome: 'not-found' }
  /** The patient has no number the HIS could be asked by. */
  | { readonly outcome: 'cannot-be-asked' };

/**
 * What an earlier attempt at this very visit left in the HIS: the same patient, service and minute
 * of arrival, which stay the same on every attempt and which two visits never share.
 * @throws HisFailure.
 */
export const earlierRegistration = async (
  client: MedipayClient,
  event: CheckInEvent,
  situation: RegistrationSituation,
): Promise<EarlierRegistration> => {
  const question = questionAbout(event, situation);
  if (question === undefined) return { outcome: 'cannot-be-asked' };
  const found = listOf(await client.get('registrations', question), registrationAnswerSchema);
  const registration = found.find(one => isOf(one, event, situation.place?.serviceId));
  return registration === undefined ? { outcome: 'not-found' } : { outcome: 'found', registration };
};
