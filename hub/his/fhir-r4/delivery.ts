import { type CheckInEvent } from '../../../core/contract/hub.ts';
import { asFaultError } from '../../../core/contract/errors.ts';
import { type DeliveryVerdict, type HisDelivery } from '../his.ts';
import { type HisReferences } from '../his-references.ts';
import { type BundleWriter } from './bundle-writer.ts';
import {
  type PointReferences,
  arrivalBundle,
  checkInBundle,
  counterBundle,
} from './check-in-bundle.ts';
import { coverUpdateBundle } from './cover-update.ts';
import { FhirFailure } from './fhir-failure.ts';
import { type FhirClient, type SearchParameters } from './fhir-client.ts';
import { identifiersOf, matchPatient, tokenOf } from './patient-mapping.ts';
import { alikeSearch, candidatesAmong } from './candidates.ts';
import {
  type Appointment,
  type Bundle,
  type Patient,
  type ResourceOf,
  type ResourceType,
} from './resources.ts';
import { type IdentifierSystems } from './systems.ts';

export interface DeliveryTools {
  readonly client: FhirClient;
  readonly writer: BundleWriter;
  readonly systems: IdentifierSystems;
  readonly referencesOf: (servicePointId: string) => PointReferences | undefined;
}

/** What the HIS says before anything is sent; each part is asked only where it is needed. */
interface Standing {
  readonly patients: readonly Patient[];
  /** Records with the same birth date and gender. */
  readonly alike: readonly Patient[];
  readonly appointment: Appointment | undefined;
  readonly encounter: string | undefined;
  readonly firstEncounter: string | undefined;
  readonly ticket: string | undefined;
}

type Question = readonly [keyof Standing, ResourceType, SearchParameters];

const questionsAbout = (
  { event, attemptsBefore, duplicateOf }: HisDelivery,
  systems: IdentifierSystems,
): readonly Question[] => {
  const identifier = (system: string, value: string): SearchParameters => ({
    identifier: `${system}|${value}`,
  });
  const questions: Question[] = [];
  if (event.type === 'check-in') {
    const tokens = identifiersOf(event.identity, systems).map(tokenOf);
    if (event.hisPatientId === undefined && tokens.length > 0) {
      questions.push(['patients', 'Patient', { identifier: tokens.join(',') }]);
    }
    const alike = event.hisPatientId === undefined ? alikeSearch(event.identity) : undefined;
    if (alike !== undefined) questions.push(['alike', 'Patient', alike]);
    if (event.bookingId !== undefined) {
      questions.push(['appointment', 'Appointment', { _id: event.bookingId }]);
    }
    if (duplicateOf !== undefined) {
      const first = identifier(systems.visit, duplicateOf.visitId);
      questions.push(['firstEncounter', 'Encounter', first]);
    }
  }
  if (attemptsBefore > 0) {
    questions.push(['encounter', 'Encounter', identifier(systems.visit, event.visitId)]);
    questions.push(['ticket', 'Task', identifier(systems.ticket, event.visitId)]);
  }
  return questions;
};

const found = <T extends ResourceType>(
  questions: readonly Question[],
  answers: readonly Bundle[],
  name: keyof Standing,
  type: T,
): readonly ResourceOf<T>[] => {
  const answer = answers[questions.findIndex(([asked]) => asked === name)];
  return (answer?.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === type ? [resource as ResourceOf<T>] : [],
  );
};

const referenceOf = (resource: ResourceOf<'Encounter' | 'Task'> | undefined): string | undefined =>
  resource?.id === undefined ? undefined : `${resource.resourceType}/${resource.id}`;

const standingOf = async (delivery: HisDelivery, tools: DeliveryTools): Promise<Standing> => {
  const questions = questionsAbout(delivery, tools.systems);
  const answers =
    questions.length === 0
      ? []
      : await tools.client.searchMany(questions.map(([, type, parameters]) => [type, parameters]));
  return {
    patients: found(questions, answers, 'patients', 'Patient'),
    alike: found(questions, answers, 'alike', 'Patient'),
    appointment: found(questions, answers, 'appointment', 'Appointment')[0],
    encounter: referenceOf(found(questions, answers, 'encounter', 'Encounter')[0]),
    firstEncounter: referenceOf(found(questions, answers, 'firstEncounter', 'Encounter')[0]),
    ticket: referenceOf(found(questions, answers, 'ticket', 'Task')[0]),
  };
};

