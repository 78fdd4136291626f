import type { LookupResult } from '../../contract/hub.ts';
import { NOW } from './visit-world.ts';

/** What the hospital knows of an elder with a card, a booking and insurance here. */
export const withBooking: LookupResult = {
  outcome: 'found',
  patient: {
    hisPatientId: 'p-1',
    name: 'NGUYỄN THỊ HOA',
    claim: { birthDate: '1948-06-01' },
  },
  bookings: [
    { id: 'b-1', kind: 're-examination', servicePointId: 'clinic-cardiology', start: NOW },
  ],
  coverage: { reason: 'valid-in-network', cardNumber: 'HT2010199999921', validTo: '2026-12-31' },
  visitsToday: [],
};
