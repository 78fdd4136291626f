import { type CheckInEvent, type CounterEvent } from '../../../core/contract/hub.ts';
import { type PartialDate } from '../../../core/contract/primitives.ts';
import { referralOf, relatedPersonOf } from './circumstance-mapping.ts';
import { nameUuid } from './name-uuid.ts';
import { identifiersOf, newPatient } from './patient-mapping.ts';
import {
  type Appointment,
  type Bundle,
  type BundleEntry,
  type Encounter,
  type FhirCoverage,
  type FhirResource,
  type Provenance,
  type Reference,
  type Task,
} from './resources.ts';
import { CODES, type IdentifierSystems } from './systems.ts';

/** Where a service point stands in the HIS. */
export interface PointReferences {
  readonly service: string;
  readonly location?: string;
}

/** What was found in the HIS before the bundle is made. */
export interface CheckInSituation {
  readonly systems: IdentifierSystems;
  /** `Patient/…` where the HIS knows the patient. */
  readonly patient: string | undefined;
  readonly point: PointReferences | undefined;
  /** The booking as it stands now. */
  readonly appointment: Appointment | undefined;
  /** `Encounter/…` where the visit is there already, by an earlier attempt or as the first of two. */
  readonly encounter: string | undefined;
  /** Ids of records that could be the same person; none where the patient is known. */
  readonly candidates?: readonly string[];
  /** True where this visit repeats another. */
  readonly duplicate: boolean;
  /** Number of the ticket whose visit had used up the slip of this one. */
  readonly slipUsedBy?: string | undefined;
}

type TaskInput = NonNullable<Task['input']>[number];

export const urn = (...name: readonly string[]): string => `urn:uuid:${nameUuid(...name)}`;

export const created = (
  fullUrl: string,
  resource: FhirResource,
  condition?: string,
): BundleEntry => ({
  fullUrl,
  resource,
  request: {
    method: 'POST',
    url: resource.resourceType,
    ...(condition === undefined ? {} : { ifNoneExist: condition }),
  },
});

export const byIdentifier = (system: string, value: string): string =>
  `identifier=${encodeURIComponent(`${system}|${value}`)}`;

const detail = (code: string, value: string | number | undefined): readonly TaskInput[] =>
  value === undefined
    ? []
    : [
        {
          type: { coding: [{ system: CODES.checkInDetail, code }] },
          ...(typeof value === 'number' ? { valueInteger: value } : { valueString: value }),
        },
      ];

const period = (from: PartialDate | undefined, to: PartialDate | undefined) => ({
  ...(from === undefined ? {} : { start: from }),
  ...(to === undefined ? {} : { end: to }),
});

export const coverageOf = (
  event: CheckInEvent,
  cardNumber: string,
  beneficiary: Reference,
  systems: IdentifierSystems,
): FhirCoverage => {
  const { registeredFacility, validFrom, validTo } = event.payer.coverage;
  const hasPeriod = validFrom !== undefined || validTo !== undefined;
  return {
    resourceType: 'Coverage',
    identifier: [{ system: systems.insuranceCard, value: cardNumber }],
    status: 'active',
    subscriberId: cardNumber,
    beneficiary,
    payor: [{ display: 'Bảo hiểm xã hội Việt Nam' }],
    ...(hasPeriod ? { period: period(validFrom, validTo) } : {}),
    ...(registeredFacility === undefined
      ? {}
      : {
          class: [
            {
              type: { coding: [{ system: CODES.coverageClass, code: 'plan' }] },
              value: registeredFacility,
            },
          ],
        }),
  };
};

/** What is known of the cover, in the words of the contract. */
export const coverDetails = ({ payer }: CheckInEvent): readonly TaskInput[] => {
  const { reason, route, portal, differs = [] } = payer.coverage;
  return [
    ...detail('coverage', reason),
    ...detail('coverage-route', route?.route),
    ...detail('coverage-route-reason', route?.reason),
    ...detail('benefit-percent', route?.benefitPercent?.toString()),
    ...detail('visit-object-code', route?.objectCode),
    ...detail('insurance-portal-result', portal?.code),
    ...differs.flatMap(name => detail('insurance-differs', name)),
  ];
};

