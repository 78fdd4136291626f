import type { Client } from '../../core/contract/contract.ts';
import type { HubContract, KnownVisit, LookupResult } from '../../core/contract/hub.ts';
import type { IdentityClaim } from '../../core/contract/identity.ts';
import type { BusinessDay, Instant } from '../../core/contract/primitives.ts';
import { coverageWhenHubAway } from '../../core/coverage/coverage.ts';
import { bookingsForToday } from '../../core/scheduling/booking-choice.ts';
import type { StoredVisit, VisitJournal } from '../storage/kiosk-store.ts';
import { patientKeysOf } from './patient-keys.ts';

export interface LookUpParts {
  readonly hub: Pick<Client<HubContract>, 'lookup'>;
  readonly hubReachable: () => boolean;
  readonly visits: Pick<VisitJournal, 'today'>;
  readonly day: () => BusinessDay;
  readonly now: () => Instant;
}

/**
 * Who is this to the hospital? The hub knows the record, the bookings and the cover; this kiosk
 * knows its own check-ins, also those the hub has not got yet. A hub that is away is an answer.
 */
export const createLookUp =
  ({ hub, hubReachable, visits, day, now }: LookUpParts) =>
  async (claim: IdentityClaim): Promise<LookupResult> => {
    const today = day();
    const asked = hubReachable()
      ? await hub.lookup({ claim, day: today }).catch(() => undefined)
      : undefined;
    const answer: LookupResult = asked ?? {
      outcome: 'his-away',
      bookings: [],
      coverage: coverageWhenHubAway(claim.insurance, today),
      visitsToday: [],
    };
    const own = visits
      .today(patientKeysOf(claim, answer.patient?.hisPatientId), today)
      .flatMap(knownVisitOf);
    return withVisits({ ...answer, bookings: bookingsForToday(answer.bookings, now()) }, own);
  };

/** A check-in counts once, whoever tells of it; a booking that was used is not offered again. */
const withVisits = (answer: LookupResult, own: readonly KnownVisit[]): LookupResult => {
  const byId = new Map([...own, ...answer.visitsToday].map(visit => [visit.visitId, visit]));
  const visitsToday = [...byId.values()];
  const used = new Set(visitsToday.map(visit => visit.bookingId));
  return {
    ...answer,
    visitsToday,
    bookings: answer.bookings.filter(booking => !used.has(booking.id)),
  };
};

/** Numbers for a counter are no registration: somebody helped there comes back to check in. */
export const knownVisitOf = ({ event }: StoredVisit): KnownVisit[] =>
  event.type === 'check-in'
    ? [
        {
          visitId: event.visitId,
          servicePointId: event.servicePointId,
          number: event.number,
          checkedInAt: event.occurredAt,
          ...(event.bookingId === undefined ? {} : { bookingId: event.bookingId }),
        },
      ]
    : [];
