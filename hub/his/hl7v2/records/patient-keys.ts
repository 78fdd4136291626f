import { createHash } from 'node:crypto';
import { type PatientIdentifier } from '../segments/patient-identifiers.ts';

/** Numbers of a patient as one digest each, to find their tickets by; the numbers are not kept. */
export const patientKeysOf = (identifiers: readonly PatientIdentifier[]): readonly string[] =>
  identifiers.map(({ value, type }) =>
    createHash('sha256').update(`${type}|${value}`).digest('hex'),
  );
