import { expect, test } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import type { CheckInEvent, LookupResult } from '../../core/contract/hub.ts';
import type { IdentityClaim } from '../../core/contract/identity.ts';
import { createLookUp } from './look-up.ts';

const DAY = '2026-11-23';
const claim: IdentityClaim = {
  method: 'card-chip',
  citizenNumber: '001148999921',
  authenticity: 'no-trust-anchor',
  flags: [],
};

const answer: LookupResult = {
  outcome: 'found',
  patient: { hisPatientId: 'p-1', name: 'NGUYỄN THỊ HOA', claim: {} },
  bookings: [
    {
      id: 'b-1',
      kind: 'appointment',
      servicePointId: 'clinic-eye',
      start: '2026-11-23T01:00:00.000Z',
    },
    {
      id: 'b-2',
      kind: 'online',
      servicePointId: 'clinic-heart',
      start: '2026-11-23T02:00:00.000Z',
    },
  ],
  coverage: { reason: 'valid-in-network' },
  visitsToday: [],
};

const checkIn = (visitId: string, bookingId: string): CheckInEvent => ({
  type: 'check-in',
  eventId: visitId,
  visitId,
  kioskId: 'kiosk-1',
  aggregate: 'a',
  sequence: 1,
  occurredAt: '2026-11-23T00:30:00.000Z',
  identity: claim,
  bookingId,
  servicePointId: 'clinic-eye',
  number: {
    servicePointId: 'clinic-eye',
    day: DAY,
    numberClass: 'normal',
    sequence: 1,
    label: 'C-0001',
    source: 'hub',
  },
  payer: { mode: 'insured', coverage: { reason: 'valid-in-network' } },
  language: 'vi',
});

const lookUpWith = ({
  hub = () => Promise.resolve(answer),
  reachable = true,
  own = [] as readonly CheckInEvent[],
} = {}) => {
  const asked: (readonly string[])[] = [];
  const lookUp = createLookUp({
    hub: { lookup: hub },
    hubReachable: () => reachable,
    visits: {
      today: keys => {
        asked.push(keys);
        return own.map(event => ({ event, extras: {}, reprints: 0 }));
      },
    },
    day: () => DAY,
    now: () => '2026-11-23T00:45:00.000Z',
  });
  return { lookUp, asked };
};

test('the hub knows the record, the kiosk its own check-ins; each visit counts once', async () => {
  const mine = checkIn('11111111-1111-4111-8111-111111111111', 'b-1');
  const { lookUp, asked } = lookUpWith({ own: [mine] });
  const result = await lookUp(claim);
  expect(result.visitsToday.map(visit => visit.visitId)).toEqual([mine.visitId]);
  expect(result.bookings.map(booking => booking.id)).toEqual(['b-2']);
  expect(asked).toEqual([['citizen:001148999921', 'his:p-1']]);
});

test.each([
  ['known to be away', { reachable: false }],
  ['failing on the way', { hub: () => Promise.reject(new FaultError('hub-timeout')) }],
])('a hub %s is an answer, and own check-ins are still known', async (_how, parts) => {
  const mine = checkIn('11111111-1111-4111-8111-111111111111', 'b-1');
  const result = await lookUpWith({ ...parts, own: [mine] }).lookUp(claim);
  expect(result).toMatchObject({
    outcome: 'his-away',
    coverage: { reason: 'unverified-hub-away' },
    visitsToday: [{ visitId: mine.visitId }],
  });
});
