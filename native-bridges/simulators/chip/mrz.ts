import { type PartialDate } from '../../../core/contract/primitives.ts';
import { type ChipHolder } from '../../contract/chip-holder.ts';

/** A machine readable zone of size TD1 (ICAO 9303-5), and what opens the chip. */
export interface PrintedMrz {
  /** Three lines of 30. */
  readonly lines: readonly [string, string, string];
  readonly documentNumber: string;
  readonly birthDate: string;
  readonly expiryDate: string;
  /** Number, birth date and expiry date, each with its check digit (9303-11, 4.3.2). */
  readonly information: string;
}

const ISSUER = 'VNM';
const LINE = 30;
/** Printed where the card has no end. */
const NO_EXPIRY = '991231';

/**
 * As it is printed on a citizen card: the document number is the last nine digits of the citizen
 * number, which stands whole in the optional data.
 */
export const printMrz = (holder: ChipHolder): PrintedMrz => {
  const documentNumber = holder.citizenNumber.slice(-9);
  const birthDate = shortDate(holder.birthDate);
  const expiryDate = holder.expiryDate === undefined ? NO_EXPIRY : shortDate(holder.expiryDate);
  const optional = `${holder.citizenNumber}<<`;
  const number = checked(documentNumber);
  const first = `ID${ISSUER}${number}${optional}${check(optional)}`;
  const sex = holder.gender === 'male' ? 'M' : 'F';
  const dates = [checked(birthDate), checked(expiryDate)] as const;
  const second = `${dates[0]}${sex}${dates[1]}${ISSUER}`.padEnd(LINE - 1, '<');
  // 9303-5, 4.2.4: positions 6–30 of line 1, 1–7, 9–15 and 19–29 of line 2.
  const composite = first.slice(5) + dates[0] + dates[1] + second.slice(18);
  return {
    lines: [first, second + check(composite), nameLine(holder.name)],
    documentNumber,
    birthDate,
    expiryDate,
    information: number + dates[0] + dates[1],
  };
};

/** YYMMDD, what is not known as fillers (9303-3, 4.8). */
const shortDate = (date: PartialDate): string => {
  const [year = '', month = '<<', day = '<<'] = date.split('-');
  return year.slice(-2) + month + day;
};

/** Family name, two fillers, the other names, cut to the line (9303-3, 4.6). */
const nameLine = (name: string): string => {
  const [family = '', ...given] = transliterate(name).split(/\s+/u);
  return `${family}<<${given.join('<')}`.slice(0, LINE).padEnd(LINE, '<');
};

/** Without diacritics; Đ is D (9303-3, section 6, table A). */
const transliterate = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[đĐ]/gu, 'D')
    .toUpperCase()
    .replaceAll(/[^A-Z\s]/gu, '')
    .trim();

const checked = (field: string): string => field + check(field);

/** Weights 7, 3, 1; letters count from 10, fillers nothing (9303-3, 4.9). */
const check = (field: string): string => {
  const sum = Array.from(field).reduce((total, character, at) => {
    const value = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(character);
    return total + Math.max(0, value) * ([7, 3, 1][at % 3] ?? 0);
  }, 0);
  return String(sum % 10);
};
