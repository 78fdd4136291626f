import type { BusinessDay, PartialDate } from '../../../core/contract/primitives.ts';
import {
  type DatePrecision,
  daysInMonth,
  isAfterDay,
  parseDigitDate,
} from '../../../core/identity/partial-date.ts';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import type { Hint } from './number-entry.ts';

export type DatePart = 'day' | 'month' | 'year';

const PARTS: Readonly<Record<DatePrecision, readonly DatePart[]>> = {
  day: ['day', 'month', 'year'],
  month: ['month', 'year'],
  year: ['year'],
};
const WIDTH: Readonly<Record<DatePart, number>> = { day: 2, month: 2, year: 4 };

/** The boxes of a date typed to a precision, with what stands in each so far. */
export const dateParts = (
  digits: string,
  precision: DatePrecision,
): readonly { readonly part: DatePart; readonly digits: string; readonly width: number }[] => {
  let from = 0;
  return PARTS[precision].map(part => {
    const width = WIDTH[part];
    const typed = digits.slice(from, from + width);
    from += width;
    return { part, digits: typed, width };
  });
};

export const longestDate = (precision: DatePrecision): number =>
  PARTS[precision].reduce((sum, part) => sum + WIDTH[part], 0);

/** Which dates can be meant, and what is said when one is complete. */
export interface DateRange {
  readonly firstYear: number;
  readonly lastDay: BusinessDay;
  readonly complete: KioskKey;
}

/** Nobody alive was born before 1900. */
export const birthDates = (today: BusinessDay): DateRange => ({
  firstYear: 1900,
  lastDay: today,
  complete: 'typeNumber.birthComplete',
});

/** The first chip cards were issued in 2021, to renewals from the next year on. */
export const CARD_ENDS: DateRange = {
  firstYear: 2021,
  lastDay: '2099-12-31',
  complete: 'cardKey.expiryComplete',
};

export interface DateEntry {
  /** Set where the date is complete and of the calendar. */
  readonly date?: PartialDate;
  readonly hint: Hint;
}

const MISSING = {
  day: 'typeNumber.dayMissing',
  month: 'typeNumber.monthMissing',
  year: 'typeNumber.yearMissing',
} as const;

/** What the digits say so far, and what is missing or cannot be. */
export const readDateEntry = (
  digits: string,
  precision: DatePrecision,
  range: DateRange,
): DateEntry => {
  const typed = Object.fromEntries(
    dateParts(digits, precision).map(({ part, digits, width }) => [
      part,
      digits.length === width ? digits : undefined,
    ]),
  ) as Partial<Record<DatePart, string>>;
  const outOfRange = rangeHint(typed, range);
  if (outOfRange !== undefined) return { hint: outOfRange };
  const missing = PARTS[precision].find(part => typed[part] === undefined);
  if (missing !== undefined) return { hint: { key: MISSING[missing] } };
  const date = parseDigitDate(digits);
  if (date === undefined || isAfterDay(date, range.lastDay)) {
    return { hint: yearRange(range) };
  }
  return { date, hint: { key: range.complete } };
};

const lastYear = ({ lastDay }: DateRange): string => lastDay.slice(0, 4);

const yearRange = (range: DateRange): Hint => ({
  key: 'typeNumber.yearRange',
  values: { first: range.firstYear, last: lastYear(range) },
});

/** 29 February is told only once the year is known. */
const LEAP_YEAR = 2000;

const rangeHint = (
  { day, month, year }: Partial<Record<DatePart, string>>,
  range: DateRange,
): Hint | undefined => {
  if (month !== undefined && (month === '00' || Number(month) > 12)) {
    return { key: 'typeNumber.monthRange' };
  }
  if (day !== undefined) {
    const days = month === undefined ? 31 : daysInMonth(Number(year ?? LEAP_YEAR), Number(month));
    if (day === '00' || Number(day) > days) return { key: 'typeNumber.dayRange', values: { day } };
  }
  if (year !== undefined && (Number(year) < range.firstYear || year > lastYear(range))) {
    return yearRange(range);
  }
  return undefined;
};
