import type { ServicePoint } from '../contract/catalogue.ts';
import type { BusinessDay, Instant } from '../contract/primitives.ts';
import type { NumberSession } from '../contract/scheduling.ts';
import { businessDayOf, minuteOfDay } from '../scheduling/business-day.ts';

const NOON_MINUTE = 12 * 60;

/** The half of the hospital's day a moment falls in; noon itself is afternoon. */
export const halfOfDay = (moment: Instant | number): NumberSession =>
  minuteOfDay(moment) < NOON_MINUTE ? 'morning' : 'afternoon';

/** The session a point's numbers count in at a moment; undefined where they count all day. */
export const sessionAt = (
  reset: ServicePoint['reset'],
  moment: Instant | number,
): NumberSession | undefined => (reset === 'noon' ? halfOfDay(moment) : undefined);

/** True once no number of that day and session can be called any more. */
export const isOver = (
  line: { readonly day: BusinessDay; readonly session?: NumberSession | undefined },
  moment: Instant | number,
): boolean => {
  const today = businessDayOf(moment);
  if (line.day !== today) return line.day < today;
  return line.session === 'morning' && halfOfDay(moment) === 'afternoon';
};
