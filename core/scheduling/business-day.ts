import type { BusinessDay, Instant } from '../contract/primitives.ts';

/**
 * Days and wall clock of the hospital. Vietnam keeps UTC+7 all year (IANA tz, Asia/Ho_Chi_Minh,
 * no change since 1975), so the zone of the machine never matters and no table is needed.
 */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OFFSET = 7 * 60 * MINUTE;

const millisecondsOf = (moment: Instant | number): number =>
  typeof moment === 'number' ? moment : Date.parse(moment);

const local = (moment: Instant | number): string =>
  new Date(millisecondsOf(moment) + OFFSET).toISOString();

/** Milliseconds since 1970 as they are stored and sent. */
export const instantOf = (milliseconds: number): Instant => new Date(milliseconds).toISOString();

/** The day a moment falls on in the hospital: it changes at 17:00 UTC. */
export const businessDayOf = (moment: Instant | number): BusinessDay => local(moment).slice(0, 10);

/** The clock on the wall, `08:30`. */
export const wallClockOf = (moment: Instant | number): string => local(moment).slice(11, 16);

/** Minutes since midnight in the hospital. */
export const minuteOfDay = (moment: Instant | number): number => {
  const clock = wallClockOf(moment);
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
};

/** The moment a wall clock shows `HH:mm` on a day. @throws RangeError where there is none. */
export const momentOn = (day: BusinessDay, clock = '00:00'): Instant => {
  const time = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock);
  const midnight = Date.parse(`${day}T00:00:00.000Z`);
  if (!time || Number.isNaN(midnight)) throw new RangeError('no such day or time of day');
  return instantOf(midnight - OFFSET + (Number(time[1]) * 60 + Number(time[2])) * MINUTE);
};

/** The day so many days later, or earlier where negative. */
export const addDays = (day: BusinessDay, days: number): BusinessDay =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY).toISOString().slice(0, 10);

export const addMinutes = (moment: Instant | number, minutes: number): Instant =>
  instantOf(millisecondsOf(moment) + minutes * MINUTE);

/** Milliseconds from a moment until numbers start anew, more than 0 and at most a day. */
export const untilReset = (moment: Instant | number): number => {
  const sinceMidnight = (((millisecondsOf(moment) + OFFSET) % DAY) + DAY) % DAY;
  return DAY - sinceMidnight;
};
