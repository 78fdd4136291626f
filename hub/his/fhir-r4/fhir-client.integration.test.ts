import { afterEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../ports/testing/fake-clock.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { bearerAuthorization, clientCredentials, noAuthorization } from './authorization.ts';
import { type Authorization, createFhirClient, refuseFailedEntries } from './fhir-client.ts';
import { type FhirFailure } from './fhir-failure.ts';
import { type Bundle } from './resources.ts';
import {
  type ScriptedAnswer,
  type ScriptedServer,
  sendFhir,
  startScriptedServer,
} from './testing/scripted-server.ts';

const servers: ScriptedServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.close()));
});

const serve = async (answer: ScriptedAnswer): Promise<ScriptedServer> => {
  const server = await startScriptedServer(answer);
  servers.push(server);
  return server;
};

const clientOf = (server: { url: string }, authorization: Authorization = noAuthorization) =>
  createFhirClient({ baseUrl: server.url, timeoutMs: 300, authorization, clock: systemClock });

const PATIENT = { resourceType: 'Patient', id: '1' };
const OUTCOME = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'invalid' }],
};

const failureOf = (asked: Promise<unknown>): Promise<FhirFailure> =>
  asked.then(
    () => {
      throw new Error('it should have failed');
    },
    (error: unknown) => error as FhirFailure,
  );