const encounterOf = (
  event: CheckInEvent,
  subject: Reference,
  situation: CheckInSituation,
  referral: string | undefined,
): Encounter => ({
  resourceType: 'Encounter',
  identifier: [{ system: situation.systems.visit, value: event.visitId }],
  status: 'arrived',
  class: { system: CODES.actCode, code: 'AMB', display: 'ambulatory' },
  subject,
  period: { start: event.occurredAt },
  ...(event.priority === undefined
    ? {}
    : { priority: { coding: [{ system: CODES.actPriority, code: 'UR', display: 'urgent' }] } }),
  ...(situation.appointment?.id === undefined
    ? {}
    : { appointment: [{ reference: `Appointment/${situation.appointment.id}` }] }),
  ...(referral === undefined ? {} : { basedOn: [{ reference: referral }] }),
  ...(situation.point?.location === undefined
    ? {}
    : { location: [{ location: { reference: situation.point.location }, status: 'active' }] }),
});

/** The ticket: what the caller of the service point works through. */
const ticketOf = (
  event: CheckInEvent | CounterEvent,
  systems: IdentifierSystems,
  rest: Partial<Task>,
  inputs: readonly TaskInput[],
  superseded: boolean,
): Task => ({
  resourceType: 'Task',
  identifier: [
    { system: systems.ticket, value: event.visitId },
    { system: systems.queueNumber, value: event.number.label },
  ],
  status: superseded ? 'cancelled' : 'requested',
  businessStatus: {
    coding: [{ system: CODES.queueStatus, code: superseded ? 'duplicate' : 'waiting' }],
  },
  intent: 'order',
  priority: event.number.numberClass === 'priority' ? 'urgent' : 'routine',
  authoredOn: event.occurredAt,
  requester: { type: 'Device', identifier: { system: systems.kiosk, value: event.kioskId } },
  ...rest,
  input: [
    ...detail('day', event.number.day),
    ...detail('number-class', event.number.numberClass),
    ...detail('number-sequence', event.number.sequence),
    ...detail('number-source', event.number.source),
    ...detail('priority-group', event.priority?.group),
    ...detail('priority-basis', event.priority?.basis),
    ...detail('identity-method', event.identity?.method),
    ...detail('authenticity', event.identity?.authenticity),
    ...detail('language', event.language),
    ...(event.identity?.authenticityReasons ?? []).flatMap(reason =>
      detail('authenticity-reason', reason),
    ),
    ...(event.identity?.flags ?? []).flatMap(flag => detail('identity-flag', flag)),
    ...detail('relationship', event.relative?.relationship),
    ...detail('slip-kind', event.slip?.kind),
    ...detail('slip-number', event.slip?.number),
    ...detail('slip-standing', event.slip?.standing),
    ...(event.clerkTasks ?? []).flatMap(task => detail('clerk-task', task)),
    ...inputs,
  ],
});

const provenanceOf = (
  event: CheckInEvent,
  targets: readonly Reference[],
  systems: IdentifierSystems,
): Provenance => ({
  resourceType: 'Provenance',
  target: [...targets],
  recorded: event.occurredAt,
  activity: { text: 'self-service check-in' },
  agent: [
    {
      type: { coding: [{ system: CODES.provenanceAgent, code: 'enterer' }] },
      who: { type: 'Device', identifier: { system: systems.kiosk, value: event.kioskId } },
    },
  ],
  entity: [
    {
      role: 'source',
      what: { identifier: { system: CODES.identityMethod, value: event.identity.method } },
    },
  ],
});

/** Arrived: the patient is here. What the clinic did meanwhile (cancelled, fulfilled) stands. */
const arrivalOf = (appointment: Appointment | undefined): readonly BundleEntry[] => {
  const version = appointment?.meta?.versionId;
  if (appointment?.id === undefined || version === undefined) return [];
  if (!['proposed', 'pending', 'booked'].includes(appointment.status)) return [];
  const url = `Appointment/${appointment.id}`;
  const arrived: Appointment = { ...appointment, status: 'arrived' };
  return [
    {
      fullUrl: urn('appointment', appointment.id),
      resource: arrived,
      request: { method: 'PUT', url, ifMatch: `W/"${version}"` },
    },
  ];
};

/** The HIS's own record of a referral is pointed to; one on paper is created. */
const referralEntry = (
  { slip, visitId }: CheckInEvent,
  subject: Reference,
  systems: IdentifierSystems,
): { readonly reference?: string; readonly entry?: BundleEntry } => {
  if (slip?.kind !== 'referral') return {};
  if (slip.hisId !== undefined) return { reference: `ServiceRequest/${slip.hisId}` };
  const reference = urn(visitId, 'referral');
  const resource = referralOf(slip, visitId, subject, systems);
  return { reference, entry: created(reference, resource, byIdentifier(systems.visit, visitId)) };
};

