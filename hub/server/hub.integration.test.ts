import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { PGlite } from '@electric-sql/pglite';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Client } from '../../core/contract/contract.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type HubContract } from '../../core/contract/hub.ts';
import { type IdentityClaim } from '../../core/contract/identity.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { hubConfigSchema } from '../configuration/hub-config.ts';
import { type His, type HisAnswer, type HisCatalogue } from '../his/his.ts';
import { checkInEvent } from '../intake/testing/synthetic-events.ts';
import { systemClock } from '../ports/system-clock.ts';
import { cacheDirectory } from '../storage/data-directory.ts';
import { ADMIN_SECRET, adminContract } from './admin-contract.ts';
import { fileSecrets } from './file-secrets.ts';
import { type Hub, createHub } from './hub.ts';
import {
  machineKey,
  signedClient,
  type SignedClientOptions,
  signedHeaders,
} from './signed-client.ts';
import { adminOf, enrolledMachine, kioskOf } from './testing/enrolled-kiosk.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-server-'));
const secretsDirectory = join(folder, 'secrets');
const day = businessDayOf(systemClock.now());
const HOA: IdentityClaim = {
  method: 'card-qr',
  citizenNumber: '001148999921',
  name: 'Nguyễn Thị Hòa',
  insurance: { cardNumber: 'HT3010199999921' },
  authenticity: 'not-checked',
  flags: [],
};

/** A HIS made of what a test says. */
const his = {
  away: false,
  answer: {
    patient: undefined,
    bookings: [],
    coverage: { reason: 'not-found' },
    visitsToday: [],
  } as HisAnswer,
  catalogue: {
    servicePoints: [
      {
        id: 'eye',
        kind: 'clinic',
        name: { vi: 'Mắt', en: 'Eyes' },
        state: 'open',
        waiting: 3,
        room: '208',
      },
      {
        id: 'skin',
        kind: 'clinic',
        name: { vi: 'Da liễu', en: 'Skin' },
        state: 'full',
        waiting: 9,
      },
      { id: 'ent', kind: 'clinic', name: { vi: 'Tai', en: 'Ear' }, state: 'closed', waiting: 0 },
    ],
  } as HisCatalogue,
  delivered: [] as string[],
};

const ask = <T>(value: T): Promise<T> =>
  his.away ? Promise.reject(new FaultError('his-unreachable')) : Promise.resolve(value);

const port: His = {
  probe: () => ask(undefined),
  lookup: () => ask(his.answer),
  catalogue: () => ask(his.catalogue),
  deliver: ({ event }) => {
    if (his.away) {
      return Promise.resolve({
        verdict: 'later',
        scope: 'system',
        diagnosis: { fault: 'his-unreachable' },
      });
    }
    his.delivered.push(event.visitId);
    return Promise.resolve({ verdict: 'delivered', receipt: {} });
  },
};

let logged = '';
const log = pino(
  { level: 'debug' },
  new Writable({
    write: (text: Buffer, _encoding, done) => {
      logged += text.toString();
      done();
    },
  }),
);

const startHub = (change: { directory?: string; listenPort?: number } = {}): Promise<Hub> =>
  createHub({
    config: hubConfigSchema.parse({
      listen: { port: change.listenPort ?? 0 },
      his: { refreshMs: 500 },
      servicePoints: { eye: { price: 150_000, pictogram: 'eye' } },
    }),
    database: {
      carrier: 'embedded',
      directory: change.directory ?? join(folder, 'hub'),
      cacheDirectory: cacheDirectory(),
    },
    secretsDirectory,
    version: '9.9.9',
    log,
    his: port,
    random: () => 0.1,
  });

let hub: Hub;
let url: string;
let kiosk: Client<HubContract>;
let identity: SignedClientOptions;

beforeAll(async () => {
  hub = await startHub();
  url = await hub.listen();
  identity = await enrolledMachine({ url, secretsDirectory }, 'kiosk-1');
  kiosk = kioskOf(identity);
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  his.away = false;
});

