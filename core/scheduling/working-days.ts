import type { BusinessDay } from '../contract/primitives.ts';
import { addDays } from './business-day.ts';
import { isPublicHoliday } from './holidays.ts';

/** What a hospital says about its own days, beyond the public holidays. */
export interface WorkCalendar {
  /** Days off of the hospital, or holidays announced since. */
  readonly closed: readonly BusinessDay[];
  /** Days worked all the same: a Saturday for a bridging day, a holiday that was moved. */
  readonly open: readonly BusinessDay[];
  /** True where Saturdays are working days. */
  readonly saturdays: boolean;
}

export const PUBLIC_CALENDAR: WorkCalendar = { closed: [], open: [], saturdays: false };

const SATURDAY = 6;

const weekdayOf = (day: BusinessDay): number => new Date(`${day}T00:00:00.000Z`).getUTCDay();

export const isWorkingDay = (
  day: BusinessDay,
  { closed, open, saturdays }: WorkCalendar = PUBLIC_CALENDAR,
): boolean => {
  if (open.includes(day)) return true;
  if (closed.includes(day) || isPublicHoliday(day)) return false;
  const weekday = weekdayOf(day);
  return weekday === SATURDAY ? saturdays : weekday !== 0;
};

/** More days off in a row than this is a calendar that ends. */
const LONGEST_BREAK = 60;

/**
 * The working day that is so many working days after `day`, which itself does not count.
 * @throws RangeError where the calendar has no working day for two months.
 */
export const addWorkingDays = (
  day: BusinessDay,
  count: number,
  calendar: WorkCalendar = PUBLIC_CALENDAR,
): BusinessDay => {
  let current = day;
  for (let counted = 0; counted < count; counted += 1) {
    let off = 0;
    do {
      current = addDays(current, 1);
      off += 1;
      if (off > LONGEST_BREAK) throw new RangeError('a calendar without working days');
    } while (!isWorkingDay(current, calendar));
  }
  return current;
};
