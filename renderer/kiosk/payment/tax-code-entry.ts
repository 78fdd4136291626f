import { taxCodeOf } from '../../../core/billing/tax-code.ts';
import { groupedNumber, type Hint } from '../steps/number-entry.ts';

/** Ten digits, and three more for a branch. */
export const LONGEST_TAX_CODE = 13;

/** What is usual; a person's citizen number and a branch are longer. */
const COMPANY_LENGTH = 10;

/** As it is written once it is whole; before that in groups that are easily compared. */
export const shownTaxCode = (digits: string): string => {
  const code = taxCodeOf(digits);
  return code?.includes('-') === true ? code : groupedNumber(digits);
};

const HINTS: Readonly<Record<number, Hint>> = {
  10: { key: 'pay.taxCode.company' },
  12: { key: 'pay.taxCode.person' },
  13: { key: 'pay.taxCode.branch' },
};

/** What is missing, that it is all there, or that a digit is wrong. */
export const taxCodeHint = (digits: string): Hint => {
  if (digits === '') return { key: 'pay.taxCode.empty' };
  if (digits.length < COMPANY_LENGTH) {
    return { key: 'pay.taxCode.missing', values: { count: COMPANY_LENGTH - digits.length } };
  }
  if (digits.length === COMPANY_LENGTH + 1) return { key: 'pay.taxCode.longer' };
  const hint = taxCodeOf(digits) === undefined ? undefined : HINTS[digits.length];
  return hint ?? { key: 'pay.taxCode.wrong' };
};
