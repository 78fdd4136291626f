import { afterEach, describe, expect, it } from 'vitest';
import { checkInEvent } from '../../intake/testing/synthetic-events.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { type His } from '../his.ts';
import { hospitalResources } from '../simulator/hospital-resources.ts';
import { noAuthorization } from './authorization.ts';
import { type TransactionMode } from './bundle-writer.ts';
import { createFhirHis } from './connector.ts';
import { createFhirClient } from './fhir-client.ts';
import { type Bundle, type BundleEntry, type FhirResource, type Task } from './resources.ts';
import { identifierSystemsSchema } from './systems.ts';
import { type MedplumServer, startMedplumServer } from './testing/medplum-server.ts';

const systems = identifierSystemsSchema.parse({});

type Resource = Parameters<MedplumServer['repository']['createResource']>[0];

let server: MedplumServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const open = async (
  transactions: TransactionMode = 'auto',
  isAtomic = true,
  onBundle?: (bundle: Bundle) => Bundle,
): Promise<His> => {
  server = await startMedplumServer(isAtomic, onBundle);
  for (const resource of hospitalResources(systems)) {
    await server.repository.updateResource(resource as Resource & { id: string });
  }
  const client = createFhirClient({
    baseUrl: server.url,
    timeoutMs: 10_000,
    authorization: noAuthorization,
    clock: systemClock,
  });
  return createFhirHis({
    client,
    deliveryClient: client,
    systems,
    clock: systemClock,
    facilityCode: '01999',
    transactions,
  });
};

const stored = async (type: 'Encounter' | 'Task' | 'Patient' | 'Appointment') => {
  const { entry = [] } = (await server?.repository.search({ resourceType: type })) ?? {};
  return entry.map(({ resource }) => resource as FhirResource);
};

const appointment = async (): Promise<string> => {
  const { id } = (await server?.repository.createResource<Resource>({
    resourceType: 'Appointment',
    status: 'booked',
    start: '2026-11-23T09:00:00+07:00',
    end: '2026-11-23T09:15:00+07:00',
    participant: [{ actor: { reference: 'HealthcareService/clinic-eye' }, status: 'accepted' }],
  })) ?? { id: '' };
  return id;
};

/** An entry that the server does not know how to do: answered with a failure of its own. */
const spoiled = (bundle: Bundle, type: string): Bundle => ({
  ...bundle,
  entry: (bundle.entry ?? []).map(
    (one): BundleEntry =>
      one.resource?.resourceType === type && one.request?.method !== 'GET'
        ? { ...one, request: { method: 'PUT', url: `${type}/none`, ifMatch: 'W/"0"' } }
        : one,
  ),
});

describe('a server that keeps the good entries of a bad transaction', () => {
  it('is seen to, and gets the rest one by one: nothing twice, nothing lost', async () => {
    let bundles = 0;
    const his = await open('auto', false, bundle => {
      if (bundle.type !== 'transaction') return bundle;
      bundles += 1;
      return spoiled(bundle, 'Task');
    });
    const event = checkInEvent({ bookingId: await appointment() });
    expect(await his.deliver({ event, attemptsBefore: 0 })).toMatchObject({ verdict: 'delivered' });
    expect(await stored('Encounter')).toHaveLength(1);
    expect(await stored('Patient')).toHaveLength(1);
    expect(await stored('Appointment')).toMatchObject([{ status: 'arrived' }]);
    const [ticket, ...more] = (await stored('Task')) as Task[];
    expect(more).toEqual([]);
    const [encounter] = await stored('Encounter');
    expect(ticket?.focus).toEqual({ reference: `Encounter/${encounter?.id ?? ''}` });
    const next = checkInEvent();
    expect(await his.deliver({ event: next, attemptsBefore: 0 })).toMatchObject({
      verdict: 'delivered',
    });
    expect(bundles).toBe(1);
  });

  it('that kept all but the arrival is told of the arrival alone', async () => {
    const his = await open('auto', false, bundle =>
      bundle.type === 'transaction' ? spoiled(bundle, 'Appointment') : bundle,
    );
    const event = checkInEvent({ bookingId: await appointment() });
    expect(await his.deliver({ event, attemptsBefore: 0 })).toMatchObject({ verdict: 'delivered' });
    expect(await stored('Appointment')).toMatchObject([{ status: 'arrived' }]);
    expect(await stored('Task')).toHaveLength(1);
  });
});

/** The same entries, with names no server resolves, as some do with any. */
const unresolved = (bundle: Bundle): Bundle =>
  JSON.parse(
    JSON.stringify(bundle).replaceAll(/"fullUrl":"urn:uuid:[^"]+"/g, '"fullUrl":"urn:x:y"'),
  ) as Bundle;

describe('a server that keeps references into a bundle as they are', () => {
  it('is seen to by reading back, and they are put right', async () => {
    const his = await open('auto', true, bundle =>
      bundle.type === 'transaction' ? unresolved(bundle) : bundle,
    );
    const event = checkInEvent();
    expect(await his.deliver({ event, attemptsBefore: 0 })).toMatchObject({ verdict: 'delivered' });
    const all = [...(await stored('Task')), ...(await stored('Encounter'))];
    expect(all).toHaveLength(2);
    expect(JSON.stringify(all)).not.toContain('urn:uuid');
    const next = checkInEvent();
    await his.deliver({ event: next, attemptsBefore: 0 });
    expect(JSON.stringify(await stored('Task'))).not.toContain('urn:uuid');
  });
});

describe('a server without transactions', () => {
  it('gets one resource after another, each with its condition', async () => {
    const his = await open('steps');
    const event = checkInEvent({ bookingId: await appointment() });
    for (const attemptsBefore of [0, 0, 1]) {
      expect(await his.deliver({ event, attemptsBefore })).toMatchObject({ verdict: 'delivered' });
    }
    for (const type of ['Encounter', 'Task', 'Patient'] as const) {
      expect(await stored(type)).toHaveLength(1);
    }
    expect(await stored('Appointment')).toMatchObject([{ status: 'arrived' }]);
  });
});

describe('records that could be the same person', () => {
  it('are told to the clerk with the ticket, and nobody is made one with them', async () => {
    const his = await open();
    const { identity } = checkInEvent();
    const other = await server?.repository.createResource<Resource>({
      resourceType: 'Patient',
      name: [{ text: 'NGUYEN VAN THU' }],
      birthDate: '1990-05-17',
      gender: 'male',
    });
    const answer = await his.lookup(identity, '2026-11-23');
    expect(answer).toMatchObject({ patient: undefined, suggestions: [other?.id] });
    await his.deliver({ event: checkInEvent({ identity }), attemptsBefore: 0 });
    expect(await stored('Patient')).toHaveLength(2);
    expect(JSON.stringify(await stored('Task'))).toContain(other?.id);
  });
});
