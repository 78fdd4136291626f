import { expect, test } from 'vitest';
import { checkInEvent } from '../../intake/testing/synthetic-events.ts';
import { coverUpdateBundle } from './cover-update.ts';
import { FhirFailure } from './fhir-failure.ts';
import { type Encounter, type Task } from './resources.ts';
import { CODES, identifierSystemsSchema } from './systems.ts';

const systems = identifierSystemsSchema.parse({});
const detail = (code: string, valueString: string) => ({
  type: { coding: [{ system: CODES.checkInDetail, code }] },
  valueString,
});
const encounter: Encounter = {
  resourceType: 'Encounter',
  id: 'e1',
  status: 'in-progress',
  class: {},
  subject: { reference: 'Patient/p1' },
};
const ticket: Task = {
  resourceType: 'Task',
  id: 't1',
  meta: { versionId: '4' },
  status: 'in-progress',
  intent: 'order',
  input: [detail('day', '2026-11-23'), detail('coverage', 'unverified-portal-away')],
};
const event = checkInEvent({
  payer: {
    mode: 'insured',
    coverage: {
      reason: 'valid-in-network',
      cardNumber: 'HT3469999999907',
      portal: { at: '2026-11-23T02:00:00.000Z', code: '003' },
    },
  },
});

test('the card, the answer and the ticket are one transaction, and what the clinic did stands', () => {
  const { entry = [] } = coverUpdateBundle(event, { encounter, ticket }, systems);
  expect(entry.map(({ request, resource }) => [request?.method, resource?.resourceType])).toEqual([
    ['POST', 'Coverage'],
    ['POST', 'CoverageEligibilityResponse'],
    ['PUT', 'Task'],
  ]);
  const [coverage, answer, updated] = entry;
  expect(coverage?.request?.ifNoneExist).toContain('HT3469999999907');
  expect(answer?.resource).toMatchObject({
    identifier: [{ system: systems.visit, value: event.visitId }],
    patient: { reference: 'Patient/p1' },
    outcome: 'complete',
    disposition: 'valid-in-network',
    error: [{ code: { coding: [{ code: '003' }] } }],
  });
  expect(updated?.request).toEqual({ method: 'PUT', url: 'Task/t1', ifMatch: 'W/"4"' });
  expect(updated?.resource).toMatchObject({
    status: 'in-progress',
    insurance: [{ reference: coverage?.fullUrl }],
    input: [
      detail('day', '2026-11-23'),
      detail('coverage', 'valid-in-network'),
      detail('insurance-portal-result', '003'),
    ],
  });
});

test('a card that may not be used is told and not stored', () => {
  const refused = {
    ...event,
    payer: { mode: 'insured' as const, coverage: { reason: 'revoked' as const, cardNumber: 'X' } },
  };
  const { entry = [] } = coverUpdateBundle(refused, { encounter, ticket }, systems);
  expect(entry.map(({ resource }) => resource?.resourceType)).toEqual([
    'CoverageEligibilityResponse',
    'Task',
  ]);
  expect(entry[0]?.resource).toMatchObject({ outcome: 'error', disposition: 'revoked' });
});

test('a visit that is not there yet waits, alone', () => {
  const failure = (): unknown => {
    try {
      return coverUpdateBundle(event, { encounter: undefined, ticket: undefined }, systems);
    } catch (error) {
      return error;
    }
  };
  expect(failure()).toBeInstanceOf(FhirFailure);
  expect((failure() as FhirFailure).next).toEqual({ action: 'again', scope: 'item' });
});
