import { FaultError } from '../../../core/contract/errors.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { FhirFailure } from './fhir-failure.ts';
import {
  type Bundle,
  type OperationOutcome,
  type ResourceOf,
  type ResourceType,
} from './resources.ts';
import { SILENCE_RULES, retryAfterMs, ruleOfStatus } from './retry-table.ts';

/** Where the `Authorization` header comes from. */
export interface Authorization {
  /** The header's value, or undefined where the server wants none. */
  header(): Promise<string | undefined>;
  /** The server refused the last one: the next must be new. */
  refused(): void;
}

export interface FhirClientOptions {
  /** Service base URL (FHIR R4, 3.1.0.1.1), without a slash at the end. */
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly authorization: Authorization;
  readonly clock: Clock;
}

export type SearchParameters = Readonly<Record<string, string | readonly string[]>>;

/**
 * The interactions the hub uses. Searches go out as `POST [type]/_search` (FHIR R4, 3.1.1.2.1), so
 * that no identifier of a patient stands in a URL.
 * @throws FhirFailure from every method.
 */
export interface FhirClient {
  capabilities(): Promise<void>;
  read<T extends ResourceType>(type: T, id: string): Promise<ResourceOf<T>>;
  /** All matches, following `next` links. */
  search<T extends ResourceType>(
    type: T,
    parameters: SearchParameters,
  ): Promise<readonly ResourceOf<T>[]>;
  /** Several searches in one batch, answers in the same order. */
  searchMany(
    searches: readonly (readonly [ResourceType, SearchParameters])[],
  ): Promise<readonly Bundle[]>;
  /** A bundle to the base URL; the answer has one entry for each that was sent. */
  bundle(bundle: Bundle): Promise<Bundle>;
}

const FHIR_JSON = 'application/fhir+json; charset=utf-8';
const FORM = 'application/x-www-form-urlencoded';
const PAGES = 50;

interface Outgoing {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: string;
  readonly contentType?: string;
}

const isOutcome = (body: unknown): body is OperationOutcome =>
  typeof body === 'object' &&
  body !== null &&
  'resourceType' in body &&
  body.resourceType === 'OperationOutcome';

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const formOf = (parameters: SearchParameters): string => {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of typeof value === 'string' ? [value] : value) form.append(name, one);
  }
  return form.toString();
};

const resourcesOf = <T extends ResourceType>(bundle: Bundle, type: T): readonly ResourceOf<T>[] =>
  (bundle.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === type ? [resource as ResourceOf<T>] : [],
  );

const nextOf = (bundle: Bundle): string | undefined =>
  bundle.link?.find(link => link.relation === 'next')?.url;

/** Status at the beginning of an entry's `response.status`: `201`, `412 Precondition Failed`. */
const entryStatus = (status: string | undefined): number => Number(status?.slice(0, 3));

/** Throws where an entry of a batch did not succeed: a 200 on the whole says nothing about it. */
export const refuseFailedEntries = (answer: Bundle, sent: Bundle): void => {
  const entries = answer.entry ?? [];
  if (entries.length !== (sent.entry ?? []).length) {
    throw new FhirFailure(ruleOfStatus(200), 'the answer has another number of entries');
  }
  for (const { response } of entries) {
    const status = entryStatus(response?.status);
    if (status >= 200 && status < 300) continue;
    throw new FhirFailure(ruleOfStatus(status), `an entry was answered with ${status}`, {
      httpStatus: status,
      outcome: isOutcome(response?.outcome) ? response.outcome : undefined,
    });
  }
};

export const createFhirClient = (options: FhirClientOptions): FhirClient => {
  const exchange = async (outgoing: Outgoing): Promise<{ response: Response; text: string }> => {
    const authorization = await options.authorization.header();
    try {
      const response = await fetch(outgoing.url, {
        method: outgoing.method,
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeoutMs),
        headers: {
          accept: 'application/fhir+json',
          ...(outgoing.contentType === undefined ? {} : { 'content-type': outgoing.contentType }),
          ...(authorization === undefined ? {} : { authorization }),
        },
        ...(outgoing.body === undefined ? {} : { body: outgoing.body }),
      });
      return { response, text: await response.text() };
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      throw new FhirFailure(
        timedOut ? SILENCE_RULES.timeout : SILENCE_RULES.network,
        timedOut ? `no answer within ${options.timeoutMs} ms` : 'no connection',
        { cause: error },
      );
    }
  };

  const failureOf = (response: Response, body: unknown): FhirFailure =>
    new FhirFailure(ruleOfStatus(response.status), `answered with ${response.status}`, {
      httpStatus: response.status,
      outcome: isOutcome(body) ? body : undefined,
      retryAfterMs: retryAfterMs(response.headers.get('retry-after'), options.clock.now()),
    });

  /** One request; a refused token is renewed and the request repeated once. */
  const send = async (outgoing: Outgoing): Promise<{ resourceType: string }> => {
    for (let attempt = 1; ; attempt += 1) {
      const { response, text } = await exchange(outgoing);
      const body = jsonOf(text);
      if (response.ok) {
        if (typeof body === 'object' && body !== null && 'resourceType' in body) {
          return body as { resourceType: string };
        }
        throw new FhirFailure(ruleOfStatus(200), 'the answer is no FHIR resource');
      }
      const failure = failureOf(response, body);
      if (failure.next.action !== 'refresh') throw failure;
      options.authorization.refused();
      if (attempt > 1) throw failure;
    }
  };

  const expect = <T extends ResourceType>(
    body: { resourceType: string },
    type: T,
  ): ResourceOf<T> => {
    if (body.resourceType === type) return body as ResourceOf<T>;
    throw new FhirFailure(ruleOfStatus(200), `the answer is no ${type}`);
  };

  const post = async (bundle: Bundle): Promise<Bundle> =>
    expect(
      await send({
        method: 'POST',
        url: options.baseUrl,
        body: JSON.stringify(bundle),
        contentType: FHIR_JSON,
      }),
      'Bundle',
    );

  return {
    async capabilities() {
      const body = await send({ method: 'GET', url: `${options.baseUrl}/metadata` });
      const statement = expect(body, 'CapabilityStatement');
      if (!statement.fhirVersion.startsWith('4.0')) {
        throw new FaultError('his-protocol', `the server speaks FHIR ${statement.fhirVersion}`);
      }
    },
    async read(type, id) {
      const url = `${options.baseUrl}/${type}/${encodeURIComponent(id)}`;
      return expect(await send({ method: 'GET', url }), type);
    },
    async search(type, parameters) {
      let page = expect(
        await send({
          method: 'POST',
          url: `${options.baseUrl}/${type}/_search`,
          body: formOf(parameters),
          contentType: FORM,
        }),
        'Bundle',
      );
      const found = [...resourcesOf(page, type)];
      for (let next = nextOf(page), pages = 1; next !== undefined && pages < PAGES; pages += 1) {
        page = expect(await send({ method: 'GET', url: next }), 'Bundle');
        found.push(...resourcesOf(page, type));
        next = nextOf(page);
      }
      return found;
    },
    async searchMany(searches) {
      const sent: Bundle = {
        resourceType: 'Bundle',
        type: 'batch',
        entry: searches.map(([type, parameters]) => ({
          request: { method: 'GET', url: `${type}?${formOf(parameters)}` },
        })),
      };
      const answer = await post(sent);
      refuseFailedEntries(answer, sent);
      return (answer.entry ?? []).map(({ resource }) =>
        expect(resource ?? { resourceType: 'nothing' }, 'Bundle'),
      );
    },
    bundle: post,
  };
};
