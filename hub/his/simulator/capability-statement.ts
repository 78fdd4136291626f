import { type CapabilityStatement } from '../fhir-r4/resources.ts';
import { type StoredType, SEARCH_PARAMETERS, parametersOf } from './search-parameters.ts';

/** What the simulated HIS can do (FHIR R4, 3.1.0.12). */
export const capabilityStatement = (base: string, date: string): CapabilityStatement => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date,
  kind: 'instance',
  software: { name: 'Tiếp Đón simulated HIS' },
  implementation: { description: 'Synthetic people and bookings only', url: base },
  fhirVersion: '4.0.1',
  format: ['application/fhir+json'],
  rest: [
    {
      mode: 'server',
      interaction: [{ code: 'transaction' }, { code: 'batch' }],
      resource: (Object.keys(SEARCH_PARAMETERS) as StoredType[]).map(type => ({
        type,
        interaction: [
          { code: 'read' },
          { code: 'vread' },
          { code: 'create' },
          { code: 'update' },
          { code: 'search-type' },
        ],
        versioning: 'versioned-update',
        readHistory: true,
        updateCreate: false,
        conditionalCreate: true,
        searchParam: Object.entries(parametersOf(type)).map(([name, { kind }]) => ({
          name,
          type: kind,
        })),
      })),
    },
  ],
});
