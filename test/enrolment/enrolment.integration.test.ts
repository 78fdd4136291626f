import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createTlsServer, type Server } from 'node:https';
import { connect as connectTcp, createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../core/contract/contract.ts';
import { decodeEnrolmentCode, encodeEnrolmentCode } from '../../core/enrolment/enrolment-code.ts';
import { systemClock } from '../../electron/host/system-ports.ts';
import { hubConfigSchema } from '../../hub/configuration/hub-config.ts';
import type { AdminContract } from '../../hub/server/admin-contract.ts';
import { createHub, type Hub } from '../../hub/server/hub.ts';
import { adminOf } from '../../hub/server/testing/enrolled-kiosk.ts';
import { checkInEvent } from '../../hub/intake/testing/synthetic-events.ts';
import { cacheDirectory } from '../../hub/storage/data-directory.ts';
import { rotateOwnCertificate } from '../../hub/tls/hub-certificate.ts';
import { selfSignedCertificate } from '../../hub/tls/self-signed-certificate.ts';
import type { His } from '../../hub/his/his.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { kioskAtTest, type KioskAtTest } from './joined-kiosk.ts';

const folder = mkdtempSync(join(tmpdir(), 'enrolment-'));
const secretsDirectory = join(folder, 'secrets');

const away = () => Promise.reject(new FaultError('his-unreachable'));
const noHis: His = {
  probe: away,
  lookup: away,
  catalogue: away,
  deliver: () =>
    Promise.resolve({
      verdict: 'later',
      scope: 'system',
      diagnosis: { fault: 'his-unreachable' },
    }),
};

/** Minutes that the hub's clock is moved by. */
let hubAheadMs = 0;
const hubClock = { ...systemClock, now: () => systemClock.now() + hubAheadMs };

let hub: Hub;
let url: string;
let port = 0;
let admin: Client<AdminContract>;

const startHub = async (): Promise<void> => {
  hub = await createHub({
    config: hubConfigSchema.parse({ listen: { port, tls: 'on' } }),
    database: {
      carrier: 'embedded',
      directory: join(folder, 'hub'),
      cacheDirectory: cacheDirectory(),
    },
    secretsDirectory,
    version: '9.9.9',
    clock: hubClock,
    log: pino({ level: 'silent' }),
    his: noHis,
  });
  url = await hub.listen();
  port = Number(new URL(url).port);
  admin = await adminOf({ url, secretsDirectory, certificate: hub.certificate, clock: hubClock });
};

beforeAll(startHub);
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});
const servers: { close(): unknown }[] = [];
afterEach(() => {
  hubAheadMs = 0;
  for (const server of servers.splice(0)) server.close();
});

const codeFor = async (kioskId?: string): Promise<string> =>
  (await admin.newEnrolmentCode({ validMs: 60_000, ...(kioskId && { kioskId }) })).code;

const joined = async (kioskId: string): Promise<KioskAtTest> => {
  const kiosk = kioskAtTest(systemClock);
  await kiosk.join(await codeFor(kioskId));
  return kiosk;
};

const hello = (kiosk: KioskAtTest) => kiosk.hub.hello({ kioskId: 'any', version: '1' });

const rejection = (code: string) => expect.objectContaining({ code }) as unknown;

/** Somebody between kiosk and hub with a certificate of their own, for the same names. */
const manInTheMiddle = async (onRequest: () => void): Promise<string> => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server: Server = createTlsServer(
    {
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      cert: selfSignedCertificate(privateKey, ['127.0.0.1', 'localhost'], systemClock.now()),
    },
    (_request, response) => {
      onRequest();
      response.end('{}');
    },
  ).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise(resolve => server.once('listening', resolve));
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

