import { type Clock, type Ids } from '../../../core/ports/ports.ts';
import { type DeliveryVerdict, type HisDelivery } from '../his.ts';
import { type HisReferences } from '../his-references.ts';
import { type VisitSituation, messagesOf } from './check-in-messages.ts';
import { unclear, verdictOn } from '../his-failure.ts';
import { type PatientQuery } from './patient-query.ts';
import { type PatientKeyHash, patientKeysOf } from '../patient-keys.ts';
import { type Hl7Records } from './records/records.ts';
import { type OwnNumber, sendOnce } from './send-once.ts';
import { type Hl7Session, type OutgoingMessage } from './session.ts';
import { identifiersOf, isSameIdentifier, patientNumber } from './segments/patient-identifiers.ts';
import { patientNumberOf } from './segments/patient-segment.ts';
import { type ServicePlaces } from './service-places.ts';
import { type Hl7v2Settings } from './settings.ts';
import { isVisitThere } from './visit-query.ts';

export interface DeliveryTools {
  readonly session: Hl7Session;
  readonly query: PatientQuery;
  readonly settings: Hl7v2Settings;
  readonly facilityCode: string;
  readonly places: ServicePlaces;
  readonly records: Hl7Records;
  readonly keyed: PatientKeyHash;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timeoutMs: number;
}

interface KnownPatient {
  readonly number: string | undefined;
  readonly candidates: readonly string[];
}

/** Whom the visit is for, as the HIS knows them now: merged meanwhile, or registered meanwhile. */
const patientFor = async (
  { event, duplicateOf }: HisDelivery,
  tools: DeliveryTools,
): Promise<KnownPatient> => {
  const { query, records, settings, clock, timeoutMs } = tools;
  if (event.type !== 'check-in') return { number: undefined, candidates: [] };
  if (event.hisPatientId !== undefined) {
    return { number: await records.survivorOf(event.hisPatientId), candidates: [] };
  }
  const until = clock.now() + timeoutMs;
  const match = await query.match(event.identity, until);
  if (match.match === 'several') {
    throw unclear('several records carry the same number');
  }
  if (match.match === 'one') {
    const number = patientNumberOf(match.found.patient, settings.identifiers);
    return { number, candidates: [] };
  }
  if (duplicateOf !== undefined) return { number: undefined, candidates: [] };
  const candidates = await query.candidates(event.identity, until);
  return {
    number: undefined,
    candidates: candidates.flatMap(
      ({ patient }) => patientNumberOf(patient, settings.identifiers) ?? [],
    ),
  };
};

const situationOf = async (
  delivery: HisDelivery,
  { number, candidates }: KnownPatient,
  tools: DeliveryTools,
): Promise<VisitSituation> => {
  const { event, duplicateOf } = delivery;
  const { settings, facilityCode, places, records, clock } = tools;
  const own = number === undefined ? [] : [patientNumber(number, settings.identifiers)];
  const shown = identifiersOf(event.identity ?? {}, settings.identifiers).filter(
    // The number the HIS uses now replaces the one that was merged into it.
    one => own.every(mine => !isSameIdentifier({ ...one, value: '' }, { ...mine, value: '' })),
  );
  const place = places.of(event.number.servicePointId);
  const isPaid =
    settings.postCharges && event.type === 'check-in' && event.payer.mode === 'self-pay';
  return {
    settings,
    facilityCode,
    identifiers: [...own, ...shown],
    candidates,
    location: place?.code ?? event.number.servicePointId,
    booking:
      event.type === 'check-in' && event.bookingId !== undefined
        ? await records.booking(event.bookingId)
        : undefined,
    firstVisitId: duplicateOf?.visitId,
    slipUsedBy: delivery.slipUsedBy?.label,
    isCoverUpdate: delivery.isCoverUpdate === true,
    charge:
      isPaid && place?.price !== undefined
        ? { amount: place.price, description: place.name.vi }
        : undefined,
    now: clock.now(),
  };
};

/** The number by which a HIS that forgets MSH-10 knows a repeat of a message of ours. */
const ownNumberOf = ({ type }: OutgoingMessage): OwnNumber =>
  type[0] === 'DFT' ? 'FT1^1^2' : 'PV1^1^19';

/**
 * What is still to be sent to a HIS that would take a repeat for a second visit. Arrivals say the
 * same however often they are said; a charge does not.
 */
const unsent = async (
  messages: readonly OutgoingMessage[],
  { event, attemptsBefore, duplicateOf }: HisDelivery,
  number: string | undefined,
  { location, identifiers }: VisitSituation,
  { settings, ids, session, clock, timeoutMs }: DeliveryTools,
): Promise<readonly OutgoingMessage[]> => {
  const isRepeat = attemptsBefore > 0 && settings.repeats === 'look-up';
  if (!isRepeat || event.type !== 'check-in' || duplicateOf !== undefined) return messages;
  if (number === undefined) {
    // With a number the patient would have been found, had the visit registered them.
    if (identifiers.length > 0) return messages;
    throw unclear('sent before, and the patient has no number to ask by');
  }
  const tools = { session, clock, ids, timeoutMs };
  if (!(await isVisitThere(event, number, location, tools))) return messages;
  if (messages.some(({ type }) => type[0] === 'DFT')) {
    throw unclear('the visit is there; whether its charge is cannot be asked');
  }
  return messages.filter(({ type }) => type[1] !== 'A04');
};

const remember = async (
  { event, duplicateOf }: HisDelivery,
  situation: VisitSituation,
  { records, keyed }: DeliveryTools,
): Promise<void> => {
  const { number, visitId, occurredAt } = event;
  const bookingId = event.type === 'check-in' ? event.bookingId : undefined;
  await records.ticketSent({
    visit: {
      visitId,
      ...(bookingId === undefined ? {} : { bookingId }),
      servicePointId: number.servicePointId,
      number,
      checkedInAt: occurredAt,
    },
    state: duplicateOf === undefined ? 'waiting' : 'duplicate',
    patientKeys: patientKeysOf(situation.identifiers, keyed),
  });
};

/**
 * Brings one event into the HIS. Each of its messages keeps its MSH-10 on every attempt and each
 * names the visit (PV1-19): a HIS that knows either gives it one effect however often it comes.
 */
export const deliver = async (
  delivery: HisDelivery,
  tools: DeliveryTools,
): Promise<DeliveryVerdict> => {
  try {
    const patient = await patientFor(delivery, tools);
    const situation = await situationOf(delivery, patient, tools);
    const messages = messagesOf(delivery.event, situation);
    const left =
      situation.isCoverUpdate === true
        ? messages
        : await unsent(messages, delivery, patient.number, situation, tools);
    for (const outgoing of left) {
      await sendOnce(outgoing, ownNumberOf(outgoing), delivery.attemptsBefore, tools);
    }
    if (situation.isCoverUpdate !== true) await remember(delivery, situation, tools);
    const receipt: HisReferences = {
      ...(patient.number === undefined ? {} : { patient: patient.number }),
      visit: situation.firstVisitId ?? delivery.event.visitId,
      ...Object.fromEntries(messages.map(({ type, controlId }) => [type[1], controlId])),
    };
    return { verdict: 'delivered', receipt };
  } catch (error) {
    return verdictOn(error);
  }
};
