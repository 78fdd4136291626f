import { expect, test } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import type { PressureStep } from '../../core/contract/staff.ts';
import { watched } from '../hub-client/watched.ts';
import type { QueueNumber } from '../../core/contract/scheduling.ts';
import { SYNTHETIC_SERVICE_POINTS } from '../../core/identity/synthetic-hospital.ts';
import type { CheckInOrder } from '../../core/visit/visit-context.ts';
import type { CheckInRecording, ReferralRecording } from '../storage/kiosk-store.ts';
import { createCheckIn } from './check-in.ts';

const NOW = Date.parse('2026-11-23T00:45:00.000Z');
const DAY = '2026-11-23';

const order: CheckInOrder = {
  claim: {
    method: 'card-chip',
    citizenNumber: '001148999921',
    authenticity: 'no-trust-anchor',
    flags: [],
  },
  lookup: {
    outcome: 'found',
    patient: { hisPatientId: 'p-1', name: 'NGUYỄN THỊ HOA', claim: {} },
    bookings: [],
    coverage: { reason: 'expired' },
    visitsToday: [],
  },
  bookingId: undefined,
  servicePointId: 'clinic-eye',
  payer: 'self-pay',
  coverage: { reason: 'expired' },
  priority: { group: 'aged-75-or-over', basis: 'card' },
  language: 'vi',
  portrait: undefined,
  relative: undefined,
  slip: undefined,
  clerkTasks: [],
};

const given: QueueNumber = {
  servicePointId: 'clinic-eye',
  day: DAY,
  numberClass: 'priority',
  sequence: 12,
  label: 'PC-0012',
  source: 'hub',
};
const leased: QueueNumber = { ...given, sequence: 501, label: 'PC-0501', source: 'lease' };

