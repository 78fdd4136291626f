import type { IdentityFlag } from '../contract/identity.ts';
import type { Gender, PartialDate } from '../contract/primitives.ts';
import { PROVINCES } from './province-codes.ts';

/** A citizen number (số căn cước) `PPP C YY NNNNNN` taken apart; Decree 137/2015, Art. 13. */
export interface CitizenNumber {
  readonly number: string;
  readonly provinceCode: string;
  /** Absent for the country codes of people born abroad, and for codes not in the list. */
  readonly province?: string;
  readonly gender: 'male' | 'female';
  readonly birthYear: number;
  readonly serial: string;
}

/** Any text; undefined unless it is twelve digits, spaces and dots between them allowed. */
export const parseCitizenNumber = (text: string): CitizenNumber | undefined => {
  const number = text.replace(/[\s.]/g, '');
  const match = /^(\d{3})(\d)(\d{2})(\d{6})$/.exec(number);
  if (!match) return undefined;
  const [, provinceCode = '', century = '', year = '', serial = ''] = match;
  const province = PROVINCES.get(provinceCode);
  return {
    number,
    provinceCode,
    ...(province === undefined ? {} : { province }),
    gender: Number(century) % 2 === 0 ? 'male' : 'female',
    birthYear: 1900 + Math.floor(Number(century) / 2) * 100 + Number(year),
    serial,
  };
};

/**
 * What of a citizen number does not fit what else is known: for the clerk. Registry mistakes and
 * corrected records exist, so nobody is refused for it.
 */
export const citizenNumberFlags = (
  number: string,
  known: { readonly gender?: Gender | undefined; readonly birthDate?: PartialDate | undefined },
): IdentityFlag[] => {
  const parsed = parseCitizenNumber(number);
  if (!parsed) return ['number-shape-unknown'];
  const flags: IdentityFlag[] = [];
  if (parsed.province === undefined) flags.push('unknown-province-code');
  if ((known.gender === 'male' || known.gender === 'female') && known.gender !== parsed.gender) {
    flags.push('gender-differs-from-number');
  }
  if (known.birthDate !== undefined && Number(known.birthDate.slice(0, 4)) !== parsed.birthYear) {
    flags.push('birth-year-differs-from-number');
  }
  return flags;
};