const patientOf = (
  event: CheckInEvent,
  standing: Standing,
  systems: IdentifierSystems,
): string | undefined => {
  if (event.hisPatientId !== undefined) return `Patient/${event.hisPatientId}`;
  const match = matchPatient(standing.patients, event.identity, systems);
  if (match.match === 'several') {
    throw new FhirFailure(
      { fault: 'his-conflict', next: { action: 'dead-letter' } },
      'several records carry the same number',
    );
  }
  return match.match === 'one' ? `Patient/${match.patient.id ?? ''}` : undefined;
};

const bundleFor = (delivery: HisDelivery, standing: Standing, tools: DeliveryTools): Bundle => {
  const { event } = delivery;
  const { systems, referencesOf } = tools;
  if (event.type === 'counter-referral') {
    return counterBundle(event, referencesOf(event.number.servicePointId), systems);
  }
  const patient = patientOf(event, standing, systems);
  return checkInBundle(event, {
    systems,
    patient,
    candidates: patient === undefined ? candidatesAmong(standing.alike, event.identity) : [],
    point: referencesOf(event.servicePointId),
    appointment: standing.appointment,
    encounter: standing.encounter ?? standing.firstEncounter,
    duplicate: standing.firstEncounter !== undefined,
    slipUsedBy: delivery.slipUsedBy?.label,
  });
};

/** Brings the cover of a visit up to date which the HIS has. */
const updateCover = async (event: CheckInEvent, tools: DeliveryTools): Promise<HisReferences> => {
  const { client, systems } = tools;
  const [encounters, tickets] = await client.searchMany([
    ['Encounter', { identifier: `${systems.visit}|${event.visitId}` }],
    ['Task', { identifier: `${systems.ticket}|${event.visitId}` }],
  ]);
  const first = <T extends ResourceType>(answer: Bundle | undefined, type: T) =>
    (answer?.entry ?? []).flatMap(({ resource }) =>
      resource?.resourceType === type ? [resource as ResourceOf<T>] : [],
    )[0];
  const visit = { encounter: first(encounters, 'Encounter'), ticket: first(tickets, 'Task') };
  return tools.writer.write(coverUpdateBundle(event, visit, systems));
};

const attempt = async (delivery: HisDelivery, tools: DeliveryTools): Promise<HisReferences> => {
  if (delivery.isCoverUpdate === true && delivery.event.type === 'check-in') {
    return updateCover(delivery.event, tools);
  }
  const standing = await standingOf(delivery, tools);
  const { encounter, ticket } = standing;
  const isThere = delivery.event.type === 'counter-referral' || encounter !== undefined;
  if (ticket === undefined || !(isThere || standing.firstEncounter !== undefined)) {
    return tools.writer.write(bundleFor(delivery, standing, tools));
  }
  // A server that kept a part of the visit may have kept it without the arrival.
  const arrival = arrivalBundle(standing.appointment);
  if (arrival !== undefined) await tools.writer.write(arrival);
  return { Task: ticket, ...(encounter === undefined ? {} : { Encounter: encounter }) };
};

const verdictOf = (failure: FhirFailure): DeliveryVerdict => {
  const { next, diagnosis } = failure;
  switch (next.action) {
    case 'dead-letter':
      return { verdict: 'rejected', diagnosis };
    case 'refresh':
      return { verdict: 'later', scope: 'system', diagnosis };
    case 're-read':
      return { verdict: 'later', scope: 'item', diagnosis };
    case 'again':
      return { verdict: 'later', scope: next.scope, diagnosis };
  }
};

/** Times a changed resource is read again within one attempt, before others get their turn. */
const REREADS = 3;

/**
 * The verdict on a delivery. Where a resource was changed meanwhile it is read anew, as on an attempt
 * that may have arrived.
 */
export const verdictOfAttempt = async (
  attemptsBefore: number,
  attemptAfter: (attemptsBefore: number) => Promise<HisReferences>,
): Promise<DeliveryVerdict> => {
  for (let reading = 1; ; reading += 1) {
    try {
      const receipt = await attemptAfter(attemptsBefore + reading - 1);
      return { verdict: 'delivered', receipt };
    } catch (error) {
      if (!(error instanceof FhirFailure)) {
        return { verdict: 'failed', diagnosis: { fault: asFaultError(error).code } };
      }
      if (error.next.action !== 're-read' || reading === REREADS) return verdictOf(error);
    }
  }
};

/**
 * Brings one event into the HIS. Sent again, it first looks for what arrived, and every create is
 * conditional on the visit's own identifier, so that there is one effect however often it runs.
 */
export const deliver = (delivery: HisDelivery, tools: DeliveryTools): Promise<DeliveryVerdict> =>
  verdictOfAttempt(delivery.attemptsBefore, attemptsBefore =>
    attempt({ ...delivery, attemptsBefore }, tools),
  );
