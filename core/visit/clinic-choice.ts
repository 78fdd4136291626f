import type { ServicePoint } from '../contract/catalogue.ts';
import type { BookingChoice, ClinicChoice, Place } from '../contract/kiosk.ts';
import type { LookupResult } from '../contract/hub.ts';
import { expectedWaitMinutes } from '../queueing/expected-wait.ts';
import type { Surroundings } from './visit-context.ts';

/** The service point with this id, where the hospital (still) has one. */
export const servicePointOf = (
  surroundings: Surroundings,
  id: string | undefined,
): ServicePoint | undefined => surroundings.catalogue?.servicePoints.find(point => point.id === id);

export const placeOf = (point: ServicePoint): Place => ({
  servicePointId: point.id,
  name: point.name,
  pictogram: point.pictogram,
  room: point.room,
  floor: point.floor,
  directions: point.directions,
});

/** Clinics a walk-in may choose, open ones first. Load figures only while they are fresh. */
export const clinicChoices = (surroundings: Surroundings): ClinicChoice[] =>
  (surroundings.catalogue?.servicePoints ?? [])
    .filter(point => point.kind === 'clinic')
    .map(point => ({
      ...placeOf(point),
      state: point.state,
      price: point.price,
      ...(surroundings.hub === 'reachable' && point.load !== 'old'
        ? { waiting: point.waiting, waitMinutes: expectedWaitMinutes(point.waiting, point) }
        : {}),
    }))
    .sort((a, b) => OPEN_FIRST[a.state] - OPEN_FIRST[b.state]);

const OPEN_FIRST = { open: 0, full: 1, closed: 2 } as const;

/** Bookings whose clinic is known, in the order given; others are for the counter. */
export const bookingChoices = (
  surroundings: Surroundings,
  lookup: LookupResult | undefined,
): BookingChoice[] =>
  (lookup?.bookings ?? []).flatMap(booking => {
    const point = servicePointOf(surroundings, booking.servicePointId);
    if (point === undefined) return [];
    return [
      {
        bookingId: booking.id,
        kind: booking.kind,
        place: placeOf(point),
        start: booking.start,
        ...(booking.practitioner === undefined ? {} : { practitioner: booking.practitioner }),
      },
    ];
  });
