import type { LookupResult } from '../contract/hub.ts';
import type { IdentityClaim } from '../contract/identity.ts';

export const NOBODY: IdentityClaim = { method: 'typed', authenticity: 'not-checked', flags: [] };

export const NO_LOOKUP: LookupResult = {
  outcome: 'his-away',
  bookings: [],
  coverage: { reason: 'unverified-hub-away' },
  visitsToday: [],
};
