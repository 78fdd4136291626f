import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CheckInEvent } from '../../../core/contract/hub.ts';
import { syntheticPerson } from '../../../core/identity/synthetic-people.ts';
import { businessDayOf } from '../../../core/scheduling/business-day.ts';
import { checkInEvent } from '../../intake/testing/synthetic-events.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { type His, type HisDelivery } from '../his.ts';
import { type Faults, NO_FAULTS } from '../simulator/faults.ts';
import { type SimulatedHis, startSimulatedHis } from '../simulator/testing/simulated-his.ts';
import { noAuthorization } from './authorization.ts';
import { createFhirHis } from './connector.ts';
import { createFhirClient } from './fhir-client.ts';
import { identifierSystemsSchema } from './systems.ts';

const systems = identifierSystemsSchema.parse({});
const day = businessDayOf(systemClock.now());
let simulated: SimulatedHis;
let his: His;

beforeAll(async () => {
  simulated = await startSimulatedHis();
  const client = createFhirClient({
    baseUrl: simulated.url,
    timeoutMs: 1_000,
    authorization: noAuthorization,
    clock: systemClock,
  });
  his = createFhirHis({
    client,
    deliveryClient: client,
    systems,
    clock: systemClock,
    facilityCode: '01999',
  });
});
afterAll(() => simulated.close());
afterEach(() => {
  simulated.faults.set(NO_FAULTS);
});

const trouble = (faults: Partial<Faults>) => {
  simulated.faults.set({ ...NO_FAULTS, ...faults });
};
const deliver = (event: CheckInEvent, rest: Partial<HisDelivery> = {}) =>
  his.deliver({ event, attemptsBefore: 0, ...rest });
const effectsOf = (event: CheckInEvent) => ({
  encounters: simulated.find('Encounter', `identifier=${systems.visit}|${event.visitId}`).length,
  tickets: simulated.find('Task', `identifier=${systems.ticket}|${event.visitId}`).length,
  patients: simulated.find(
    'Patient',
    `identifier=${systems.citizenNumber}|${event.identity.citizenNumber ?? ''}`,
  ).length,
});
const ONCE = { encounters: 1, tickets: 1, patients: 1 };

describe('a delivery', () => {
  it('whose answer was lost has one effect when it is sent again', async () => {
    const event = checkInEvent();
    trouble({ dropAnswers: 2 });
    expect(await deliver(event)).toMatchObject({ verdict: 'later', scope: 'system' });
    expect(await deliver(event)).toMatchObject({ verdict: 'later' });
    expect(await deliver(event, { attemptsBefore: 2 })).toMatchObject({ verdict: 'delivered' });
    expect(effectsOf(event)).toEqual(ONCE);
  });

  it.each([409, 408, 425, 500] as const)('answered with %i waits, alone', async status => {
    trouble({ answer: { status, times: 3, bundlesOnly: true } });
    expect(await deliver(checkInEvent())).toMatchObject({ verdict: 'later', scope: 'item' });
  });

  it.each([401, 403, 429, 502, 503, 504] as const)(
    'answered with %i waits with all others',
    async status => {
      trouble({ answer: { status, times: 3, bundlesOnly: true } });
      expect(await deliver(checkInEvent())).toMatchObject({ verdict: 'later', scope: 'system' });
    },
  );

  it.each([400, 404, 410, 422] as const)('answered with %i is a dead letter', async status => {
    trouble({ answer: { status, times: 3, bundlesOnly: true } });
    expect(await deliver(checkInEvent())).toMatchObject({
      verdict: 'rejected',
      diagnosis: { httpStatus: status, outcome: { resourceType: 'OperationOutcome' } },
    });
  });

  it('for which a booking changed under its hands is decided anew', async () => {
    const booking = `bk-trang-1-${day.replaceAll('-', '')}`;
    const event = checkInEvent({ hisPatientId: 'bn26999910', bookingId: booking });
    // Each attempt asks first and sends then: two bundles.
    trouble({ answer: { status: 412, times: 6, bundlesOnly: true } });
    expect(await deliver(event)).toMatchObject({ verdict: 'later', scope: 'item' });
    trouble({ answer: { status: 412, times: 2, bundlesOnly: true } });
    expect(await deliver(event, { attemptsBefore: 1 })).toMatchObject({ verdict: 'delivered' });
    expect(simulated.store.read('Appointment', booking)).toMatchObject({ status: 'arrived' });
  });

  it('of a HIS that is away waits with all others', async () => {
    trouble({ away: true });
    expect(await deliver(checkInEvent())).toMatchObject({
      verdict: 'later',
      scope: 'system',
      diagnosis: { fault: 'his-unreachable' },
    });
  });

  it('of the same new patient twice, at the same moment, makes one patient', async () => {
    const { identity } = checkInEvent();
    const events = [1, 2, 3, 4].map(() => checkInEvent({ identity }));
    await Promise.all(events.map(event => deliver(event)));
    expect(effectsOf(events[0]!).patients).toBe(1);
  });
});

