import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../ports/testing/fake-clock.ts';
import { validationProblems } from '../fhir-r4/testing/validate-fhir.ts';
import { identifierSystemsSchema } from '../fhir-r4/systems.ts';
import { NO_FAULTS } from './faults.ts';
import { hospitalResources } from './hospital-resources.ts';
import { bookingResources, peopleResources } from './people-resources.ts';
import { type SimulatedHis, startSimulatedHis } from './testing/simulated-his.ts';

const systems = identifierSystemsSchema.parse({});
const NEW_PATIENT = {
  resourceType: 'Patient',
  identifier: [{ system: systems.citizenNumber, value: '001190000777' }],
  name: [{ text: 'Nguyễn Văn Thử' }],
};

let his: SimulatedHis;
beforeAll(async () => {
  his = await startSimulatedHis();
});
afterAll(() => his.close());
afterEach(() => {
  his.faults.set(NO_FAULTS);
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

const call = async (
  method: string,
  path: string,
  body?: unknown,
  headers = {},
): Promise<Answer> => {
  const response = await fetch(`${his.url}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
};

const transaction = (entry: readonly object[]) =>
  call('POST', '', { resourceType: 'Bundle', type: 'transaction', entry });

const create = (resource: object, ifNoneExist?: string, fullUrl?: string) => ({
  ...(fullUrl === undefined ? {} : { fullUrl }),
  resource,
  request: {
    method: 'POST',
    url: (resource as { resourceType: string }).resourceType,
    ...(ifNoneExist === undefined ? {} : { ifNoneExist }),
  },
});

describe('the records of the simulated HIS', () => {
  it('are valid FHIR R4, every one', () => {
    const all = [
      ...hospitalResources(systems),
      ...peopleResources(systems, '2026-11-23T01:00:00.000Z'),
      ...bookingResources(systems, '2026-11-23'),
      ...his.find('Task'),
      ...his.find('Slot'),
    ];
    expect(all.length).toBeGreaterThan(100);
    for (const resource of all) expect(validationProblems(resource)).toEqual([]);
  });

  it('say of themselves what they can do', async () => {
    const { status, body } = await call('GET', '/metadata');
    expect(status).toBe(200);
    expect(body).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' });
    expect(validationProblems(body as never)).toEqual([]);
  });
});

describe('single resources', () => {
  it('are created with an id and a version, read, and changed', async () => {
    const created = await call('POST', '/Patient', NEW_PATIENT);
    expect(created.status).toBe(201);
    expect(created.headers.get('etag')).toBe('W/"1"');
    const id = String(created.body['id']);
    const changed = { ...created.body, active: false };
    const updated = await call('PUT', `/Patient/${id}`, changed, { 'if-match': 'W/"1"' });
    expect(updated.status).toBe(200);
    expect(updated.headers.get('etag')).toBe('W/"2"');
    expect((await call('GET', `/Patient/${id}`)).body).toMatchObject({ active: false });
    const first = await call('GET', `/Patient/${id}/_history/1`);
    expect(first.body).not.toHaveProperty('active');
  });

  it('are changed only in the version that was read (If-Match)', async () => {
    const { body } = await call('POST', '/Patient', { resourceType: 'Patient' });
    const path = `/Patient/${String(body['id'])}`;
    expect((await call('PUT', path, body, { 'if-match': 'W/"7"' })).status).toBe(412);
    expect((await call('PUT', path, body, { 'if-match': 'W/"1"' })).status).toBe(200);
  });

  it('are created once under a condition, and not at all where it fits several', async () => {
    const patient = {
      resourceType: 'Patient',
      identifier: [{ system: 'urn:test', value: 'once' }],
    };
    const condition = { 'if-none-exist': 'identifier=urn:test|once' };
    const first = await call('POST', '/Patient', patient, condition);
    const second = await call('POST', '/Patient', patient, condition);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body['id']).toBe(first.body['id']);
    await call('POST', '/Patient', patient);
    expect((await call('POST', '/Patient', patient, condition)).status).toBe(412);
  });

  it.each([
    ['GET', '/Patient/nobody', undefined, 404],
    ['GET', '/Basic/1', undefined, 404],
    ['GET', '/Patient?favourite=blue', undefined, 400],
    ['GET', '/Appointment?date=tomorrow', undefined, 400],
    ['POST', '/Patient', '{', 400],
    ['POST', '/Patient', { resourceType: 'Task' }, 400],
    ['POST', '/Patient', { resourceType: 'Patient', gender: 'zzz' }, 422],
    ['POST', '/Encounter', { resourceType: 'Encounter', status: 'arrived' }, 422],
    ['PUT', '/Patient/own-id', { resourceType: 'Patient', id: 'own-id' }, 405],
    [
      'POST',
      '/Provenance',
      {
        resourceType: 'Provenance',
        target: [{ reference: 'Patient/nobody' }],
        recorded: '2026-11-23T01:00:00Z',
        agent: [{ who: { display: 'x' } }],
      },
      422,
    ],
    ['POST', '', { resourceType: 'Bundle', type: 'document' }, 400],
  ])('%s %s is answered with an OperationOutcome', async (method, path, body, status) => {
    const answer = await call(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body['resourceType']).toBe('OperationOutcome');
    expect(validationProblems(answer.body as never)).toEqual([]);
  });

  it('of more than a megabyte are refused', async () => {
    const name = [{ text: 'x'.repeat(1_100_000) }];
    expect((await call('POST', '/Patient', { resourceType: 'Patient', name })).status).toBe(413);
  });
});

describe('searches', () => {
  const ids = (answer: Answer) =>
    (answer.body['entry'] as { resource: { id: string } }[]).map(({ resource }) => resource.id);

  it('find by identifier, any of several, as GET and as POST', async () => {
    const search = `identifier=${systems.citizenNumber}|001148999921,${systems.citizenNumber}|001061999902`;
    const found = ids(await call('GET', `/Patient?${encodeURI(search)}`));
    expect(found.sort()).toEqual(['bn26999902', 'bn26999921']);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = await call('POST', '/Patient/_search', search, form);
    expect(ids(posted).sort()).toEqual(found);
  });

  it('find by reference, day and status together', async () => {
    const today = his.find('Appointment')[0]!;
    const day = today.resourceType === 'Appointment' ? today.start!.slice(0, 10) : '';
    const search = `actor=Patient/bn26999910&date=ge${day}T00:00:00%2B07:00&status=booked`;
    expect(ids(await call('GET', `/Appointment?${search}`))).toHaveLength(2);
    expect(ids(await call('GET', `/Appointment?${search}&date=lt${day}`))).toHaveLength(0);
  });

  it('count without sending anything, and page with next links', async () => {
    const counted = await call('GET', '/Patient?_summary=count');
    expect(counted.body).not.toHaveProperty('entry');
    const total = Number(counted.body['total']);
    const seen: string[] = [];
    let next: string | undefined = '/Patient?_count=7';
    while (next !== undefined) {
      const page: Answer = await call('GET', next);
      seen.push(...ids(page));
      const link = (page.body['link'] as { relation: string; url: string }[] | undefined)?.[0];
      next = link?.url.slice(his.url.length);
    }
    expect(new Set(seen).size).toBe(total);
  });
});

describe('transactions', () => {
  it('are all or nothing', async () => {
    const before = his.find('Patient').length;
    const answer = await transaction([
      create({ resourceType: 'Patient' }),
      create({ resourceType: 'Patient', gender: 'zzz' }),
    ]);
    expect(answer.status).toBe(422);
    expect(his.find('Patient')).toHaveLength(before);
  });

  it('put real references where entries name each other, also to what was there before', async () => {
    const patient = { resourceType: 'Patient', identifier: [{ system: 'urn:t', value: 'tx' }] };
    const encounter = {
      resourceType: 'Encounter',
      status: 'arrived',
      class: { code: 'AMB' },
      subject: { reference: 'urn:uuid:11111111-1111-4111-8111-111111111111' },
    };
    const fullUrl = 'urn:uuid:11111111-1111-4111-8111-111111111111';
    const entries = [create(encounter), create(patient, 'identifier=urn:t|tx', fullUrl)];
    await transaction(entries);
    const { body } = await transaction(entries);
    const statuses = (body['entry'] as { response: { status: string } }[]).map(
      ({ response }) => response.status,
    );
    expect(statuses).toEqual(['201 Created', '200 OK']);
    const [known] = his.find('Patient', 'identifier=urn:t|tx');
    const visits = his.find('Encounter', `subject=Patient/${known!.id}`);
    expect(visits).toHaveLength(2);
  });

  it('are undone by a version that has moved on', async () => {
    const [booking] = his.find('Appointment', 'status=booked');
    const before = his.find('Patient').length;
    const answer = await transaction([
      create({ resourceType: 'Patient' }),
      {
        resource: { ...booking, status: 'arrived' },
        request: { method: 'PUT', url: `Appointment/${booking!.id}`, ifMatch: 'W/"99"' },
      },
    ]);
    expect(answer.status).toBe(412);
    expect(his.find('Patient')).toHaveLength(before);
  });

  it('as a batch: each entry for itself', async () => {
    const { status, body } = await call('POST', '', {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        { request: { method: 'GET', url: 'Patient/nobody' } },
        { request: { method: 'GET', url: 'Patient/bn26999921' } },
      ],
    });
    expect(status).toBe(200);
    expect(body['entry']).toMatchObject([
      { response: { status: '404', outcome: { resourceType: 'OperationOutcome' } } },
      { response: { status: '200 OK' }, resource: { id: 'bn26999921' } },
    ]);
  });
});

describe('trouble on purpose', () => {
  it('answers as asked, so many times', async () => {
    his.faults.set({
      ...NO_FAULTS,
      answer: { status: 429, times: 2, retryAfterSeconds: 3, bundlesOnly: false },
    });
    const first = await call('GET', '/Patient/bn26999921');
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '3']);
    expect((await call('GET', '/Patient/bn26999921')).status).toBe(429);
    expect((await call('GET', '/Patient/bn26999921')).status).toBe(200);
  });

  it('cuts the connection, before or after it did what was asked', async () => {
    his.faults.set({ ...NO_FAULTS, away: true });
    await expect(call('GET', '/metadata')).rejects.toThrow();
    his.faults.set({ ...NO_FAULTS, dropAnswers: 1 });
    const before = his.find('Patient').length;
    await expect(transaction([create({ resourceType: 'Patient' })])).rejects.toThrow();
    expect(his.find('Patient')).toHaveLength(before + 1);
  });

  it('is switched over HTTP, and wrong switches are refused', async () => {
    const control = (body: object) =>
      fetch(his.url.replace('/fhir', '/control/faults'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await control({ delayMs: 5 })).status).toBe(200);
    expect(his.faults.current().delayMs).toBe(5);
    expect((await control({ delay: 5 })).status).toBe(400);
  });
});

describe('a day in the clinics', () => {
  const waitingAt = (one: SimulatedHis, clinic: string) =>
    one.find('Task', `owner=HealthcareService/${clinic}&business-status=waiting`);

  it('calls numbers at the pace of each clinic, priority first, and people keep coming', async () => {
    const clock = fakeClock();
    const clinics = await startSimulatedHis(clock);
    try {
      const before = waitingAt(clinics, 'clinic-general').length;
      const counts = new Set<number>([before]);
      const called: string[] = [];
      for (let minute = 0; minute < 120; minute += 1) {
        clock.advance(60_000);
        clinics.advance();
        counts.add(waitingAt(clinics, 'clinic-general').length);
        const serving = clinics.find(
          'Task',
          'owner=HealthcareService/clinic-general&business-status=called',
        );
        expect(serving.length).toBeLessThanOrEqual(1);
        for (const { id } of serving) if (!called.includes(id)) called.push(id);
      }
      expect(counts.size).toBeGreaterThan(2);
      // 120 minutes at 6 minutes each, give or take how long each patient takes.
      expect(called.length).toBeGreaterThan(12);
      expect(called.length).toBeLessThan(34);
    } finally {
      await clinics.close();
    }
  });

  it('begins anew at midnight in Vietnam, with the bookings of the new day', async () => {
    const clock = fakeClock();
    const clinics = await startSimulatedHis(clock);
    try {
      const day = 'date=ge2026-11-24T00:00:00%2B07:00';
      expect(clinics.find('Appointment', day)).toHaveLength(0);
      clock.advance(17 * 3_600_000);
      clinics.advance();
      expect(clinics.find('Appointment', day)).not.toHaveLength(0);
    } finally {
      await clinics.close();
    }
  });

  it('has a clinic that is full, and others that can be filled or closed', async () => {
    const state = (clinic: string) => his.find('Slot', `schedule=Schedule/walk-in-${clinic}`)[0];
    expect(state('clinic-dermatology')).toMatchObject({ status: 'busy' });
    const control = (body: object) =>
      fetch(his.url.replace('/fhir', '/control/clinics'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await control({ id: 'clinic-eye', state: 'full' })).status).toBe(200);
    expect(state('clinic-eye')).toMatchObject({ status: 'busy' });
    expect((await control({ id: 'clinic-nowhere', state: 'full' })).status).toBe(400);
  });
});

describe('the simulated HIS as a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'his-process-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const start = async (): Promise<{ process: ChildProcess; url: string }> => {
    const child = fork(main, ['--data', folder, '--port', '0'], { stdio: 'pipe' });
    const url = await new Promise<string>((resolve, reject) => {
      child.once('message', message => resolve((message as { url: string }).url));
      child.once('exit', () => {
        reject(new Error('it did not start'));
      });
    });
    return { process: child, url };
  };
  const ended = (child: ChildProcess): Promise<number | null> =>
    new Promise(resolve => child.once('exit', resolve));

  it('has what it acknowledged after kill -9', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { process: child, url } = await start();
      const response = await fetch(`${url}/Patient`, {
        method: 'POST',
        headers: { 'content-type': 'application/fhir+json' },
        body: JSON.stringify(NEW_PATIENT),
      });
      const { id } = (await response.json()) as { id: string };
      const end = ended(child);
      child.kill('SIGKILL');
      await end;
      const again = await start();
      expect((await fetch(`${again.url}/Patient/${id}`)).status).toBe(200);
      const stopped = ended(again.process);
      again.process.kill('SIGTERM');
      expect(await stopped).toBe(0);
    }
  });

  it('refuses bad options in one line', async () => {
    const child = fork(main, ['--port', 'seventy'], { stdio: 'pipe' });
    let said = '';
    child.stderr?.on('data', (text: Buffer) => {
      said += text.toString();
    });
    expect(await ended(child)).toBe(2);
    expect(said.trim().split('\n')).toHaveLength(1);
  });
});
