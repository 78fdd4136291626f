import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkInEvent, counterEvent } from '../../intake/testing/synthetic-events.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { hospitalResources } from '../simulator/hospital-resources.ts';
import { type DeliveryVerdict, type His, type HisDelivery } from '../his.ts';
import { type PaymentReceipt } from '../his-money.ts';
import { noAuthorization } from './authorization.ts';
import { createFhirHis } from './connector.ts';
import { createFhirClient } from './fhir-client.ts';
import { identifierSystemsSchema } from './systems.ts';
import { type MedplumServer, startMedplumServer } from './testing/medplum-server.ts';

const systems = identifierSystemsSchema.parse({});
const DAY = '2026-11-23';

/** Any resource in Medplum's own types. */
type Resource = Parameters<MedplumServer['repository']['createResource']>[0];

let server: MedplumServer;
let his: His;
let patient: { readonly id: string };

const insured = {
  mode: 'insured' as const,
  coverage: { reason: 'valid-in-network' as const, cardNumber: 'GD4010199999902' },
};

beforeAll(async () => {
  server = await startMedplumServer();
  const client = createFhirClient({
    baseUrl: server.url,
    timeoutMs: 10_000,
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
  for (const resource of hospitalResources(systems)) {
    await server.repository.updateResource(resource as Resource & { id: string });
  }
  patient = await server.repository.createResource<Resource>({
    resourceType: 'Patient',
    active: true,
    identifier: [{ system: systems.citizenNumber, value: '001061999902' }],
    name: [{ text: 'Trần Văn Bình' }],
    birthDate: '1961-10-20',
  });
});
afterAll(() => server.close());

const deliver = (delivery: Partial<HisDelivery> & Pick<HisDelivery, 'event'>) =>
  his.deliver({ attemptsBefore: 0, ...delivery });

const count = async (resourceType: 'Encounter' | 'Task' | 'Patient' | 'Coverage', query = '') => {
  const parameters = new URLSearchParams(query);
  const bundle = await server.repository.search({
    resourceType,
    total: 'accurate',
    filters: [...parameters].map(([code, value]) => ({ code, operator: 'eq' as never, value })),
  });
  return bundle.total;
};

const receiptOf = (verdict: DeliveryVerdict) => {
  expect(verdict).toMatchObject({ verdict: 'delivered' });
  return verdict.verdict === 'delivered' ? verdict.receipt : {};
};

describe('the connector against a FHIR server of somebody else', () => {
  it('finds out that it is there', async () => {
    await his.probe();
  });

  it('reads clinics, rooms and prices', async () => {
    const { hospital, servicePoints } = await his.catalogue(DAY);
    expect(hospital).toMatchObject({ facilityCode: '01999' });
    expect(servicePoints).toHaveLength(13);
    expect(servicePoints.find(({ id }) => id === 'clinic-eye')).toEqual({
      id: 'clinic-eye',
      kind: 'clinic',
      name: { vi: 'Mắt', en: 'Eyes' },
      pictogram: 'eye',
      room: '208',
      floor: { vi: 'Tầng 2', en: 'First floor' },
      directions: {
        vi: 'Lên thang máy A, rẽ phải, cuối hành lang.',
        en: 'Take lift A, turn right, end of the corridor.',
      },
      series: { normal: 'C', priority: 'PC' },
      price: 150_000,
      minutesPerPatient: 7,
      state: 'open',
      waiting: 0,
    });
  });

  it('finds a patient, their booking and their card', async () => {
    const reference = `Patient/${patient.id}`;
    await server.repository.createResource<Resource>({
      resourceType: 'Appointment',
      status: 'booked',
      identifier: [{ system: systems.booking, value: 'LH1' }],
      start: `${DAY}T09:00:00+07:00`,
      end: `${DAY}T09:15:00+07:00`,
      participant: [
        { actor: { reference }, status: 'accepted' },
        { actor: { reference: 'HealthcareService/clinic-eye' }, status: 'accepted' },
      ],
    });
    await server.repository.createResource<Resource>({
      resourceType: 'Coverage',
      status: 'active',
      identifier: [{ system: systems.insuranceCard, value: 'GD4010199999902' }],
      subscriberId: 'GD4010199999902',
      beneficiary: { reference },
      payor: [{ display: 'VSS' }],
    });
    const claims = [{ citizenNumber: '001061999902' }, { bookingCode: 'LH1' }];
    for (const claim of claims) {
      const answer = await his.lookup(
        { method: 'card-qr', authenticity: 'not-checked', flags: [], ...claim },
        DAY,
      );
      expect(answer).toMatchObject({
        patient: { hisPatientId: patient.id, name: 'Trần Văn Bình' },
        bookings: [{ code: 'LH1', servicePointId: 'clinic-eye', start: `${DAY}T02:00:00.000Z` }],
        coverage: { cardNumber: 'GD4010199999902' },
      });
    }
  });

  it('delivers a visit of somebody new, with every reference resolved', async () => {
    const event = checkInEvent({ payer: insured });
    const receipt = receiptOf(await deliver({ event }));
    const [, taskId = ''] = receipt['Task']?.split('/') ?? [];
    const task = await server.repository.readResource<Resource>('Task', taskId);
    expect(JSON.stringify(task)).not.toContain('urn:uuid');
    expect(task).toMatchObject({
      for: { reference: receipt['Patient'] },
      focus: { reference: receipt['Encounter'] },
    });
  });

  it('has one effect, however often the same visit is sent', async () => {
    const event = checkInEvent();
    const first = receiptOf(await deliver({ event }));
    const again = receiptOf(await deliver({ event }));
    const lookedUp = receiptOf(await deliver({ event, attemptsBefore: 1 }));
    expect(again['Encounter']).toBe(first['Encounter']);
    expect(lookedUp['Task']).toBe(first['Task']);
    expect(await count('Encounter', `identifier=${systems.visit}|${event.visitId}`)).toBe(1);
    expect(await count('Task', `identifier=${systems.ticket}|${event.visitId}`)).toBe(1);
  });

  it('uses the record of somebody the kiosk could not look up', async () => {
    const identity = { ...checkInEvent().identity, citizenNumber: '001061999902' };
    const receipt = receiptOf(
      await deliver({ event: checkInEvent({ identity: { ...identity, name: 'TRAN VAN BINH' } }) }),
    );
    const encounter = await server.repository.readResource<Resource>(
      'Encounter',
      receipt['Encounter']?.split('/')[1] ?? '',
    );
    expect(encounter).toMatchObject({ subject: { reference: `Patient/${patient.id}` } });
  });

  it('completes a visit of which a server without atomicity kept a part only', async () => {
    const event = checkInEvent({ hisPatientId: patient.id });
    await server.repository.createResource<Resource>({
      resourceType: 'Encounter',
      identifier: [{ system: systems.visit, value: event.visitId }],
      status: 'arrived',
      class: { code: 'AMB' },
      subject: { reference: `Patient/${patient.id}` },
    });
    receiptOf(await deliver({ event, attemptsBefore: 1 }));
    expect(await count('Encounter', `identifier=${systems.visit}|${event.visitId}`)).toBe(1);
    expect(await count('Task', `identifier=${systems.ticket}|${event.visitId}`)).toBe(1);
  });

  it('links a duplicate to the first visit', async () => {
    const first = checkInEvent({ hisPatientId: patient.id });
    const { Encounter } = receiptOf(await deliver({ event: first }));
    const again = checkInEvent({ hisPatientId: patient.id });
    const receipt = receiptOf(
      await deliver({
        event: again,
        duplicateOf: { visitId: first.visitId, label: first.number.label },
      }),
    );
    const task = await server.repository.readResource<Resource>(
      'Task',
      receipt['Task']?.split('/')[1] ?? '',
    );
    expect(task).toMatchObject({ status: 'cancelled', focus: { reference: Encounter } });
    expect(await count('Encounter', `identifier=${systems.visit}|${again.visitId}`)).toBe(0);
  });

  it('never chooses between two records with the same number: a person does', async () => {
    const identifier = [{ system: systems.citizenNumber, value: '001190000001' }];
    for (const _ of [1, 2]) {
      await server.repository.createResource<Resource>({ resourceType: 'Patient', identifier });
    }
    const identity = { ...checkInEvent().identity, citizenNumber: '001190000001' };
    expect(await deliver({ event: checkInEvent({ identity }) })).toEqual({
      verdict: 'rejected',
      diagnosis: { fault: 'his-conflict' },
    });
  });

  it('tells of bills, books a receipt once, and takes it back', async () => {
    const invoice = await server.repository.createResource<Resource>({
      resourceType: 'Invoice',
      status: 'issued',
      subject: { reference: `Patient/${patient.id}` },
      date: DAY,
      totalNet: { value: 90_000, currency: 'VND' },
    });
    const due = async () => (await his.billsDue?.(patient.id, DAY))?.map(one => one.due);
    expect(await due()).toEqual([90_000]);
    const receipt = {
      type: 'receipt' as const,
      eventId: '01936f1e-1b1c-7d3e-8a01-0000000000aa',
      kind: 'payment' as const,
      billId: '01936f1e-1b1c-7d3e-8a01-0000000000ab',
      paymentId: '01936f1e-1b1c-7d3e-8a01-0000000000ac',
      hisBill: invoice.id,
      amount: 30_000,
      method: 'transfer' as const,
      provider: 'payos',
      bankReference: 'FT1',
      paidAt: `${DAY}T02:10:00.000Z`,
      recordedAt: `${DAY}T02:10:01.000Z`,
      day: DAY,
      eInvoice: { buyer: 'Công ty A' },
    };
    const tell = (change: Partial<PaymentReceipt>, attemptsBefore: number) =>
      his.deliverReceipt?.({ receipt: { ...receipt, ...change }, attemptsBefore });
    for (const attemptsBefore of [0, 0, 1]) {
      expect(await tell({}, attemptsBefore)).toMatchObject({ verdict: 'delivered' });
    }
    expect(await due()).toEqual([60_000]);
    const back = {
      kind: 'cancellation' as const,
      eventId: '01936f1e-1b1c-7d3e-8a01-0000000000ad',
      cancels: receipt.eventId,
    };
    for (const attemptsBefore of [0, 1]) {
      expect(await tell(back, attemptsBefore)).toMatchObject({ verdict: 'delivered' });
    }
    expect(await due()).toEqual([90_000]);
    // What was never told cannot be taken back: a person looks.
    expect(await tell({ ...back, cancels: back.eventId }, 0)).toMatchObject({
      verdict: 'rejected',
      diagnosis: { fault: 'his-conflict' },
    });
  });

  it('brings a referral to a counter, without making a patient of it', async () => {
    const before = await count('Patient');
    const receipt = receiptOf(await deliver({ event: counterEvent() }));
    expect(Object.keys(receipt)).toEqual(['Task']);
    expect(await count('Patient')).toBe(before);
  });
});
