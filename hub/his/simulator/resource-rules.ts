import { FhirError } from './fhir-error.ts';
import { type StoredType, isStoredType } from './search-parameters.ts';
import { type StoredResource } from './resource-store.ts';

interface Rules {
  /** Elements with a minimum cardinality of 1 (FHIR R4). */
  readonly required: readonly string[];
  /** Elements with a required binding, and its codes. */
  readonly codes?: Readonly<Record<string, readonly string[]>>;
}

const TASK_STATUS = [
  'draft',
  'requested',
  'received',
  'accepted',
  'rejected',
  'ready',
  'cancelled',
  'in-progress',
  'on-hold',
  'failed',
  'completed',
  'entered-in-error',
];

const FINANCIAL_STATUS = ['active', 'cancelled', 'draft', 'entered-in-error'];

const RULES: Readonly<Record<StoredType, Rules>> = {
  Appointment: {
    required: ['status', 'participant'],
    codes: {
      status: [
        'proposed',
        'pending',
        'booked',
        'arrived',
        'fulfilled',
        'cancelled',
        'noshow',
        'entered-in-error',
        'checked-in',
        'waitlist',
      ],
    },
  },
  ChargeItemDefinition: { required: ['url', 'status'] },
  Coverage: {
    required: ['status', 'beneficiary', 'payor'],
    codes: { status: FINANCIAL_STATUS },
  },
  CoverageEligibilityResponse: {
    required: ['status', 'purpose', 'patient', 'created', 'request', 'outcome', 'insurer'],
    codes: { status: FINANCIAL_STATUS },
  },
  Encounter: {
    required: ['status', 'class'],
    codes: {
      status: [
        'planned',
        'arrived',
        'triaged',
        'in-progress',
        'onleave',
        'finished',
        'cancelled',
        'entered-in-error',
        'unknown',
      ],
    },
  },
  HealthcareService: { required: [] },
  Invoice: {
    required: ['status'],
    codes: { status: ['draft', 'issued', 'balanced', 'cancelled', 'entered-in-error'] },
  },
  Location: { required: [], codes: { status: ['active', 'suspended', 'inactive'] } },
  Organization: { required: ['name'] },
  Patient: { required: [], codes: { gender: ['male', 'female', 'other', 'unknown'] } },
  PaymentNotice: {
    required: ['status', 'created', 'payment', 'recipient', 'amount'],
    codes: { status: FINANCIAL_STATUS },
  },
  PaymentReconciliation: {
    required: ['status', 'created', 'paymentDate', 'paymentAmount'],
    codes: { status: FINANCIAL_STATUS, outcome: ['queued', 'complete', 'error', 'partial'] },
  },
  Provenance: { required: ['target', 'recorded', 'agent'] },
  RelatedPerson: { required: ['patient'] },
  Schedule: { required: ['actor'] },
  ServiceRequest: { required: ['status', 'intent', 'subject'] },
  Slot: {
    required: ['schedule', 'status', 'start', 'end'],
    codes: { status: ['busy', 'free', 'busy-unavailable', 'busy-tentative', 'entered-in-error'] },
  },
  Task: { required: ['status', 'intent'], codes: { status: TASK_STATUS } },
};

/** Every `Type/id` a resource points to. */
export const localReferences = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(localReferences);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'reference' && typeof member === 'string' ? [member] : localReferences(member),
  );
};

/** @throws FhirError 422 where a required element or code is wrong. */
export const checkResource = (resource: StoredResource): void => {
  const { required, codes = {} } = RULES[resource.resourceType];
  const members = resource as unknown as Readonly<Record<string, unknown>>;
  for (const element of required) {
    const value = members[element];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) {
      const at = `${resource.resourceType}.${element}`;
      throw new FhirError(422, 'required', `${at} is required`, at);
    }
  }
  for (const [element, allowed] of Object.entries(codes)) {
    const value = members[element];
    if (value !== undefined && !allowed.some(code => code === value)) {
      const at = `${resource.resourceType}.${element}`;
      throw new FhirError(422, 'code-invalid', `${at} has a code outside its value set`, at);
    }
  }
};

/** A resource of a request's body. @throws FhirError 400 or 404 for anything else. */
export const resourceOfBody = (body: unknown, type: StoredType): StoredResource => {
  if (typeof body !== 'object' || body === null || !('resourceType' in body)) {
    throw new FhirError(400, 'structure', 'the body is no FHIR resource');
  }
  if (body.resourceType !== type) {
    throw new FhirError(400, 'invalid', `the body is no ${type}`);
  }
  return body as StoredResource;
};

/** @throws FhirError 404 for types this server does not keep. */
export const storedType = (type: string | undefined): StoredType => {
  if (type !== undefined && isStoredType(type)) return type;
  throw new FhirError(404, 'not-supported', 'no such resource type here');
};