describe('a kiosk that joins', () => {
  test('has a key of its own, and is known by the name of the code', async () => {
    const kiosk = await joined('sanh-a');
    expect(kiosk.link.current()).toEqual({ state: 'enrolled', kioskId: 'sanh-a', hubUrl: url });
    expect(await hello(kiosk)).toMatchObject({ kioskId: 'sanh-a', version: '9.9.9' });
    const other = await joined('sanh-b');
    expect(other.link.route().key.keyId).not.toBe(kiosk.link.route().key.keyId);
  });

  test('gets the name it asks for, or one that is free', async () => {
    const wishing = kioskAtTest(systemClock, { wishedId: 'khoa-nhi' });
    expect(await wishing.join(await codeFor())).toBe('khoa-nhi');
    expect(await kioskAtTest(systemClock).join(await codeFor())).toMatch(/^kiosk-\d+$/);
    const second = kioskAtTest(systemClock, { wishedId: 'khoa-nhi' });
    await expect(second.join(await codeFor())).rejects.toEqual(rejection('kiosk-id-taken'));
  });

  test('uses its code up; shown again by itself it is the same, by another it is nothing', async () => {
    const code = await codeFor('sanh-c');
    const kiosk = kioskAtTest(systemClock);
    await kiosk.join(code);
    const stranger = kioskAtTest(systemClock);
    await expect(stranger.join(code)).rejects.toEqual(rejection('enrolment-code-used'));
    expect(stranger.link.current().state).toBe('not-enrolled');
  });

  test('goes on with the key of a try whose answer was lost', async () => {
    const code = await codeFor('sanh-d');
    const kiosk = kioskAtTest(systemClock);
    const keep = kiosk.settings.set.bind(kiosk.settings);
    const failing = { ...kiosk.settings };
    failing.set = (name, value) => {
      if (name === 'hub-enrolment') throw new Error('the power is gone');
      keep(name, value);
    };
    const dying = kioskAtTest(systemClock, {}, failing);
    await expect(dying.join(code)).rejects.toThrow('the power is gone');
    expect(await kiosk.join(code)).toBe('sanh-d');
    expect(await hello(kiosk)).toMatchObject({ kioskId: 'sanh-d' });
    expect((await admin.kiosk({ kioskId: 'sanh-d' })).machines).toHaveLength(1);
  });

  test('is refused with a code that is over, and with one that was never made', async () => {
    const over = await codeFor();
    hubAheadMs = 61_000;
    await expect(kioskAtTest(systemClock).join(over)).rejects.toEqual(
      rejection('enrolment-code-expired'),
    );
    hubAheadMs = 0;
    const made = decodeEnrolmentCode(await codeFor());
    if (made === undefined) throw new Error('not read');
    const invented = encodeEnrolmentCode({ ...made, secret: new Uint8Array(10) });
    await expect(kioskAtTest(systemClock).join(invented)).rejects.toEqual(
      rejection('enrolment-code-wrong'),
    );
  });

  test('does not tell its code to somebody with another certificate', async () => {
    let requests = 0;
    const middle = await manInTheMiddle(() => (requests += 1));
    const made = decodeEnrolmentCode(await codeFor());
    if (made === undefined) throw new Error('not read');
    const misled = encodeEnrolmentCode({ ...made, hubUrl: middle });
    await expect(kioskAtTest(systemClock).join(misled)).rejects.toEqual(
      rejection('hub-not-trusted'),
    );
    expect(requests).toBe(0);
  });
});

