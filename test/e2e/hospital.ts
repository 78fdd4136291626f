import type { Bundle, Encounter, FhirResource, Patient } from '../../hub/his/fhir-r4/resources.ts';

/** What arrived in the hospital system, asked over FHIR as any other client would. */
export interface Hospital {
  search<R extends FhirResource>(query: string): Promise<R[]>;
  encounters(): Promise<Encounter[]>;
  /** What the hospital has about the person with that citizen number. */
  ofPatient<R extends FhirResource>(type: R['resourceType'], citizenNumber: string): Promise<R[]>;
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
  return {
    search,
    encounters: () => search<Encounter>('Encounter?_count=1000'),
    ofPatient: async <R extends FhirResource>(type: R['resourceType'], citizenNumber: string) => {
      const patients = await search<Patient>(`Patient?identifier=${citizenNumber}`);
      const found = await Promise.all(
        patients.map(({ id = '' }) => search<R>(`${type}?patient=Patient/${id}`)),
      );
      return found.flat();
    },
  };
};
