import { type Bundle, type BundleEntry, type FhirResource } from '../fhir-r4/resources.ts';
import { FhirError } from './fhir-error.ts';
import { type Interactions, type Written } from './interactions.ts';
import { storedType } from './resource-rules.ts';
import { type ResourceStore } from './resource-store.ts';

/** Order within a transaction (FHIR R4, 3.1.0.11.2). */
const ORDER = ['DELETE', 'POST', 'PUT', 'PATCH', 'GET', 'HEAD'] as const;

const requestOf = (entry: BundleEntry): NonNullable<BundleEntry['request']> => {
  if (entry.request === undefined) throw new FhirError(400, 'required', 'an entry has no request');
  return entry.request;
};

/** Every `reference` that names an entry of the same bundle, replaced by where it is stored. */
const withReferences = <T>(value: T, places: ReadonlyMap<string, string>): T => {
  if (Array.isArray(value)) return value.map(one => withReferences(one as unknown, places)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'reference' && typeof member === 'string'
        ? (places.get(member) ?? member)
        : withReferences(member as unknown, places),
    ]),
  ) as T;
};

const writtenEntry = ({ status, resource }: Written, base: string): BundleEntry => {
  const { resourceType, id, meta } = resource;
  const versionId = meta?.versionId ?? '1';
  return {
    fullUrl: `${base}/${resourceType}/${id}`,
    response: {
      status: status === 201 ? '201 Created' : '200 OK',
      location: `${base}/${resourceType}/${id}/_history/${versionId}`,
      etag: `W/"${versionId}"`,
      ...(meta?.lastUpdated === undefined ? {} : { lastModified: meta.lastUpdated }),
    },
  };
};

export const createBundleProcessing = (
  interactions: Interactions,
  store: ResourceStore,
  base: () => string,
) => {
  const query = (url: string): BundleEntry => {
    const [path = '', search = ''] = url.split('?');
    const [type = '', id] = path.split('/');
    const resource: FhirResource =
      id === undefined
        ? interactions.search(type, new URLSearchParams(search), base())
        : interactions.read(type, id);
    return { resource, response: { status: '200 OK' } };
  };

  const apply = (entry: BundleEntry): BundleEntry => {
    const { method, url, ifNoneExist, ifMatch } = requestOf(entry);
    const [type = '', id] = url.split('/');
    switch (method) {
      case 'GET':
        return query(url);
      case 'POST':
        return writtenEntry(interactions.create(type, entry.resource, ifNoneExist), base());
      case 'PUT':
        return writtenEntry(interactions.update(type, id ?? '', entry.resource, ifMatch), base());
      default:
        throw new FhirError(405, 'not-supported', `${method} is not offered`);
    }
  };

  const failedEntry = (error: unknown): BundleEntry => {
    if (!(error instanceof FhirError)) throw error;
    return { response: { status: String(error.status), outcome: error.outcome } };
  };

  const batch = (entries: readonly BundleEntry[]): BundleEntry[] =>
    entries.map(entry => {
      try {
        return apply(entry);
      } catch (error) {
        return failedEntry(error);
      }
    });

  /** Entries whose condition already matches: others may refer to what is there. */
  const existingPlaces = (entries: readonly BundleEntry[]): Map<string, string> => {
    const places = new Map<string, string>();
    for (const entry of entries) {
      const { method, url, ifNoneExist } = requestOf(entry);
      if (entry.fullUrl === undefined) continue;
      if (method === 'PUT') places.set(entry.fullUrl, url);
      if (method !== 'POST' || ifNoneExist === undefined) continue;
      const match = interactions.matching(storedType(url), ifNoneExist);
      if (match !== undefined) places.set(entry.fullUrl, `${url}/${match.id}`);
    }
    return places;
  };

  /**
   * Creates in the order given, except that an entry waits until everything it refers to within
   * the bundle is stored.
   */
  const createAll = (
    entries: readonly (readonly [number, BundleEntry])[],
    places: Map<string, string>,
    answers: BundleEntry[],
  ): void => {
    const own = new Set(entries.map(([, { fullUrl }]) => fullUrl));
    let waiting = [...entries];
    while (waiting.length > 0) {
      const ready = waiting.filter(([, { resource, fullUrl }]) => {
        const missing = [...JSON.stringify(resource).matchAll(/"reference":"([^"]+)"/g)]
          .map(([, reference]) => reference)
          .filter(reference => own.has(reference) && reference !== fullUrl);
        return missing.every(reference => places.has(reference ?? ''));
      });
      if (ready.length === 0) throw new FhirError(422, 'invalid', 'entries refer in a circle');
      for (const [index, entry] of ready) {
        const answer = apply({
          ...entry,
          resource: withReferences(entry.resource, places),
        });
        const place = answer.fullUrl?.slice(base().length + 1);
        if (entry.fullUrl !== undefined && place !== undefined) places.set(entry.fullUrl, place);
        answers[index] = answer;
      }
      waiting = waiting.filter(one => !ready.includes(one));
    }
  };

  const transaction = (entries: readonly BundleEntry[]): BundleEntry[] =>
    store.transaction(() => {
      const answers: BundleEntry[] = [];
      const places = existingPlaces(entries);
      const indexed = entries.map((entry, index) => [index, entry] as const);
      const of = (method: string) =>
        indexed.filter(([, entry]) => requestOf(entry).method === method);
      createAll(of('POST'), places, answers);
      for (const method of ORDER) {
        if (method === 'POST') continue;
        for (const [index, entry] of of(method)) {
          answers[index] = apply({
            ...entry,
            resource: withReferences(entry.resource, places),
          });
        }
      }
      return answers;
    });

  /** A transaction or batch Bundle, answered entry by entry. */
  return (body: unknown): Bundle => {
    const bundle = body as Partial<Bundle> | null;
    const entries = bundle?.entry ?? [];
    if (bundle?.resourceType !== 'Bundle' || !Array.isArray(entries)) {
      throw new FhirError(400, 'structure', 'the body is no Bundle');
    }
    if (bundle.type === 'transaction') {
      return { resourceType: 'Bundle', type: 'transaction-response', entry: transaction(entries) };
    }
    if (bundle.type === 'batch') {
      return { resourceType: 'Bundle', type: 'batch-response', entry: batch(entries) };
    }
    throw new FhirError(400, 'not-supported', 'the Bundle is no transaction and no batch');
  };
};
