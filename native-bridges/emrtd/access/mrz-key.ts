import { type CardAccessKey } from '../../../core/contract/device.ts';
import { digest } from '../cryptography/digests.ts';

export type MrzAccessKey = Extract<CardAccessKey, { kind: 'mrz' }>;

const WEIGHTS = [7, 3, 1] as const;

/** Check digit of a field of the machine readable zone (ICAO 9303-3, 4.9). */
export const checkDigit = (field: string): string => {
  const sum = Array.from(field).reduce(
    (total, character, at) => total + valueOf(character) * (WEIGHTS[at % 3] ?? 0),
    0,
  );
  return String(sum % 10);
};

/** Digits count as themselves, A to Z as 10 to 35, the filler as 0. */
const valueOf = (character: string): number =>
  character === '<' ? 0 : Number.parseInt(character, 36) || 0;

const withCheckDigit = (field: string): string => field + checkDigit(field);

/** MRZ_information: number, birth date and expiry date, each with its check digit (9303-11, 4.3.2). */
export const mrzInformation = ({ documentNumber, birthDate, expiryDate }: MrzAccessKey): string =>
  [documentNumber.padEnd(9, '<'), birthDate, expiryDate].map(withCheckDigit).join('');

const ascii = new TextEncoder();

/** SHA-1 of MRZ_information, 20 bytes: the password of PACE, and what BAC takes its seed from. */
export const mrzSecret = (key: MrzAccessKey): Uint8Array =>
  digest('SHA-1', ascii.encode(mrzInformation(key)));

/** K_seed of BAC: the first 16 bytes (9303-11, 4.3.2). */
export const mrzSeed = (key: MrzAccessKey): Uint8Array => mrzSecret(key).subarray(0, 16);
