import { parseCitizenNumber } from '../identity/citizen-number.ts';

/**
 * Tax codes (mã số thuế): ten digits of which the last is a check, three more for a branch, or the
 * twelve of a citizen number, which are a person's tax code since July 2025 (Circular 86/2024).
 */

const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3] as const;

/** The tenth digit follows from nine; a remainder that asks for a ten is given to nobody. */
const isChecked = (ten: string): boolean => {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(ten[place]), 0);
  return 10 - (sum % 11) === Number(ten[9]);
};

/** Nobody living was born before 1900 or will be after 2099. */
const isCitizen = (twelve: string): boolean => {
  const year = parseCitizenNumber(twelve)?.birthYear;
  return year !== undefined && year < 2100;
};

/** Digits as they are typed. @returns the code as it is written, or undefined for what is none. */
export const taxCodeOf = (digits: string): string | undefined => {
  switch (/^\d+$/.test(digits) ? digits.length : 0) {
    case 10:
      return isChecked(digits) ? digits : undefined;
    case 12:
      return isCitizen(digits) ? digits : undefined;
    case 13: {
      const [company, branch] = [digits.slice(0, 10), digits.slice(10)];
      return isChecked(company) && branch !== '000' ? `${company}-${branch}` : undefined;
    }
    default:
      return undefined;
  }
};

/** Of a company, with its branch, between anything but digits. */
const COMPANY_CODE = /(?<!\d)(\d{10})(?: ?- ?(\d{3})|(\d{3}))?(?!\d)/g;

/** Bank transfer codes are full of digits that mean something else (EMVCo MPM, 4.7.1). */
const EMVCO_PAYMENT = /^000201/;

/**
 * The tax code in a scanned text, whichever program wrote it: no form of these codes is published.
 * @returns the one that is there; undefined for none, and for several: nobody guesses which.
 */
export const taxCodeIn = (text: string): string | undefined => {
  const whole = text.trim();
  if (EMVCO_PAYMENT.test(whole)) return undefined;
  const personal = whole.length === 12 ? taxCodeOf(whole) : undefined;
  if (personal !== undefined) return personal;
  const found = [...whole.matchAll(COMPANY_CODE)].flatMap(
    ([, company = '', branch = '', joined = '']) => taxCodeOf(company + branch + joined) ?? [],
  );
  const [one, ...others] = new Set(found);
  return others.length === 0 ? one : undefined;
};