const deskWith = (
  takeNumber: () => Promise<QueueNumber>,
  reachable = true,
  step: PressureStep = 'ample',
  load: { load?: 'old' } = {},
) => {
  const recorded: (CheckInRecording | ReferralRecording)[] = [];
  let ids = 0;
  const sequenced = (recording: CheckInRecording | ReferralRecording) => {
    recorded.push(recording);
    const number = recording.number.from === 'hub' ? recording.number.number : leased;
    return { number, aggregate: 'a', sequence: 1 };
  };
  const desk = createCheckIn({
    kioskId: () => 'kiosk-1',
    counterId: () => 'counter-2',
    hub: { takeNumber },
    hubReachable: () => reachable,
    pressure: watched(step),
    visits: {
      recordCheckIn: recording => ({
        ...recording.event,
        ...sequenced(recording),
        type: 'check-in',
      }),
      recordCounterReferral: recording => ({
        ...recording.event,
        ...sequenced(recording),
        type: 'counter-referral',
      }),
    },
    servicePoint: id =>
      SYNTHETIC_SERVICE_POINTS.filter(point => point.id === id).map(point => ({
        ...point,
        state: 'open' as const,
        waiting: 4,
        ...load,
      }))[0],
    day: () => DAY,
    clock: { now: () => NOW, after: () => () => undefined },
    ids: { uuid: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}` },
  });
  return { desk, recorded };
};

test('the number comes from the hub while it answers, and the wait is told', async () => {
  const { desk, recorded } = deskWith(() => Promise.resolve(given));
  const visit = await desk.issue(order);
  expect(visit).toMatchObject({
    number: { label: 'PC-0012' },
    offline: false,
    priorityGroup: 'aged-75-or-over',
    payer: 'self-pay',
    peopleAhead: 4,
  });
  expect(visit.price).toBeGreaterThan(0);
  expect(Date.parse(visit.expectedAt ?? '')).toBeGreaterThan(NOW);
  expect(recorded).toMatchObject([
    {
      patientKeys: ['citizen:001148999921', 'his:p-1'],
      event: { kioskId: 'kiosk-1', hisPatientId: 'p-1', servicePointId: 'clinic-eye' },
    },
  ]);
});

test('a wait that the hospital system has not told for a while is not told on', async () => {
  const { desk } = deskWith(() => Promise.resolve(given), true, 'ample', { load: 'old' });
  const visit = await desk.issue(order);
  expect(visit.number.label).toBe('PC-0012');
  expect([visit.peopleAhead, visit.waitMinutes, visit.expectedAt]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  ['is away', () => Promise.resolve(given), false],
  ['does not answer in time', () => Promise.reject(new FaultError('hub-timeout')), true],
])(
  'a hub that %s costs nothing but the wait: the number is a leased one',
  async (_how, take, up) => {
    const { desk, recorded } = deskWith(take, up);
    const visit = await desk.issue(order);
    expect(visit).toMatchObject({ number: { label: 'PC-0501' }, offline: true });
    expect(visit.peopleAhead).toBeUndefined();
    expect(recorded[0]?.number).toEqual({
      from: 'lease',
      servicePointId: 'clinic-eye',
      numberClass: 'priority',
      day: DAY,
    });
  },
);

test('a clinic that filled up meanwhile is no reason for a leased number', async () => {
  const { desk, recorded } = deskWith(() => Promise.reject(new FaultError('clinic-full')));
  await expect(desk.issue(order)).rejects.toMatchObject({ code: 'clinic-full' });
  expect(recorded).toEqual([]);
});

test('a referral takes its number from the counter and may be about nobody known', async () => {
  const { desk, recorded } = deskWith(() =>
    Promise.resolve({ ...given, servicePointId: 'counter-2' }),
  );
  await desk.refer({
    reason: 'no-document',
    claim: undefined,
    priority: undefined,
    language: 'en',
    relative: undefined,
    slip: undefined,
    clerkTasks: [],
  });
  expect(recorded).toMatchObject([{ patientKeys: [], event: { reason: 'no-document' } }]);
  expect(recorded[0]?.event).not.toHaveProperty('identity');
});

test('the picture from the chip goes with the check-in, where there is one', async () => {
  const { desk, recorded } = deskWith(() => Promise.resolve(given));
  await desk.issue(order);
  await desk.issue({ ...order, portrait: '/9j/4A==' });
  expect(recorded.map(({ event }) => ('portrait' in event ? event.portrait : undefined))).toEqual([
    undefined,
    '/9j/4A==',
  ]);
});

test('a kiosk short of room keeps no picture, then gives slips only, then nothing', async () => {
  const pictured = { ...order, portrait: 'AAAA' };
  const tight = deskWith(() => Promise.resolve(given), true, 'tight');
  await tight.desk.issue(pictured);
  expect(tight.recorded[0]?.event).not.toHaveProperty('portrait');
  const full = { code: 'storage-failed' };
  const slips = deskWith(() => Promise.resolve(given), true, 'slips-only');
  await expect(slips.desk.issue(pictured)).rejects.toMatchObject(full);
  const slip = {
    reason: 'internal',
    claim: undefined,
    priority: undefined,
    relative: undefined,
    slip: undefined,
    clerkTasks: [],
    language: 'vi',
  } as const;
  expect((await slips.desk.refer(slip)).number.label).toBe('PC-0012');
  const closed = deskWith(() => Promise.resolve(given), true, 'closed');
  await expect(closed.desk.refer(slip)).rejects.toMatchObject(full);
  expect(closed.recorded).toEqual([]);
});

test('the visit is the patient’s: who acted, the slip and the clerk’s tasks go with it', async () => {
  const { desk, recorded } = deskWith(() => Promise.resolve(given));
  await desk.issue(order);
  expect(recorded[0]?.event).not.toHaveProperty('clerkTasks');
  const relative = {
    relationship: 'parent' as const,
    claim: { ...order.claim, citizenNumber: '001190999922' },
  };
  const slip = { kind: 'referral' as const, number: 'GCT1', standing: 'unverified' as const };
  await desk.issue({ ...order, relative, slip, clerkTasks: ['referral'] });
  expect(recorded[1]).toMatchObject({ event: { relative, slip, clerkTasks: ['referral'] } });
  expect(recorded[1]?.patientKeys).toEqual(recorded[0]?.patientKeys);
});
