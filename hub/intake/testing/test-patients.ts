import { patientAliases } from '../patient-aliases.ts';

/** Hashes of patients' numbers under a key of tests. */
export const TEST_PATIENTS = patientAliases(new Uint8Array(32).fill(7));