/** The arrival alone; undefined where nothing is left to say. */
export const arrivalBundle = (appointment: Appointment | undefined): Bundle | undefined => {
  const entry = [...arrivalOf(appointment)];
  return entry.length === 0 ? undefined : { resourceType: 'Bundle', type: 'transaction', entry };
};

/** One check-in as one FHIR transaction (R4, 3.1.0.11.2): all of it or nothing. */
export const checkInBundle = (event: CheckInEvent, situation: CheckInSituation): Bundle => {
  const { systems } = situation;
  const { visitId } = event;
  const entries: BundleEntry[] = [];
  const patient = situation.patient ?? urn(visitId, 'patient');
  const encounter = situation.encounter ?? urn(visitId, 'encounter');
  if (situation.patient === undefined) {
    const resource = newPatient(event.identity, visitId, systems, event.portrait);
    const [{ system = '', value = '' }] = resource.identifier;
    entries.push(created(patient, resource, byIdentifier(system, value)));
  }
  const subject = { reference: patient };
  const card = event.payer.coverage.cardNumber;
  const insured = event.payer.mode === 'insured' && card !== undefined;
  const coverage = urn(visitId, 'coverage');
  if (insured) {
    const resource = coverageOf(event, card, subject, systems);
    entries.push(created(coverage, resource, byIdentifier(systems.insuranceCard, card)));
  }
  if (situation.encounter === undefined) {
    const referral = referralEntry(event, subject, systems);
    if (referral.entry !== undefined) entries.push(referral.entry);
    const resource = encounterOf(event, subject, situation, referral.reference);
    entries.push(created(encounter, resource, byIdentifier(systems.visit, visitId)));
    const relative = relatedPersonOf(event, subject, systems);
    if (relative !== undefined) {
      const condition = byIdentifier(systems.relatedPerson, visitId);
      entries.push(created(urn(visitId, 'relative'), relative, condition));
    }
    const targets = [
      { reference: encounter },
      ...(situation.patient === undefined ? [subject] : []),
    ];
    entries.push(created(urn(visitId, 'provenance'), provenanceOf(event, targets, systems)));
  }
  const ticket = ticketOf(
    event,
    systems,
    {
      code: { coding: [{ system: CODES.task, code: 'queue-ticket' }] },
      focus: { reference: encounter },
      encounter: { reference: encounter },
      for: subject,
      ...(situation.point === undefined ? {} : { owner: { reference: situation.point.service } }),
      ...(insured ? { insurance: [{ reference: coverage }] } : {}),
    },
    [
      ...detail('payer', event.payer.mode),
      ...coverDetails(event),
      ...detail('booking', event.bookingId),
      ...(situation.candidates ?? []).flatMap(id => detail('possible-record', id)),
      ...detail('slip-used-by', situation.slipUsedBy),
    ],
    situation.duplicate,
  );
  entries.push(created(urn(visitId, 'ticket'), ticket, byIdentifier(systems.ticket, visitId)));
  entries.push(...arrivalOf(situation.appointment));
  return { resourceType: 'Bundle', type: 'transaction', entry: entries };
};

/** Somebody sent to a counter: a ticket only, since nobody has registered them yet. */
export const counterBundle = (
  event: CounterEvent,
  point: PointReferences | undefined,
  systems: IdentifierSystems,
): Bundle => {
  const [identifier] = identifiersOf(event.identity ?? {}, systems);
  const ticket = ticketOf(
    event,
    systems,
    {
      code: { coding: [{ system: CODES.task, code: 'counter-ticket' }] },
      reasonCode: { coding: [{ system: CODES.counterReason, code: event.reason }] },
      ...(point === undefined ? {} : { owner: { reference: point.service } }),
      ...(identifier === undefined ? {} : { for: { type: 'Patient', identifier } }),
    },
    [],
    false,
  );
  const entry = created(
    urn(event.visitId, 'ticket'),
    ticket,
    byIdentifier(systems.ticket, event.visitId),
  );
  return { resourceType: 'Bundle', type: 'transaction', entry: [entry] };
};
