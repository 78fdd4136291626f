import { createPublicKey, hash, verify } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultCode } from '../../core/contract/errors.ts';
import type { IdentityClaim } from '../../core/contract/identity.ts';
import { findSignature } from '../../core/contract/hub-signature.ts';
import { kioskKeyFrom } from '../enrolment/kiosk-key.ts';
import { createManualClock, type ManualClock } from '../storage/testing/manual-clock.ts';
import { CALL_LIMITS } from './call-limits.ts';
import { createCuttableFetch, type CuttableFetch } from './cuttable-fetch.ts';
import { createHubClient } from './hub-client.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const key = kioskKeyFrom(Buffer.from('5e'.repeat(32), 'hex'), 'salt');
const hello = { kioskId: 'kiosk-1', version: '0.1.0' };
const helloAnswer = {
  hubId: 'hub-1',
  version: '0.1.0',
  now: '2026-03-02T01:00:00.000Z',
  his: 'reachable',
} as const;

let server: Server;
let clock: ManualClock;
let cable: CuttableFetch;
let seen: Seen[];
let answer: (response: ServerResponse) => void;

const json = (status: number, body: unknown, headers: Record<string, string> = {}) => {
  answer = response => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
};

beforeEach(async () => {
  clock = createManualClock();
  cable = createCuttableFetch();
  seen = [];
  json(200, { ok: true, value: helloAnswer });
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
      answer(response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const client = (path = '') =>
  createHubClient({
    route: () => ({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
      key,
    }),
    clock,
    ids: { uuid: () => '0194a1b2-0000-7000-8000-000000000001' },
    fetch: cable.fetch,
  });

const failing = async (call: Promise<unknown>) =>
  call.then(
    () => ({ code: 'none' as const, message: '', retryAfterMs: undefined, cause: undefined }),
    (error: unknown) =>
      error as { code: FaultCode; message: string; retryAfterMs?: number; cause: unknown },
  );

describe('a request to the hub', () => {
  it('is a signed POST whose signature covers who, where, when, once and every byte', async () => {
    expect(await client().hello(hello)).toEqual(helloAnswer);
    const [{ method, url, headers, body } = {} as Seen] = seen;
    expect([method, url, body]).toEqual(['POST', '/v1/hello', JSON.stringify(hello)]);
    const found = findSignature(
      { method: 'POST', path: '/v1/hello', query: '?', bodySha256: hash('sha256', body, 'base64') },
      headers,
    );
    expect(found).toMatchObject({
      keyId: key.keyId,
      algorithm: 'ed25519',
      created: Math.floor(clock.now() / 1000) * 1000,
      nonce: '0194a1b2-0000-7000-8000-000000000001',
    });
    if ('missing' in found) throw new Error(found.missing);
    const publicKey = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey },
      format: 'jwk',
    });
    const signature = Buffer.from(found.signature, 'base64');
    expect(verify(null, Buffer.from(found.base), publicKey, signature)).toBe(true);
  });

  it('keeps the path before /v1 that a gateway wants, with or without a slash at its end', async () => {
    await client('/hospital/hub').hello(hello);
    await client('/hospital/hub/').hello(hello);
    expect(seen.map(({ url }) => url)).toEqual([
      '/hospital/hub/v1/hello',
      '/hospital/hub/v1/hello',
    ]);
  });

  it('has no person in its address', async () => {
    const claim: IdentityClaim = {
      method: 'typed',
      citizenNumber: '001148999921',
      authenticity: 'not-checked',
      flags: [],
    };
    json(200, {
      ok: true,
      value: {
        outcome: 'unknown',
        bookings: [],
        coverage: { reason: 'not-found' },
        visitsToday: [],
      },
    });
    await client().lookup({ claim, day: '2026-03-02' });
    expect(seen[0]?.url).toBe('/v1/lookup');
  });

  it('that does not fit the contract is not sent', async () => {
    const fault = await failing(client().hello({ kioskId: 'no spaces!', version: '1' }));
    expect(fault).toMatchObject({ code: 'bad-request' });
    expect(fault.message).not.toContain('no spaces!');
    expect(seen).toEqual([]);
  });
});

