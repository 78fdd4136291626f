import type { Bundle, Encounter, FhirResource } from '../../hub/his/fhir-r4/resources.ts';

/** What arrived in the hospital system, asked over FHIR as any other client would. */
export interface Hospital {
  search<R extends FhirResource>(query: string): Promise<R[]>;
  encounters(): Promise<Encounter[]>;
}

export const hospitalAt = (base: string): Hospital => {
  const search = async <R extends FhirResource>(query: string): Promise<R[]> => {
    const response = await fetch(`${base}/${query}`, {
      headers: { accept: 'application/fhir+json' },
    });
    if (!response.ok) throw new Error(`GET ${query.split('?')[0] ?? ''}: HTTP ${response.status}`);
    const bundle = (await response.json()) as Bundle;
    return (bundle.entry ?? []).flatMap(entry => (entry.resource as R | undefined) ?? []);
  };
  return { search, encounters: () => search<Encounter>('Encounter?_count=1000') };
};