describe('a look-up', () => {
  const lookUp = (claim: Parameters<His['lookup']>[0]) => his.lookup(claim, day);
  const card = (number: { citizenNumber?: string; oldNumber?: string; patientCode?: string }) => ({
    method: 'card-qr' as const,
    authenticity: 'not-checked' as const,
    flags: [],
    ...number,
  });

  it.each([
    ['ba-nguyen-thi-hoa', 'valid-in-network'],
    ['ong-tran-van-binh', 'valid-re-examination'],
    ['ba-giang-thi-mai', 'valid-out-of-network'],
    ['anh-do-manh-cuong', 'valid-out-of-network'],
    ['chi-vo-thi-lan', 'expired'],
    ['anh-cao-xuan-long', 'not-found'],
    ['anh-lam-chi-kien', 'details-differ'],
    ['ong-dinh-cong-trang', 'revoked'],
    ['anh-pham-quoc-huy', 'not-found'],
  ] as const)('of %s finds the record and says of the cover: %s', async (id, reason) => {
    const person = syntheticPerson(id);
    const answer = await lookUp(card({ citizenNumber: person.citizenNumber! }));
    expect(answer.patient?.name).toBe(person.name);
    expect(answer.coverage.reason).toBe(reason);
    expect(answer.bookings).toHaveLength(person.bookings.length);
  });

  it('finds people by every number they may show', async () => {
    const mai = syntheticPerson('chi-mai-thi-ngoc');
    const insurance = { cardNumber: '3499999916' };
    const claims = [
      card({ patientCode: mai.hisPatientCode! }),
      { ...card({}), method: 'insurance-qr' as const, insurance },
    ];
    for (const claim of claims) expect((await lookUp(claim)).patient?.name).toBe(mai.name);
    const binh = await lookUp(card({ oldNumber: '010999902' }));
    expect(binh.patient?.hisPatientId).toBe('bn26999902');
    const booked = await lookUp({ ...card({}), method: 'booking-code', bookingCode: 'DK26999912' });
    expect(booked.patient?.name).toBe('John Carter');
  });

  it('of somebody new finds nobody, and no card', async () => {
    const answer = await lookUp(card({ citizenNumber: '017095999908' }));
    expect(answer).toEqual({
      patient: undefined,
      bookings: [],
      coverage: { reason: 'not-found' },
      visitsToday: [],
    });
  });

  it('shows visits of today, also those another hub brought', async () => {
    const event = checkInEvent({
      hisPatientId: 'bn26999903',
      number: { ...checkInEvent().number, day },
      occurredAt: new Date(systemClock.now()).toISOString(),
    });
    await deliver(event);
    const { visitsToday } = await lookUp(card({ citizenNumber: '001223999903' }));
    expect(visitsToday).toMatchObject([
      { visitId: event.visitId, servicePointId: 'clinic-eye', number: event.number },
    ]);
  });

  it('of a HIS that is away fails with a code', async () => {
    trouble({ away: true });
    await expect(lookUp(card({ citizenNumber: '017095999908' }))).rejects.toMatchObject({
      code: 'his-unreachable',
    });
  });
});

describe('the catalogue', () => {
  it('counts who waits, and knows the clinic that is full', async () => {
    const before = await his.catalogue(day);
    const eye = (catalogue: typeof before) =>
      catalogue.servicePoints.find(({ id }) => id === 'clinic-eye');
    await deliver(checkInEvent({ occurredAt: new Date(systemClock.now()).toISOString() }));
    const after = await his.catalogue(day);
    expect(eye(after)?.waiting).toBe((eye(before)?.waiting ?? 0) + 1);
    const state = (id: string) => after.servicePoints.find(point => point.id === id)?.state;
    expect(state('clinic-dermatology')).toBe('full');
    expect(state('clinic-eye')).toBe('open');
  });
});
