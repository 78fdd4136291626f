import { type HisReferences } from '../his-references.ts';
import { FhirFailure } from './fhir-failure.ts';
import { type FhirClient, refuseFailedEntries, relativeReference } from './fhir-client.ts';
import { type Bundle, type BundleEntry, type FhirResource } from './resources.ts';

/** How visits are written: see `his.transactions`. */
export type TransactionMode = 'auto' | 'steps';

export interface BundleWriter {
  /** Stores every entry, or throws. @throws FhirFailure. */
  write(bundle: Bundle): Promise<HisReferences>;
  /** What the server was seen to do; for a person who looks. */
  mode(): TransactionMode;
}

type Client = Pick<FhirClient, 'bundle' | 'create' | 'read' | 'update'>;

/** Where each `fullUrl` of a bundle is stored: `Encounter/17`. */
type Places = ReadonlyMap<string, string>;

const URN = /"reference":"(urn:uuid:[0-9a-f-]+)"/g;

const urnsIn = (resource: object | undefined): readonly string[] =>
  [...JSON.stringify(resource ?? {}).matchAll(URN)].map(([, urn = '']) => urn);

/** The resource with every reference into the bundle replaced by where that is stored. */
const resolved = <T extends object>(resource: T, places: Places): T =>
  JSON.parse(
    JSON.stringify(resource).replace(URN, (whole, urn: string) =>
      places.has(urn) ? `"reference":"${places.get(urn) ?? ''}"` : whole,
    ),
  ) as T;

const placeOf = ({ response, resource }: BundleEntry): string | undefined =>
  relativeReference(response?.location) ??
  (resource?.id === undefined ? undefined : `${resource.resourceType}/${resource.id}`);

const receiptOf = (references: Iterable<string>): HisReferences =>
  Object.fromEntries([...references].map(reference => [reference.split('/')[0] ?? '', reference]));

/** Where the entries of an answered bundle went, by their `fullUrl`. */
const placesOf = (sent: Bundle, answer: Bundle): Places =>
  new Map(
    (sent.entry ?? []).flatMap(({ fullUrl }, index) => {
      const place = placeOf(answer.entry?.[index] ?? {});
      return fullUrl === undefined || place === undefined ? [] : [[fullUrl, place] as const];
    }),
  );

const succeeded = ({ response }: BundleEntry): boolean => response?.status.startsWith('2') === true;

/** A 200 on the whole with a failure among successes: nothing was taken back. */
const keptAPart = (answer: Bundle): boolean => {
  const entries = answer.entry ?? [];
  return entries.some(succeeded) && !entries.every(succeeded);
};

/**
 * Writes a visit as one transaction, and where the server turns out to have none worth the name, as
 * one resource after another: some answer 200 and keep the good entries of a bad bundle, and some
 * keep `urn:uuid:` references as they are. Both are seen at the first visit, put right, and not
 * asked for again.
 */
export const createBundleWriter = (client: Client, wished: TransactionMode): BundleWriter => {
  let mode = wished;
  let referencesChecked = false;

  const writeEntry = async (entry: BundleEntry, places: Places): Promise<string | undefined> => {
    const { resource, request } = entry;
    if (resource === undefined || request === undefined) return undefined;
    const written = resolved(resource as FhirResource, places);
    if (request.method === 'POST') return client.create(written, request.ifNoneExist);
    await client.update(written, /"(.*)"/.exec(request.ifMatch ?? '')?.[1] ?? '');
    return request.url;
  };

  /** What others refer to comes first; a change of what was there comes last. */
  const inSteps = async (bundle: Bundle): Promise<HisReferences> => {
    const places = new Map<string, string>();
    const entries = bundle.entry ?? [];
    const own = new Set(entries.map(({ fullUrl }) => fullUrl));
    let waiting = entries.toSorted(
      (a, b) => Number(a.request?.method === 'PUT') - Number(b.request?.method === 'PUT'),
    );
    while (waiting.length > 0) {
      const next = waiting.find(({ resource }) =>
        urnsIn(resource).every(urn => places.has(urn) || !own.has(urn)),
      );
      if (next === undefined) {
        throw new FhirFailure(
          { fault: 'internal', next: { action: 'dead-letter' } },
          'entries refer in a circle',
        );
      }
      const place = await writeEntry(next, places);
      if (next.fullUrl !== undefined && place !== undefined) places.set(next.fullUrl, place);
      waiting = waiting.filter(one => one !== next);
    }
    return receiptOf(places.values());
  };

  /** Reads back what refers to others, and puts right what was kept literally. */
  const checkReferences = async (sent: Bundle, places: Places): Promise<void> => {
    const referring = (sent.entry ?? []).filter(({ resource }) => urnsIn(resource).length > 0);
    if (referring.length === 0) return;
    for (const { fullUrl = '' } of referring) {
      const [type, id] = places.get(fullUrl)?.split('/') ?? [];
      if (type === undefined || id === undefined) continue;
      const stored: FhirResource = await client.read(type as FhirResource['resourceType'], id);
      if (urnsIn(stored).length === 0) continue;
      mode = 'steps';
      await client.update(resolved(stored, places), stored.meta?.versionId ?? '');
    }
    referencesChecked = true;
  };

  const atOnce = async (bundle: Bundle): Promise<HisReferences> => {
    const answer = await client.bundle(bundle);
    if (keptAPart(answer)) {
      mode = 'steps';
      throw new FhirFailure(
        { fault: 'his-conflict', next: { action: 're-read' } },
        'the server kept a part of a transaction',
      );
    }
    refuseFailedEntries(answer, bundle);
    const places = placesOf(bundle, answer);
    if (!referencesChecked) await checkReferences(bundle, places);
    return receiptOf((answer.entry ?? []).flatMap(entry => placeOf(entry) ?? []));
  };

  return {
    write: bundle => (mode === 'steps' ? inSteps(bundle) : atOnce(bundle)),
    mode: () => mode,
  };
};
