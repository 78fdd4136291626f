import { type HisExamination, type HisFinding } from '../his.ts';
import { checkInBundle } from './check-in-bundle.ts';
import { type Authorization, type FhirClient } from './fhir-client.ts';
import { type CapabilityStatement, type FhirResource, type OperationOutcome } from './resources.ts';
import { type IdentifierSystems } from './systems.ts';

export interface ExaminationParts {
  readonly client: FhirClient;
  readonly authorization: Authorization;
  readonly systems: IdentifierSystems;
  readonly transactions: 'auto' | 'steps';
}

/** What is read and written of each type. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  Patient: ['create', 'search-type'],
  Encounter: ['create', 'search-type'],
  Task: ['create', 'search-type'],
  Appointment: ['update', 'search-type'],
  Coverage: ['create', 'search-type'],
  HealthcareService: ['search-type'],
  Provenance: ['create'],
};
/** Types whose creates are conditional on an identifier of the visit. */
const CONDITIONAL = ['Patient', 'Encounter', 'Task'];

type Rest = NonNullable<CapabilityStatement['rest']>[number];

const missingInteractions = (rest: Rest | undefined): readonly string[] =>
  Object.entries(NEEDED).flatMap(([type, codes]) => {
    const offered = rest?.resource?.find(one => one.type === type)?.interaction ?? [];
    const missing = codes.filter(code => !offered.some(one => one.code === code));
    return missing.length === 0 ? [] : [`${type} (${missing.join(', ')})`];
  });

const warning = (detail: string, todo: string): HisFinding => ({ state: 'warning', detail, todo });

const findingsOf = (
  statement: CapabilityStatement,
  transactions: ExaminationParts['transactions'],
): readonly HisFinding[] => {
  const rest = statement.rest?.find(({ mode }) => mode === 'server');
  const software = [statement.software?.name, statement.software?.version]
    .filter(Boolean)
    .join(' ');
  const findings: HisFinding[] = [
    {
      state: 'ok',
      detail: `FHIR ${statement.fhirVersion}${software === '' ? '' : `, ${software}`}`,
    },
  ];
  if (rest === undefined) {
    return [...findings, warning('it does not say what it offers', 'see the steps that follow')];
  }
  const missing = missingInteractions(rest);
  if (missing.length > 0) {
    findings.push(warning(`not offered: ${missing.join(', ')}`, 'ask the maker of the HIS'));
  }
  const loose = CONDITIONAL.filter(
    type => rest.resource?.find(one => one.type === type)?.conditionalCreate !== true,
  );
  if (loose.length > 0) {
    findings.push(
      warning(
        `no conditional create of ${loose.join(', ')}: a repeat is kept from doubling by looking only`,
        'ask the maker of the HIS for it, or keep his.concurrency at 1',
      ),
    );
  }
  const hasTransactions = rest.interaction?.some(({ code }) => code === 'transaction') === true;
  if (!hasTransactions && transactions === 'auto') {
    findings.push(warning('no transactions', 'set his.transactions to steps'));
  }
  return findings;
};

const problemsIn = (outcome: OperationOutcome): readonly string[] =>
  outcome.issue
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ diagnostics, details, code }) => diagnostics ?? details?.text ?? code);

/** What a person looks at who connects a FHIR server. */
export const examinationOf = (parts: ExaminationParts): HisExamination => {
  const { client, authorization, systems, transactions } = parts;
  return {
    async authorise() {
      const header = await authorization.header();
      await client.searchOnce('HealthcareService', { _count: '1' });
      return header === undefined
        ? { state: 'ok', detail: 'it answers without a token' }
        : { state: 'ok', detail: `the ${header.split(' ')[0] ?? ''} token is accepted` };
    },
    capability: async () => findingsOf(await client.capabilities(), transactions),
    async rehearse(event) {
      const { entry = [] } = checkInBundle(event, {
        systems,
        patient: undefined,
        point: undefined,
        appointment: undefined,
        encounter: undefined,
        duplicate: false,
      });
      const findings: HisFinding[] = [];
      let tried = 0;
      for (const { resource } of entry) {
        if (resource === undefined) continue;
        const outcome = await client.validate(resource as FhirResource);
        if (outcome === undefined) continue;
        tried += 1;
        const problems = problemsIn(outcome);
        if (problems.length === 0) continue;
        const said = problems.slice(0, 3).join('; ').slice(0, 300);
        findings.push(warning(`${resource.resourceType}: ${said}`, 'compare with its profiles'));
      }
      const detail =
        tried === 0
          ? `${entry.length} resources are ready; the server offers no $validate`
          : `${tried} of ${entry.length} resources went through $validate`;
      return [{ state: 'ok', detail }, ...findings];
    },
  };
};