describe('the line between kiosk and hub', () => {
  test('sends nothing to somebody with another certificate', async () => {
    let requests = 0;
    const hubUrl = await manInTheMiddle(() => (requests += 1));
    const { settings } = await joined('line-a');
    const misled = kioskAtTest(systemClock, { hubUrl }, settings);
    await expect(hello(misled)).rejects.toEqual(rejection('hub-not-trusted'));
    expect(requests).toBe(0);
  });

  test('carries many calls over few connections, and nothing that can be read', async () => {
    const kiosk = await joined('line-b');
    let seen = '';
    let connections = 0;
    const tap = createTcpServer(near => {
      connections += 1;
      const far: Socket = connectTcp(port, '127.0.0.1');
      near.on('data', chunk => (seen += chunk.toString('latin1')));
      near.pipe(far).pipe(near);
      for (const one of [near, far]) one.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    servers.push(tap);
    await new Promise(resolve => tap.once('listening', resolve));
    const hubUrl = `https://127.0.0.1:${(tap.address() as AddressInfo).port}`;
    const tapped = kioskAtTest(systemClock, { hubUrl }, kiosk.settings);
    for (let call = 0; call < 5; call += 1) await hello(tapped);
    expect(connections).toBe(1);
    expect(seen).not.toContain('hello');
    expect(seen).not.toContain('signature');
  });

  test('is TLS 1.3, with a certificate that names the machine', async () => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    await new Promise(resolve => socket.once('secureConnect', resolve));
    const certificate = socket.getPeerX509Certificate();
    expect(socket.getProtocol()).toBe('TLSv1.3');
    expect(certificate?.subjectAltName).toContain('DNS:localhost');
    expect(certificate?.verify(certificate.publicKey)).toBe(true);
    socket.destroy();
  });

  test('refuses a request that comes again, also after the hub was started again', async () => {
    const kiosk = await joined('line-c');
    const recorded: { url: string; init: RequestInit }[] = [];
    const { createPinnedFetch } = await import('../../electron/hub-client/pinned-fetch.ts');
    const send = createPinnedFetch(pin => kiosk.link.acceptsPin(pin));
    const { createHubClient } = await import('../../electron/hub-client/hub-client.ts');
    const client = createHubClient({
      route: () => kiosk.link.route(),
      clock: systemClock,
      ids: { uuid: () => crypto.randomUUID() },
      fetch: (input, init) => {
        recorded.push({
          url: input instanceof URL ? input.href : '',
          init: { ...init, signal: null },
        });
        return send(input, init);
      },
    });
    await client.hello({ kioskId: 'line-c', version: '1' });
    const [sent] = recorded;
    if (sent === undefined) throw new Error('nothing was recorded');
    expect((await send(sent.url, sent.init)).status).toBe(401);
    await hub.close();
    await startHub();
    expect((await send(sent.url, sent.init)).status).toBe(401);
    expect(await hello(kiosk)).toMatchObject({ kioskId: 'line-c' });
  });

  test('goes on over a change of keys that was announced', async () => {
    const kiosk = await joined('line-d');
    kiosk.link.greeted(await hello(kiosk));
    const { kiosks } = await admin.kiosks({ all: false });
    const told = kiosks.find(({ kioskId }) => kioskId === 'line-d')?.toldPin;
    expect(told).toBe(kiosk.link.enrolment()?.pins[1]);
    await hub.close();
    rotateOwnCertificate(secretsDirectory, ['localhost'], systemClock.now());
    await startHub();
    kiosk.link.greeted(await hello(kiosk));
    const { pins = [] } = kiosk.link.enrolment() ?? {};
    expect(pins[0]).toBe(told);
    expect(pins[1]).not.toBe(told);
  });
});

describe('clocks', () => {
  test.each([-4, 4])('that differ by %i minutes are tolerated, and shown at the hub', async by => {
    const kiosk = await joined('clock-a');
    hubAheadMs = by * 60_000;
    await hello(kiosk);
    const { kiosks } = await admin.kiosks({ all: false });
    const aheadMs = kiosks.find(({ kioskId }) => kioskId === 'clock-a')?.clockAheadMs ?? 0;
    expect(Math.abs(aheadMs + hubAheadMs)).toBeLessThan(3_000);
  });

  test.each([-6, 6])(
    'that differ by %i minutes are a fault, and the kiosk hears the time',
    async by => {
      const kiosk = await joined('clock-b');
      hubAheadMs = by * 60_000;
      await expect(hello(kiosk)).rejects.toEqual(rejection('clock-skew'));
      const [heard = 0] = kiosk.heardTimes;
      // The date of an answer is the machine's, which in this test is the kiosk's as well.
      expect(Math.abs(heard - systemClock.now())).toBeLessThan(3_000);
      expect(kiosk.link.current().state).toBe('enrolled');
    },
  );
});

describe('a kiosk that is revoked', () => {
  test('is told so, asks no more, and sends what it kept once it has joined again', async () => {
    const kiosk = await joined('gone');
    const event = checkInEvent({ kioskId: 'gone' });
    expect(await admin.revokeKiosk({ kioskId: 'gone' })).toEqual({ revoked: true });
    await expect(kiosk.hub.intake({ events: [event] })).rejects.toEqual(rejection('kiosk-revoked'));
    expect(kiosk.link.current()).toMatchObject({ state: 'revoked', kioskId: 'gone' });
    expect(() => kiosk.link.route()).toThrow('revoked');
    // It is kept over a restart of the kiosk.
    const restarted = kioskAtTest(systemClock, {}, kiosk.settings);
    expect(restarted.link.current().state).toBe('revoked');
    expect(await restarted.join(await codeFor('back-again'))).toBe('back-again');
    expect(await restarted.hub.intake({ events: [event] })).toMatchObject({
      results: [{ outcome: 'accepted' }],
    });
  });

  test('is taken by nobody else under its key, and its place by a new machine', async () => {
    const old = await joined('place');
    const young = await joined('place');
    await expect(hello(old)).rejects.toEqual(rejection('kiosk-revoked'));
    expect(await hello(young)).toMatchObject({ kioskId: 'place' });
    const { machines } = await admin.kiosk({ kioskId: 'place' });
    expect(machines.map(({ state }) => state)).toEqual(['active', 'replaced']);
    expect(await admin.revokeKiosk({ kioskId: 'nobody' })).toEqual({ revoked: false });
  });

  test('never sends visits in the name of another', async () => {
    const kiosk = await joined('honest');
    const { results } = await kiosk.hub.intake({ events: [checkInEvent({ kioskId: 'other' })] });
    expect(results).toMatchObject([{ outcome: 'rejected' }]);
  });

  test('that is renamed hears of it, and its visits of before are taken', async () => {
    const kiosk = await joined('before');
    expect(await admin.renameKiosk({ kioskId: 'before', to: 'after' })).toEqual({ renamed: true });
    await expect(admin.renameKiosk({ kioskId: 'after', to: 'honest' })).rejects.toEqual(
      rejection('kiosk-id-taken'),
    );
    kiosk.link.greeted(await hello(kiosk));
    expect(kiosk.link.kioskId()).toBe('after');
    const events = [checkInEvent({ kioskId: 'before' }), checkInEvent({ kioskId: 'after' })];
    expect((await kiosk.hub.intake({ events })).results).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'accepted' },
    ]);
  });
});

test('wrong codes are answered ten times, then after a wait', async () => {
  const made = decodeEnrolmentCode(await codeFor());
  if (made === undefined) throw new Error('not read');
  const tries: string[] = [];
  for (let number = 0; number < 12; number += 1) {
    const secret = new Uint8Array(10).fill(number);
    await kioskAtTest(systemClock)
      .join(encodeEnrolmentCode({ ...made, secret }))
      .catch((cause: unknown) => tries.push(cause instanceof FaultError ? cause.code : 'other'));
  }
  expect(tries.slice(0, 3)).toEqual(Array(3).fill('enrolment-code-wrong'));
  expect(tries.at(-1)).toBe('hub-overloaded');
  hubAheadMs = 60_000;
  expect(await kioskAtTest(systemClock).join(await codeFor('patient'))).toBe('patient');
});
