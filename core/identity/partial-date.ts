import type { BusinessDay, PartialDate } from '../contract/primitives.ts';

/**
 * Dates known to the year, the month or the day, as ISO 8601 text: many people have no registered
 * day of birth, and a day that nobody wrote down is never invented.
 */

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const isLeapYear = (year: number): boolean =>
  year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Days of a month of the proleptic Gregorian calendar; 0 where there is no such month. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** Zero stands for "not known"; a day without its month says nothing and is refused. */
const partialDateOf = (year: number, month: number, day: number): PartialDate | undefined => {
  if (year < 1800 || year > 9999) return undefined;
  if (month === 0) return day === 0 ? pad(year, 4) : undefined;
  if (month > 12) return undefined;
  if (day === 0) return `${pad(year, 4)}-${pad(month, 2)}`;
  if (day > daysInMonth(year, month)) return undefined;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
};

/** `ddMMyyyy`, `MMyyyy` or `yyyy` as on citizen cards; undefined where it is no calendar date. */
export const parseDigitDate = (text: string): PartialDate | undefined => {
  const match = /^(?:(\d{2})?(\d{2}))?(\d{4})$/.exec(text.trim());
  if (!match) return undefined;
  const [, day = '0', month = '0', year = '0'] = match;
  return partialDateOf(Number(year), Number(month), Number(day));
};

/** `d/M/yyyy`, `M/yyyy` or `yyyy`, zeros in front or not, as on insurance cards. */
export const parseSlashDate = (text: string): PartialDate | undefined => {
  const match = /^(?:(?:(\d{1,2})\/)?(\d{1,2})\/)?(\d{4})$/.exec(text.replace(/\s/g, ''));
  if (!match) return undefined;
  const [, day = '0', month = '0', year = '0'] = match;
  return partialDateOf(Number(year), Number(month), Number(day));
};

/** True for a date of the calendar, to whatever precision: `2023-02-29` is none. */
export const isCalendarDate = (text: string): boolean => {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (!match) return false;
  const [, year = '0', month = '0', day = '0'] = match;
  return partialDateOf(Number(year), Number(month), Number(day)) === text;
};

export type DatePrecision = 'year' | 'month' | 'day';

export const precisionOf = (date: PartialDate): DatePrecision =>
  date.length === 4 ? 'year' : date.length === 7 ? 'month' : 'day';

/** The earliest day a date can mean. */
export const firstDayOf = (date: PartialDate): BusinessDay =>
  date.length === 4 ? `${date}-01-01` : date.length === 7 ? `${date}-01` : date;

/** The latest day a date can mean. */
export const lastDayOf = (date: PartialDate): BusinessDay => {
  if (date.length === 4) return `${date}-12-31`;
  if (date.length === 10) return date;
  return `${date}-${pad(daysInMonth(Number(date.slice(0, 4)), Number(date.slice(5, 7))), 2)}`;
};

/** True where the two do not contradict each other as far as both are known. */
export const birthDatesAgree = (one: PartialDate, other: PartialDate): boolean =>
  one.startsWith(other) || other.startsWith(one);

/**
 * Order of two dates: negative where `one` is certainly earlier, positive where it is certainly
 * later, 0 where they are equal, undefined where their precision leaves it open.
 */
export const compareDates = (one: PartialDate, other: PartialDate): number | undefined => {
  if (one === other) return 0;
  if (lastDayOf(one) < firstDayOf(other)) return -1;
  return firstDayOf(one) > lastDayOf(other) ? 1 : undefined;
};

/** True where the date is over before `day` begins, whichever day it means. */
export const isBeforeDay = (date: PartialDate, day: BusinessDay): boolean => lastDayOf(date) < day;

/** True where the date begins only after `day`, whichever day it means. */
export const isAfterDay = (date: PartialDate, day: BusinessDay): boolean => firstDayOf(date) > day;

const yearsBetween = (birth: BusinessDay, day: BusinessDay): number =>
  Number(day.slice(0, 4)) - Number(birth.slice(0, 4)) - (day.slice(5) < birth.slice(5) ? 1 : 0);

/**
 * Completed years of age on a day, as the range the precision of the birth date allows. Negative
 * where the birth lies in the future. Somebody born on 29 February turns a year on 1 March.
 */
export const ageOn = (
  birth: PartialDate,
  day: BusinessDay,
): { readonly min: number; readonly max: number } => ({
  min: yearsBetween(lastDayOf(birth), day),
  max: yearsBetween(firstDayOf(birth), day),
});
