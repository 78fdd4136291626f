import { type CheckInEvent } from '../../../core/contract/hub.ts';
import { type DeliveryVerdict, type HisDelivery } from '../his.ts';
import { type HisReferences } from '../his-references.ts';
import { type PatientKeyHash } from '../patient-keys.ts';
import { type SentTickets } from '../sent-tickets.ts';
import { type RegistrationAnswer, listOf, registrationAnswerSchema } from './answers.ts';
import { type Turns } from './in-turn.ts';
import { type MedipayClient } from './medipay-client.ts';
import { unclear, verdictOn } from '../his-failure.ts';
import { checkPatient } from './patient-check.ts';
import { type RegistrationSituation, registrationBody } from './registration-body.ts';
import { earlierRegistration } from './registrations.ts';
import { type MedipayRestSettings } from './settings.ts';
import { ticketKeysOf } from './ticket-keys.ts';

export interface DeliveryTools {
  readonly client: MedipayClient;
  readonly settings: MedipayRestSettings;
  readonly facilityCode: string;
  readonly tickets: SentTickets;
  readonly keyed: PatientKeyHash;
  readonly inTurn: Turns;
}

const patientOf = async (
  { hisPatientId, identity }: CheckInEvent,
  { client, settings }: DeliveryTools,
): Promise<RegistrationSituation['patient']> => {
  if (hisPatientId !== undefined) return { id: hisPatientId, code: identity.patientCode };
  const found = await checkPatient(client, settings, identity);
  if (found.match === 'several') throw unclear('several records carry the same number');
  if (found.match === 'none') return { id: undefined, code: undefined };
  const { ID_BN: id, MA_BN: code } = found.patient;
  // Registered without its id, somebody known would become a second patient.
  if (id === undefined && code === undefined) throw unclear('a record without an id');
  return { id, code };
};

const receiptOf = ({ ID_LK, MA_LK, MA_VV, STT_LK }: RegistrationAnswer): HisReferences =>
  Object.fromEntries(
    Object.entries({ ID_LK, MA_LK, MA_VV, STT_LK }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

/** Before anything is repeated: what did the earlier attempt leave there? */
const fromBefore = async (
  event: CheckInEvent,
  situation: RegistrationSituation,
  { client, settings }: DeliveryTools,
): Promise<RegistrationAnswer | undefined> => {
  if (settings.paths.registrations === null) {
    throw unclear('sent before, and this HIS cannot be asked what arrived');
  }
  const earlier = await earlierRegistration(client, event, situation);
  if (earlier.outcome === 'cannot-be-asked') {
    throw unclear('sent before, and the patient has no number to ask by');
  }
  return earlier.outcome === 'found' ? earlier.registration : undefined;
};

const remember = async (
  event: CheckInEvent,
  patientId: string | undefined,
  { ID_LK }: RegistrationAnswer,
  { tickets, keyed, settings }: DeliveryTools,
): Promise<void> => {
  const { visitId, number, servicePointId, occurredAt, bookingId, identity } = event;
  await tickets.ticketSent({
    visit: {
      visitId,
      ...(bookingId === undefined ? {} : { bookingId }),
      servicePointId,
      number,
      checkedInAt: occurredAt,
    },
    state: 'waiting',
    patientKeys: ticketKeysOf(identity, patientId, settings.documentTypes, keyed),
    ...(ID_LK === undefined ? {} : { reference: ID_LK }),
  });
};

const register = async (
  event: CheckInEvent,
  { attemptsBefore, slipUsedBy }: HisDelivery,
  tools: DeliveryTools,
): Promise<HisReferences> => {
  const { client, settings, facilityCode } = tools;
  const patient = await patientOf(event, tools);
  const place = settings.servicePoints[event.servicePointId];
  const situation = { settings, facilityCode, place, patient, slipUsedBy: slipUsedBy?.label };
  const earlier = attemptsBefore > 0 ? await fromBefore(event, situation, tools) : undefined;
  const registered =
    earlier ??
    listOf(
      await client.post('register', registrationBody(event, situation), event.visitId),
      registrationAnswerSchema,
    )[0];
  const registration = registered ?? registrationAnswerSchema.parse({});
  await remember(event, patient.id, registration, tools);
  return receiptOf(registration);
};

/** Visits of one person take turns; who says nothing of themselves is nobody else. */
const turnOf = ({ identity, hisPatientId, visitId }: CheckInEvent): string =>
  identity.citizenNumber ??
  hisPatientId ??
  identity.patientCode ??
  identity.oldNumber ??
  identity.insurance?.cardNumber ??
  visitId;

/**
 * Brings one event into the HIS. There is no idempotency key, so from the second attempt on the
 * HIS is asked what arrived, and where it cannot be asked a person is. Somebody sent to a counter
 * and the second of two check-ins of one visit have no word in this contract: the hub keeps them.
 */
export const deliver = async (
  delivery: HisDelivery,
  tools: DeliveryTools,
): Promise<DeliveryVerdict> => {
  const { event, duplicateOf } = delivery;
  if (event.type !== 'check-in') return { verdict: 'delivered', receipt: {} };
  if (duplicateOf !== undefined) {
    return { verdict: 'delivered', receipt: { duplicateOf: duplicateOf.visitId } };
  }
  try {
    const receipt = await tools.inTurn(turnOf(event), () => register(event, delivery, tools));
    return { verdict: 'delivered', receipt };
  } catch (error) {
    return verdictOn(error);
  }
};
