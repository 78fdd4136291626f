import type { Instant } from '../contract/primitives.ts';
import type { Booking } from '../contract/scheduling.ts';
import { businessDayOf } from './business-day.ts';

/** After this long past its time a booking is shown behind those still to come. */
const MISSED_AFTER_MINUTES = 120;

const isMissed = (booking: Booking, now: number): boolean =>
  now - Date.parse(booking.start) > MISSED_AFTER_MINUTES * 60_000;

/**
 * The bookings a patient can check in for: all of today, however early or late they come, since
 * whether a missed one is still honoured is for the clinic to say. Those still to come are first,
 * earliest first; ties keep one order.
 */
export const bookingsForToday = (bookings: readonly Booking[], now: Instant): Booking[] => {
  const moment = Date.parse(now);
  const today = businessDayOf(moment);
  return bookings
    .filter(booking => businessDayOf(booking.start) === today)
    .sort(
      (one, other) =>
        Number(isMissed(one, moment)) - Number(isMissed(other, moment)) ||
        Date.parse(one.start) - Date.parse(other.start) ||
        (one.id < other.id ? -1 : 1),
    );
};