const post = async (path: string, body: string, headers: Record<string, string>) => {
  const response = await fetch(`${url}${path}`, { method: 'POST', body, headers });
  const reply = (await response.json()) as { error?: { code: string } };
  return [response.status, reply.error?.code];
};

const until = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
  for (let look = 0; look < 300; look += 1) {
    if (await holds()) return;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  throw new Error('it never came true');
};

describe('a request to the hub', () => {
  const HELLO = JSON.stringify({ kioskId: 'kiosk-1', version: '1' });
  const headers = (change: Record<string, string> = {}, path = '/v1/hello', body = HELLO) => ({
    ...signedHeaders(identity, path, body),
    ...change,
  });

  it('is answered where it is signed with the key of a machine that joined', async () => {
    expect(await post('/v1/hello', HELLO, headers())).toEqual([200, undefined]);
  });

  it.each(['content-digest', 'signature-input', 'signature'])(
    'is refused without %s',
    async name => {
      const { [name]: _left, ...rest } = headers();
      expect(await post('/v1/hello', HELLO, rest)).toEqual([401, 'hub-unauthorised']);
    },
  );

  it('is refused where anything that was signed has changed', async () => {
    const refused = [401, 'hub-unauthorised'];
    const other = JSON.stringify({ kioskId: 'kiosk-1', version: '2' });
    expect(await post('/v1/hello', other, headers())).toEqual(refused);
    expect(await post('/v1/catalogue', HELLO, headers())).toEqual(refused);
    expect(await post('/v1/hello?x=1', HELLO, headers())).toEqual(refused);
    const input = headers()['signature-input'] ?? '';
    for (const change of [
      {
        'signature-input': input.replace(
          /created=\d+/,
          `created=${Math.floor(Date.now() / 1000) - 1}`,
        ),
      },
      { 'signature-input': input.replace(/nonce="[^"]+"/, `nonce="${randomUUID()}"`) },
      { 'signature-input': input.replace('"@path" ', '') },
      { 'signature-input': input.replace('tiep-don-hub', 'something-else') },
      { signature: `tiep-don=:${Buffer.alloc(64).toString('base64')}:` },
      { signature: 'none' },
    ]) {
      expect(await post('/v1/hello', HELLO, headers(change))).toEqual(refused);
    }
  });

  it('is refused with another key', async () => {
    const stranger = machineKey(new Uint8Array(32));
    const own = identity.signer as ReturnType<typeof machineKey>;
    for (const signer of [stranger, { ...stranger, keyId: own.keyId }]) {
      const signed = signedHeaders({ ...identity, signer }, '/v1/hello', HELLO);
      expect(await post('/v1/hello', HELLO, signed)).toEqual([401, 'hub-unauthorised']);
    }
  });

  it('is refused when it comes a second time', async () => {
    const once = headers();
    expect(await post('/v1/hello', HELLO, once)).toEqual([200, undefined]);
    expect(await post('/v1/hello', HELLO, once)).toEqual([401, 'hub-unauthorised']);
  });

  it('is refused where the clocks differ by more than five minutes', async () => {
    for (const minutes of [-6, 6]) {
      const clock = { ...systemClock, now: () => Date.now() + minutes * 60_000 };
      const signed = signedHeaders({ ...identity, clock }, '/v1/hello', HELLO);
      expect(await post('/v1/hello', HELLO, signed)).toEqual([401, 'clock-skew']);
    }
    const clock = { ...systemClock, now: () => Date.now() - 4 * 60_000 };
    const signed = signedHeaders({ ...identity, clock }, '/v1/hello', HELLO);
    expect(await post('/v1/hello', HELLO, signed)).toEqual([200, undefined]);
  });

  it.each([
    ['/v1/nothing', '{}', [404, 'unknown-method']],
    ['/v1/toString', '{}', [404, 'unknown-method']],
    ['/v1/hello', '{', [400, 'bad-request']],
    ['/v1/hello', '{"kioskId":"ä"}', [400, 'bad-request']],
    ['/v1/intake', '{"events":[]}', [400, 'bad-request']],
    ['/v1/intake', '{"events":[{"eventId":"x"}]}', [400, 'bad-request']],
  ])('to %s with %s is refused with a code', async (path, body, expected) => {
    expect(await post(path, body, headers({}, path, body))).toEqual(expected);
  });

  it('that is too large is refused before it is read', async () => {
    const body = JSON.stringify({ pad: 'x'.repeat(5_000_000) });
    expect(await post('/v1/hello', body, headers({}, '/v1/hello', body))).toEqual([
      413,
      'bad-request',
    ]);
  });

  it('to anywhere else finds nothing, and health is told without a key and without data', async () => {
    expect((await fetch(`${url}/admin`)).status).toBe(404);
    const health = await fetch(`${url}/healthz`);
    expect([health.status, await health.json()]).toEqual([200, { ok: true }]);
  });
});

describe('the door of the command line', () => {
  it('opens with its own key, and not with the key of a kiosk', async () => {
    expect(await (await adminOf({ url, secretsDirectory })).counts({})).toMatchObject({
      failed: 0,
    });
    const kioskAtAdminDoor = signedClient(adminContract, 'admin', identity);
    await expect(kioskAtAdminDoor.counts({})).rejects.toMatchObject({ code: 'hub-unauthorised' });
    const secret = await fileSecrets(secretsDirectory).obtain(ADMIN_SECRET.name, 32);
    const commandLineAtKioskDoor = kioskOf({ ...identity, signer: { secret } });
    await expect(commandLineAtKioskDoor.catalogue({})).rejects.toMatchObject({
      code: 'hub-unauthorised',
    });
  });
});

describe('numbers', () => {
  const ask = (servicePointId: string, walkIn?: boolean) => ({
    requestId: randomUUID(),
    servicePointId,
    numberClass: 'normal' as const,
    day,
    ...(walkIn === undefined ? {} : { walkIn }),
  });

  it('are given for open clinics, and for full ones to people with a booking', async () => {
    expect((await kiosk.takeNumber(ask('eye', true))).label).toMatch(/^[A-Z]-0001$/);
    expect((await kiosk.takeNumber(ask('skin', false))).sequence).toBe(1);
    await expect(kiosk.takeNumber(ask('skin', true))).rejects.toMatchObject({
      code: 'clinic-full',
    });
    await expect(kiosk.takeNumber(ask('ent'))).rejects.toMatchObject({ code: 'clinic-closed' });
    await expect(kiosk.takeNumber(ask('x'))).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('are leased with the letters of their service point', async () => {
    const one = await kiosk.takeNumber(ask('eye'));
    const lease = await kiosk.leaseNumbers({ ...ask('eye'), size: 10 });
    expect(lease.last - lease.first).toBe(9);
    expect(lease.first).toBeGreaterThan(one.sequence);
    expect(one.label.startsWith(`${lease.series}-`)).toBe(true);
  });
});

describe('the catalogue', () => {
  it('adds what the configuration says, and letters nobody else has', async () => {
    const { servicePoints } = await kiosk.catalogue({});
    expect(servicePoints.find(({ id }) => id === 'eye')).toMatchObject({
      price: 150_000,
      pictogram: 'eye',
      room: '208',
    });
    const letters = servicePoints.flatMap(({ series }) => [series.normal, series.priority]);
    expect(new Set(letters).size).toBe(letters.length);
  });
});

describe('while the HIS is away', () => {
  it('look-ups say so, the catalogue is the last one, and visits are taken', async () => {
    await until(async () => (await hub.status()).his === 'reachable');
    his.away = true;
    await until(async () => (await hub.status()).his === 'away');
    expect(await kiosk.hello({ kioskId: 'kiosk-1', version: '1' })).toMatchObject({ his: 'away' });
    expect(await kiosk.lookup({ claim: HOA, day })).toEqual({
      outcome: 'his-away',
      bookings: [],
      coverage: { reason: 'unverified-portal-away', cardNumber: 'HT3010199999921' },
      visitsToday: [],
    });
    const waiting = async () =>
      (await kiosk.catalogue({})).servicePoints.find(({ id }) => id === 'eye')?.waiting;
    const before = await waiting();
    const event = checkInEvent({
      identity: HOA,
      servicePointId: 'eye',
      number: { ...checkInEvent().number, servicePointId: 'eye', day },
    });
    expect(await kiosk.intake({ events: [event] })).toMatchObject({
      results: [{ outcome: 'accepted' }],
    });
    expect(await waiting()).toBe((before ?? 0) + 1);
    expect(await kiosk.lookup({ claim: HOA, day })).toMatchObject({
      visitsToday: [{ visitId: event.visitId }],
    });
    expect(his.delivered).not.toContain(event.visitId);
    his.away = false;
    await until(() => his.delivered.includes(event.visitId));
    await until(async () => (await hub.status()).his === 'reachable');
  });
});

describe('the staff', () => {
  it('are called once, however often the call is repeated', async () => {
    const call = {
      requestId: randomUUID(),
      reason: 'asked-for-help' as const,
      at: new Date().toISOString(),
    };
    expect(await kiosk.callStaff(call)).toEqual({ acknowledged: true });
    expect(await kiosk.callStaff(call)).toEqual({ acknowledged: true });
  });
});

describe('the log', () => {
  it('tells what happened and nothing about anybody', async () => {
    await kiosk.lookup({ claim: HOA, day });
    expect(logged).toContain('"method":"lookup"');
    for (const personal of ['Hòa', '001148999921', 'HT3010199999921', '99999']) {
      expect(logged).not.toContain(personal);
    }
  });
});

describe('the key of the command line', () => {
  it('is a file nobody else can read, and stays the same', async () => {
    const file = join(secretsDirectory, `${ADMIN_SECRET.name}.key`);
    expect(existsSync(file)).toBe(true);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, 'utf8').trim();
    expect(text).toMatch(/^[0-9a-f]{64}$/);
    const again = await fileSecrets(secretsDirectory).obtain(ADMIN_SECRET.name, 32);
    expect(Buffer.from(again).toString('hex')).toBe(text);
  });

  it('is refused where others may read it or it is no key', () => {
    const directory = mkdtempSync(join(folder, 'keys-'));
    const secrets = fileSecrets(directory);
    writeFileSync(join(directory, 'open.key'), `${'0'.repeat(64)}\n`, { mode: 0o644 });
    writeFileSync(join(directory, 'short.key'), 'abc\n', { mode: 0o600 });
    if (process.platform !== 'win32') expect(() => secrets.obtain('open', 32)).toThrow('chmod 600');
    expect(() => secrets.obtain('short', 32)).toThrow('no key of 32 bytes');
  });
});

describe('starting and stopping', () => {
  it('says that it has to be started anew where the embedded database has stopped', async () => {
    const stopped = await startHub({ directory: join(folder, 'stopped') });
    const trap = Object.assign(new Error('unreachable'), { name: 'RuntimeError' });
    vi.spyOn(PGlite.prototype, 'query').mockRejectedValueOnce(trap);
    await expect(stopped.status()).rejects.toMatchObject({ code: 'storage-failed' });
    expect(await stopped.broken).toMatchObject({ code: 'storage-failed' });
    await stopped.close();
  });

  it('goes on with its data, its id and its letters; a second hub on the data is refused', async () => {
    const directory = join(folder, 'second');
    const first = await startHub({ directory });
    await expect(startHub({ directory })).rejects.toMatchObject({ code: 'data-in-use' });
    await first.listen();
    const { hubId } = await first.status();
    await first.close();
    await first.close();
    const again = await startHub({ directory });
    expect((await again.status()).hubId).toBe(hubId);
    await again.close();
  });

  it('says so where its port is taken', async () => {
    const directory = join(folder, 'third');
    const second = await startHub({ directory, listenPort: Number(new URL(url).port) });
    await expect(second.listen()).rejects.toThrow('is taken by another program');
    await second.close();
  });
});