describe('what the hub answers', () => {
  const fault = { code: 'his-rejected', retryable: false, correlationId: 'c-7' };
  const busy = { code: 'his-busy', retryable: true, correlationId: 'c-8' };

  it.each<[string, number, unknown, FaultCode]>([
    ['its own code', 200, { ok: false, error: fault }, 'his-rejected'],
    ['its own code with a status', 422, { ok: false, error: fault }, 'his-rejected'],
    ['its own code with 503', 503, { ok: false, error: busy }, 'his-busy'],
    ['401 without a word', 401, '', 'hub-unauthorised'],
    ['403 of a proxy', 403, 'forbidden', 'hub-unauthorised'],
    ['429 of a proxy', 429, '', 'hub-overloaded'],
    ['503 of a proxy', 503, '<html>', 'hub-overloaded'],
    ['404 of something else', 404, 'not here', 'hub-refused'],
    ['413 of a proxy', 413, 'too large', 'bad-request'],
    ['502 of a gateway', 502, 'bad gateway', 'hub-timeout'],
    ['500 without a word', 500, '', 'hub-timeout'],
    ['a captive portal', 200, '<html>Welcome to our network</html>', 'hub-timeout'],
    ['half a reply', 200, '{"ok":true,"val', 'hub-timeout'],
    ['another shape', 200, { ok: true, value: { hubId: 7 } }, 'hub-refused'],
  ])('%s becomes a code', async (_, status, body, code) => {
    json(status, body);
    expect((await failing(client().hello(hello))).code).toBe(code);
  });

  it('keeps its name for a failure, so that both logs can be laid side by side', async () => {
    json(200, { ok: false, error: fault });
    const failed = await failing(client().hello(hello));
    expect(failed.message).toContain('[c-7]');
    expect(failed.cause).toEqual(fault);
  });

  it.each([
    ['17', 17_000],
    ['Mon, 02 Mar 2026 01:00:30 GMT', 30_000],
    ['Mon, 02 Mar 2026 00:00:00 GMT', 0],
    ['99999999', 600_000],
    ['soon', undefined],
  ])('asks for a wait of "%s"', async (header, expected) => {
    json(503, '', { 'retry-after': header });
    expect((await failing(client().hello(hello))).retryAfterMs).toBe(expected);
  });

  it('is not taken from somewhere else: a redirect is no answer', async () => {
    json(307, '', { location: 'http://127.0.0.1:9/v1/hello' });
    expect((await failing(client().hello(hello))).code).toBe('hub-timeout');
    expect(seen).toHaveLength(1);
  });
});

describe('a network that fails', () => {
  it('before anything was sent is unreachable: nothing can have happened', async () => {
    const { port } = server.address() as AddressInfo;
    const unreachable = createHubClient({
      route: () => ({ baseUrl: `http://127.0.0.1:${port}`, key }),
      clock,
      ids: { uuid: () => 'n'.repeat(16) },
    });
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    expect((await failing(unreachable.hello(hello))).code).toBe('hub-unreachable');
    server.listen(0);
    await once(server, 'listening');
  });

  it('after the request was sent leaves open what happened', async () => {
    answer = response => response.destroy();
    expect((await failing(client().hello(hello))).code).toBe('hub-timeout');
  });

  it('gives up an answer that does not come in the time of its method', async () => {
    let arrived = (): void => undefined;
    const arrival = new Promise<void>(resolve => (arrived = resolve));
    answer = () => arrived();
    const call = failing(client().hello(hello));
    await arrival;
    await clock.advance(CALL_LIMITS.hello - 1);
    await clock.advance(1);
    expect(await call).toMatchObject({ code: 'hub-timeout' });
    expect(clock.untilNext()).toBeUndefined();
  });

  it('is one with a cut cable: what is under way breaks, nothing else leaves', async () => {
    let arrived = (): void => undefined;
    const arrival = new Promise<void>(resolve => (arrived = resolve));
    answer = () => arrived();
    const call = failing(client().hello(hello));
    await arrival;
    cable.cut();
    expect((await call).code).toBe('hub-timeout');
    expect((await failing(client().hello(hello))).code).toBe('hub-unreachable');
    expect([cable.isCut, seen.length]).toEqual([true, 1]);
    cable.mend();
    json(200, { ok: true, value: helloAnswer });
    expect(await client().hello(hello)).toEqual(helloAnswer);
  });

  it('keeps the request and the secret out of every message', async () => {
    const claim: IdentityClaim = {
      method: 'typed',
      citizenNumber: '001148999921',
      name: 'Nguyễn Thị Hòa',
      authenticity: 'not-checked',
      flags: [],
    };
    const messages: string[] = [];
    for (const [status, body] of [
      [500, ''],
      [200, 'x'],
      [200, { ok: true, value: claim }],
    ] as const) {
      json(status, body);
      messages.push((await failing(client().lookup({ claim, day: '2026-03-02' }))).message);
    }
    cable.cut();
    messages.push((await failing(client().lookup({ claim, day: '2026-03-02' }))).message);
    expect(messages.join()).not.toMatch(/0011|Nguyễn|5e5e/);
  });
});
