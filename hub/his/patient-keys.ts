import { createHash } from 'node:crypto';

/** A number of a patient with what kind of number it is. */
export interface PatientNumber {
  readonly type: string;
  readonly value: string;
}

/** HMAC-SHA256 of a digest under the hub's key: numbers of twelve digits can all be tried without. */
export type PatientKeyHash = (plain: string) => string;

/** Numbers of a patient as one keyed digest each, to find their tickets by; they are not kept. */
export const patientKeysOf = (
  numbers: readonly PatientNumber[],
  keyed: PatientKeyHash,
): readonly string[] =>
  numbers.map(({ value, type }) =>
    keyed(createHash('sha256').update(`${type}|${value}`).digest('hex')),
  );
