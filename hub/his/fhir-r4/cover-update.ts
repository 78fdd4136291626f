import { type CheckInEvent } from '../../../core/contract/hub.ts';
import { coverDetails, coverageOf, created, byIdentifier, urn } from './check-in-bundle.ts';
import { FhirFailure } from './fhir-failure.ts';
import {
  type Bundle,
  type BundleEntry,
  type CoverageEligibilityResponse,
  type Encounter,
  type Reference,
  type Task,
} from './resources.ts';
import { CODES, type IdentifierSystems } from './systems.ts';

/** The visit as the HIS has it. */
export interface DeliveredVisit {
  readonly encounter: Encounter | undefined;
  readonly ticket: Task | undefined;
}

/** Details of a ticket that a look-up replaces. */
const REPLACED = new Set([
  'coverage',
  'coverage-route',
  'coverage-route-reason',
  'benefit-percent',
  'visit-object-code',
  'insurance-portal-result',
  'insurance-differs',
]);

const detailCode = (input: NonNullable<Task['input']>[number]): string | undefined =>
  input.type.coding?.find(({ system }) => system === CODES.checkInDetail)?.code;

/** The insurer's answer as a resource of its own, one for each visit. */
const responseOf = (
  event: CheckInEvent,
  patient: Reference,
  coverage: Reference | undefined,
  systems: IdentifierSystems,
): CoverageEligibilityResponse => {
  const { reason, portal } = event.payer.coverage;
  const isUsable = reason.startsWith('valid-');
  const code = portal?.code;
  return {
    resourceType: 'CoverageEligibilityResponse',
    identifier: [{ system: systems.visit, value: event.visitId }],
    status: 'active',
    purpose: ['validation'],
    patient,
    created: portal?.at ?? event.occurredAt,
    request: { display: 'KQNhanLichSuKCB2024' },
    outcome: isUsable ? 'complete' : 'error',
    disposition: reason,
    insurer: { display: 'Bảo hiểm xã hội Việt Nam' },
    ...(coverage === undefined ? {} : { insurance: [{ coverage, inforce: isUsable }] }),
    ...(code === undefined || code === '000'
      ? {}
      : { error: [{ code: { coding: [{ system: CODES.portalResult, code }] } }] }),
  };
};

const updatedTicket = (
  ticket: Task,
  event: CheckInEvent,
  coverage: Reference | undefined,
): readonly BundleEntry[] => {
  const version = ticket.meta?.versionId;
  if (ticket.id === undefined || version === undefined) return [];
  const kept = (ticket.input ?? []).filter(input => !REPLACED.has(detailCode(input) ?? ''));
  const url = `Task/${ticket.id}`;
  const updated: Task = {
    ...ticket,
    ...(coverage === undefined ? {} : { insurance: [coverage] }),
    input: [...kept, ...coverDetails(event)],
  };
  return [
    {
      fullUrl: urn('task', ticket.id),
      resource: updated,
      request: { method: 'PUT', url, ifMatch: `W/"${version}"` },
    },
  ];
};

/**
 * What the look-up of an unverified card came to, for a visit the HIS has: the insurer's answer,
 * the card where it is new, and the details of the ticket. Sent again it changes nothing.
 * @throws FhirFailure where the visit is not there yet.
 */
export const coverUpdateBundle = (
  event: CheckInEvent,
  { encounter, ticket }: DeliveredVisit,
  systems: IdentifierSystems,
): Bundle => {
  const patient = encounter?.subject;
  if (patient === undefined || ticket === undefined) {
    throw new FhirFailure(
      { fault: 'his-conflict', next: { action: 'again', scope: 'item' } },
      'the visit whose cover was looked up is not there',
    );
  }
  const { visitId } = event;
  const card = event.payer.coverage.cardNumber;
  const isUsable = event.payer.coverage.reason.startsWith('valid-');
  const coverage =
    card === undefined || !isUsable ? undefined : { reference: urn(visitId, 'coverage') };
  const entries: BundleEntry[] = [];
  if (coverage !== undefined && card !== undefined) {
    const resource = coverageOf(event, card, patient, systems);
    entries.push(created(coverage.reference, resource, byIdentifier(systems.insuranceCard, card)));
  }
  const response = responseOf(event, patient, coverage, systems);
  const condition = byIdentifier(systems.visit, visitId);
  entries.push(created(urn(visitId, 'eligibility'), response, condition));
  entries.push(...updatedTicket(ticket, event, coverage));
  return { resourceType: 'Bundle', type: 'transaction', entry: entries };
};
