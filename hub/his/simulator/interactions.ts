import { type Clock, type Ids } from '../../../core/ports/ports.ts';
import { type Bundle } from '../fhir-r4/resources.ts';
import { FhirError } from './fhir-error.ts';
import { checkResource, localReferences, resourceOfBody, storedType } from './resource-rules.ts';
import { type ResourceStore, type StoredResource } from './resource-store.ts';
import { parseSearch } from './search-query.ts';
import { type StoredType, isStoredType } from './search-parameters.ts';

export interface Written {
  readonly status: 200 | 201;
  readonly resource: StoredResource;
}

/** The RESTful interactions of FHIR R4, 3.1.0, on a store. @throws FhirError from each. */
export interface Interactions {
  read(type: string, id: string): StoredResource;
  readVersion(type: string, id: string, version: string): StoredResource;
  create(type: string, body: unknown, condition: string | undefined): Written;
  update(type: string, id: string, body: unknown, ifMatch: string | undefined): Written;
  search(type: string, parameters: URLSearchParams, base: string): Bundle;
  /** The one match of a conditional interaction, undefined for none. */
  matching(type: StoredType, condition: string): StoredResource | undefined;
}

const found = (resource: StoredResource | undefined): StoredResource => {
  if (resource === undefined) throw new FhirError(404, 'not-found', 'no such resource');
  return resource;
};

const versionOf = (ifMatch: string): string | undefined => /^(?:W\/)?"([^"]+)"$/.exec(ifMatch)?.[1];

export const createInteractions = (store: ResourceStore, clock: Clock, ids: Ids): Interactions => {
  const at = (): string => new Date(clock.now()).toISOString();

  const refuseDanglingReferences = (resource: StoredResource): void => {
    for (const reference of localReferences(resource)) {
      const [type = '', id = '', ...more] = reference.split('/');
      if (more.length > 0 || reference.startsWith('#')) continue;
      if (reference.startsWith('urn:') || !isStoredType(type) || !store.read(type, id)) {
        throw new FhirError(422, 'not-found', `a reference to ${type} points to nothing`);
      }
    }
  };

  const checked = (resource: StoredResource): StoredResource => {
    checkResource(resource);
    refuseDanglingReferences(resource);
    return resource;
  };

  const matching = (type: StoredType, condition: string): StoredResource | undefined => {
    const query = parseSearch(type, new URLSearchParams(condition));
    if (query.conditions.length === 0) {
      throw new FhirError(400, 'invalid', 'a condition that says nothing');
    }
    const { total, resources } = store.search(query);
    if (total > 1) throw new FhirError(412, 'multiple-matches', 'the condition fits several');
    return resources[0];
  };

  return {
    matching,
    read: (type, id) => found(store.read(storedType(type), id)),
    readVersion: (type, id, version) => found(store.version(storedType(type), id, version)),
    create(type, body, condition) {
      const stored = storedType(type);
      const resource = resourceOfBody(body, stored);
      return store.transaction(() => {
        const existing = condition === undefined ? undefined : matching(stored, condition);
        if (existing !== undefined) return { status: 200, resource: existing };
        const created = checked({ ...resource, id: ids.uuid() });
        return { status: 201, resource: store.write(created, at()) };
      });
    },
    update(type, id, body, ifMatch) {
      const stored = storedType(type);
      const resource = resourceOfBody(body, stored);
      if (resource.id !== id) throw new FhirError(400, 'invalid', 'the id differs from the URL');
      return store.transaction(() => {
        const current = store.read(stored, id);
        if (current === undefined) {
          throw new FhirError(405, 'not-supported', 'ids are given by this server only');
        }
        if (ifMatch !== undefined && versionOf(ifMatch) !== current.meta?.versionId) {
          throw new FhirError(412, 'conflict', 'another version came first');
        }
        return { status: 200, resource: store.write(checked(resource), at()) };
      });
    },
    search(type, parameters, base) {
      const stored = storedType(type);
      const query = parseSearch(stored, parameters);
      const { total, resources } = store.search(query);
      if (query.countOnly) return { resourceType: 'Bundle', type: 'searchset', total };
      const next = query.offset + query.count;
      const following = new URLSearchParams(parameters);
      following.set('_offset', String(next));
      return {
        resourceType: 'Bundle',
        type: 'searchset',
        total,
        ...(next < total && query.count > 0
          ? { link: [{ relation: 'next', url: `${base}/${type}?${following.toString()}` }] }
          : {}),
        entry: resources.map(resource => ({
          fullUrl: `${base}/${type}/${resource.id}`,
          resource,
          search: { mode: 'match' },
        })),
      };
    },
  };
};
