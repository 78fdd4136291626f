import type { SlipAnswer } from '../contract/slip.ts';
import type { PersonContext, VisitContext } from './visit-context.ts';

type Kept = Partial<Pick<PersonContext, 'slip' | 'lookup' | 'bookingId' | 'servicePointId'>>;

/** A re-examination slip that was found leads to its own booking and place. */
export const keptSlip = ({ lookup }: VisitContext, { slip, booking }: SlipAnswer): Kept => {
  if (booking === undefined || lookup === undefined) return { slip };
  const others = lookup.bookings.filter(({ id }) => id !== booking.id);
  return {
    slip,
    lookup: { ...lookup, bookings: [booking, ...others].slice(0, 50) },
    bookingId: booking.id,
    servicePointId: booking.servicePointId,
  };
};