describe('the FHIR client', () => {
  it('never puts an identifier into a URL when it searches', async () => {
    const server = await serve((_request, response) => {
      sendFhir(response, 200, { resourceType: 'Bundle', type: 'searchset' });
    });
    const client = clientOf(server);
    await client.search('Patient', { identifier: 'urn:x|001148999921' });
    await client.searchMany([]).catch(() => undefined);
    expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/Patient/_search' });
    expect(server.seen[0]?.body).toContain('001148999921');
    expect(server.seen.map(({ url }) => url).join()).not.toContain('001148999921');
  });

  it('follows next links to the end', async () => {
    const server = await serve(({ url }, response) => {
      const page = Number(/page=(\d)/.exec(url)?.[1] ?? 1);
      const next = `http://${String(response.req.headers.host)}/?page=${page + 1}`;
      sendFhir(response, 200, {
        resourceType: 'Bundle',
        type: 'searchset',
        entry: [{ resource: { ...PATIENT, id: String(page) } }],
        ...(page < 3 ? { link: [{ relation: 'next', url: next }] } : {}),
      });
    });
    const found = await clientOf(server).search('Patient', {});
    expect(found.map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  it('gives up waiting after the agreed time, and says that it may have happened', async () => {
    const server = await serve(() => undefined);
    const failure = await failureOf(clientOf(server).read('Patient', '1'));
    expect(failure).toMatchObject({ code: 'his-timeout', family: 'ambiguous' });
  });

  it('says that nobody is there', async () => {
    const server = await serve(() => undefined);
    await server.close();
    const failure = await failureOf(clientOf(server).read('Patient', '1'));
    expect(failure).toMatchObject({ code: 'his-unreachable', next: { scope: 'system' } });
  });

  it('keeps what the server said and how long it asked to wait', async () => {
    const server = await serve((_request, response) => {
      sendFhir(response, 429, OUTCOME, { 'retry-after': '7' });
    });
    const failure = await failureOf(clientOf(server).read('Patient', '1'));
    expect(failure.diagnosis).toEqual({
      fault: 'his-busy',
      httpStatus: 429,
      outcome: OUTCOME,
      retryAfterMs: 7_000,
    });
  });

  it.each([
    ['a page instead of FHIR', 200, '<html>sign in</html>'],
    ['JSON that is no resource', 200, '{"ok":true}'],
    ['another resource than was asked for', 200, '{"resourceType":"Task"}'],
    ['a redirect', 302, ''],
  ])('takes %s for a wrong address, not for a wrong visit', async (_name, status, text) => {
    const server = await serve((_request, response) => {
      response.writeHead(status, { location: 'http://127.0.0.1:1/' });
      response.end(text);
    });
    const failure = await failureOf(clientOf(server).read('Patient', '1'));
    expect(failure).toMatchObject({ code: 'his-protocol', next: { scope: 'system' } });
  });

  it('refuses a server of another FHIR release', async () => {
    const server = await serve((_request, response) => {
      sendFhir(response, 200, { resourceType: 'CapabilityStatement', fhirVersion: '5.0.0' });
    });
    await expect(clientOf(server).capabilities()).rejects.toMatchObject({ code: 'his-protocol' });
  });
});

describe('a bundle answered with 200', () => {
  const sent: Bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      { request: { method: 'POST', url: 'Task' } },
      { request: { method: 'POST', url: 'Task' } },
    ],
  };
  const answerOf = (...statuses: string[]): Bundle => ({
    resourceType: 'Bundle',
    type: 'transaction-response',
    entry: statuses.map(status => ({ response: { status } })),
  });
  const failureIn = (answer: Bundle): FhirFailure | undefined => {
    try {
      refuseFailedEntries(answer, sent);
      return undefined;
    } catch (error) {
      return error as FhirFailure;
    }
  };

  it('is fine where every entry is', () => {
    expect(failureIn(answerOf('201 Created', '200'))).toBeUndefined();
  });
  it('is a failure where one entry failed, by the rule of that entry', () => {
    expect(failureIn(answerOf('201 Created', '422 Unprocessable'))?.next.action).toBe(
      'dead-letter',
    );
    expect(failureIn(answerOf('201', '409'))?.code).toBe('his-conflict');
  });
  it('is a failure where an entry is missing or says nothing', () => {
    expect(failureIn(answerOf('201'))?.code).toBe('his-protocol');
    expect(failureIn(answerOf('201', ''))?.code).toBe('his-protocol');
  });
});

describe('authorization', () => {
  it('sends a token that was given', async () => {
    const server = await serve((_request, response) => {
      sendFhir(response, 200, PATIENT);
    });
    await clientOf(server, bearerAuthorization('abc')).read('Patient', '1');
    expect(server.seen[0]?.headers.authorization).toBe('Bearer abc');
  });

  const tokenServer = (accepted: () => string) => {
    let given = 0;
    return serve(({ url, headers }, response) => {
      if (url === '/token') {
        given += 1;
        sendFhir(response, 200, { access_token: `t${given}`, expires_in: 300 });
      } else if (headers.authorization === `Bearer ${accepted()}`) sendFhir(response, 200, PATIENT);
      else sendFhir(response, 401, OUTCOME);
    });
  };
  const credentialsFor = (server: ScriptedServer, clock = fakeClock()) =>
    clientCredentials(
      {
        tokenUrl: `${server.url}/token`,
        clientId: 'hub',
        proof: { clientSecret: 's:1' },
        timeoutMs: 300,
      },
      clock,
    );
  const tokensTaken = (server: ScriptedServer) =>
    server.seen.filter(({ url }) => url === '/token').length;

  it('takes one token for all who wait for it, and keeps it', async () => {
    const server = await tokenServer(() => 't1');
    const client = clientOf(server, credentialsFor(server));
    await Promise.all([client.read('Patient', '1'), client.read('Patient', '1')]);
    await client.read('Patient', '1');
    expect(tokensTaken(server)).toBe(1);
  });

  it('takes a new one a minute before the end', async () => {
    const clock = fakeClock();
    const server = await serve(({ url }, response) => {
      sendFhir(response, 200, url === '/token' ? { access_token: 't', expires_in: 300 } : PATIENT);
    });
    const client = clientOf(server, credentialsFor(server, clock));
    await client.read('Patient', '1');
    clock.advance(241_000);
    await client.read('Patient', '1');
    expect(tokensTaken(server)).toBe(2);
  });

  it('renews a token that was refused once, and repeats the request', async () => {
    const server = await tokenServer(() => 't2');
    const client = clientOf(server, credentialsFor(server));
    await client.read('Patient', '1');
    expect(tokensTaken(server)).toBe(2);
  });

  it('shows a signed assertion in place of a secret, another one every time', async () => {
    const server = await tokenServer(() => 't2');
    let given = 0;
    const assertion = () => `assertion-${(given += 1)}`;
    const credentials = clientCredentials(
      {
        tokenUrl: `${server.url}/token`,
        clientId: 'hub',
        proof: { assertion },
        scope: 'system/*.rs',
        timeoutMs: 300,
      },
      fakeClock(),
    );
    await clientOf(server, credentials).read('Patient', '1');
    const asked = server.seen.filter(({ url }) => url === '/token');
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
    expect(asked.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual(
      [1, 2].map(nth => ({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: `assertion-${nth}`,
        scope: 'system/*.rs',
      })),
    );
  });

  it('does not go on asking where the new one is refused too: everything waits', async () => {
    const server = await tokenServer(() => 'never');
    const failure = await failureOf(clientOf(server, credentialsFor(server)).read('Patient', '1'));
    expect(failure).toMatchObject({ code: 'his-unauthorised', next: { action: 'refresh' } });
    expect(tokensTaken(server)).toBe(2);
  });
});
