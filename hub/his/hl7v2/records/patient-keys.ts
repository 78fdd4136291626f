import { type PatientIdentifier } from '../segments/patient-identifiers.ts';

/** Numbers of a patient as one text each, to find their tickets by. */
export const patientKeysOf = (identifiers: readonly PatientIdentifier[]): readonly string[] =>
  identifiers.map(({ value, type }) => `${type}|${value}`);
