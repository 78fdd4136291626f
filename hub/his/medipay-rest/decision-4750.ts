import { type Gender, type PartialDate } from '../../../core/contract/primitives.ts';
import { isCalendarDate } from '../../../core/identity/partial-date.ts';
import { businessDayOf, wallClockOf } from '../../../core/scheduling/business-day.ts';

/** Dates and codes as Decision 4750 writes them in the insurer's records. */

/** NGAY_SINH, `yyyymmddHHMM`: what is not known is 0000, never an invented day. */
export const birthStampOf = (date: PartialDate): string => date.replaceAll('-', '').padEnd(12, '0');

/** GT_THE_TU and others, `yyyymmdd`. */
export const dateStampOf = (date: PartialDate): string => date.replaceAll('-', '').padEnd(8, '0');

/** NGAY_VAO, `yyyymmddHHMM`, as the clock in the hospital shows it. */
export const minuteStampOf = (moment: string): string =>
  `${businessDayOf(moment)}${wallClockOf(moment)}`.replaceAll(/[-:]/g, '');

/** `yyyymmdd…`, `yyyy-MM-dd` or parts of them, to the precision they have. */
export const dateOfStamp = (text: string | undefined): PartialDate | undefined => {
  const [, year, month = '00', day = '00'] = /^(\d{4})-?(\d{2})?-?(\d{2})?/.exec(text ?? '') ?? [];
  if (year === undefined) return undefined;
  const parts = month === '00' ? [year] : day === '00' ? [year, month] : [year, month, day];
  const date = parts.join('-');
  return isCalendarDate(date) ? date : undefined;
};

/** GIOI_TINH: 1 male, 2 female, 3 unknown. */
export const genderCodeOf = (gender: Gender | undefined): string | null => {
  if (gender === undefined) return null;
  return gender === 'male' ? '1' : gender === 'female' ? '2' : '3';
};

const GENDERS: Readonly<Record<'1-2-3' | '0-1', Readonly<Record<string, Gender>>>> = {
  '1-2-3': { '1': 'male', '2': 'female' },
  '0-1': { '1': 'male', '0': 'female' },
};

/** The same as answered; one answer of the contract counts from 0, so the settings say which. */
export const genderOfCode = (
  code: string | undefined,
  counting: '1-2-3' | '0-1',
): Gender | undefined => GENDERS[counting][code ?? ''];
