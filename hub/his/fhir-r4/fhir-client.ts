import { FaultError } from '../../../core/contract/errors.ts';
import { jsonIn } from '../../../core/contract/json-text.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { FhirFailure } from './fhir-failure.ts';
import {
  type Bundle,
  type CapabilityStatement,
  type FhirResource,
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
  /** What the server offers; refused where it is no FHIR R4. */
  capabilities(): Promise<CapabilityStatement>;
  /** `$validate` of a resource that is not stored (R4, 3.1.0.11.5); undefined where it is not offered. */
  validate(resource: FhirResource): Promise<OperationOutcome | undefined>;
  /** A resource of its own; where one matches the condition it is that one. */
  create(resource: FhirResource, condition: string | undefined): Promise<string>;
  /** A new version of a resource, where it still is at the version that was read. */
  update(resource: FhirResource, versionId: string): Promise<void>;
  read<T extends ResourceType>(type: T, id: string): Promise<ResourceOf<T>>;
  /** All matches, following `next` links. */
  search<T extends ResourceType>(
    type: T,
    parameters: SearchParameters,
  ): Promise<readonly ResourceOf<T>[]>;
  /** One page of matches. */
  searchOnce(type: ResourceType, parameters: SearchParameters): Promise<Bundle>;
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
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly body?: string;
  readonly contentType?: string;
  /** If-None-Exist or If-Match. */
  readonly condition?: Readonly<Record<string, string>>;
}

const isOutcome = (body: unknown): body is OperationOutcome =>
  typeof body === 'object' &&
  body !== null &&
  'resourceType' in body &&
  body.resourceType === 'OperationOutcome';

const isResource = (body: unknown): body is { resourceType: string; id?: string } =>
  typeof body === 'object' && body !== null && 'resourceType' in body;

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

/** `Encounter/17` of `http://his/fhir/Encounter/17/_history/1`. */
export const relativeReference = (location: string | undefined): string | undefined =>
  /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/.exec(location ?? '')?.[1];

const isNotSupported = ({ issue }: OperationOutcome): boolean =>
  issue.some(({ code }) => code === 'not-supported' || code === 'not-found');

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
          ...outgoing.condition,
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
  const sendRaw = async (outgoing: Outgoing): Promise<{ response: Response; body: unknown }> => {
    for (let attempt = 1; ; attempt += 1) {
      const { response, text } = await exchange(outgoing);
      const body = jsonIn(text);
      if (response.ok) return { response, body };
      const failure = failureOf(response, body);
      if (failure.next.action !== 'refresh') throw failure;
      options.authorization.refused();
      if (attempt > 1) throw failure;
    }
  };

  const send = async (outgoing: Outgoing): Promise<{ resourceType: string }> => {
    const { body } = await sendRaw(outgoing);
    if (isResource(body)) return body;
    throw new FhirFailure(ruleOfStatus(200), 'the answer is no FHIR resource');
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

  const searchOnce: FhirClient['searchOnce'] = async (type, parameters) =>
    expect(
      await send({
        method: 'POST',
        url: `${options.baseUrl}/${type}/_search`,
        body: formOf(parameters),
        contentType: FORM,
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
      return statement;
    },
    async validate(resource) {
      try {
        const body = await send({
          method: 'POST',
          url: `${options.baseUrl}/${resource.resourceType}/$validate`,
          body: JSON.stringify(resource),
          contentType: FHIR_JSON,
        });
        return isOutcome(body) ? body : undefined;
      } catch (error) {
        if (!(error instanceof FhirFailure)) throw error;
        // 400 and 422 may be the verdict itself; what is not offered is answered otherwise.
        const isVerdict = [400, 412, 422].includes(error.httpStatus ?? 0);
        if (isVerdict && error.outcome !== undefined && !isNotSupported(error.outcome)) {
          return error.outcome;
        }
        if ([400, 403, 404, 405, 422, 501].includes(error.httpStatus ?? 0)) return undefined;
        throw error;
      }
    },
    async create(resource, condition) {
      const { response, body } = await sendRaw({
        method: 'POST',
        url: `${options.baseUrl}/${resource.resourceType}`,
        body: JSON.stringify(resource),
        contentType: FHIR_JSON,
        ...(condition === undefined ? {} : { condition: { 'if-none-exist': condition } }),
      });
      const reference =
        relativeReference(response.headers.get('location') ?? undefined) ??
        (isResource(body) && body.resourceType === resource.resourceType && body.id !== undefined
          ? `${body.resourceType}/${body.id}`
          : undefined);
      if (reference !== undefined) return reference;
      throw new FhirFailure(ruleOfStatus(200), 'created, and not said where');
    },
    async update(resource, versionId) {
      await sendRaw({
        method: 'PUT',
        url: `${options.baseUrl}/${resource.resourceType}/${encodeURIComponent(resource.id ?? '')}`,
        body: JSON.stringify(resource),
        contentType: FHIR_JSON,
        condition: { 'if-match': `W/"${versionId}"` },
      });
    },
    async read(type, id) {
      const url = `${options.baseUrl}/${type}/${encodeURIComponent(id)}`;
      return expect(await send({ method: 'GET', url }), type);
    },
    searchOnce,
    async search(type, parameters) {
      let page = await searchOnce(type, parameters);
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
