import { createHash } from 'node:crypto';

/** A number of a patient with what kind of number it is. */
export interface PatientNumber {
  readonly type: string;
  readonly value: string;
}

/** Numbers of a patient as one digest each, to find their tickets by; the numbers are not kept. */
export const patientKeysOf = (numbers: readonly PatientNumber[]): readonly string[] =>
  numbers.map(({ value, type }) => createHash('sha256').update(`${type}|${value}`).digest('hex'));
