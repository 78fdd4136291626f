import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type DeviceEvent } from '../../../core/contract/device.ts';
import { type PaymentOrder } from '../../../core/contract/payment-display.ts';
import { type DeviceConfig } from '../../contract/bridge.ts';
import { type PaymentDisplayDriver } from '../../contract/driver.ts';
import { installDevice } from '../../core/registry.ts';
import { systemClock } from '../../process/system-clock.ts';

const SHOW: PaymentOrder = {
  order: 'show',
  payment: {
    paymentId: '00000000-0000-4000-8000-000000000001',
    amount: 150_000,
    qr: '00020101021138550010A000000727',
    expiresInSeconds: 120,
  },
};

interface Gateway {
  readonly url: string;
  readonly port: number;
  readonly posts: { path: string; headers: IncomingHttpHeaders; body: unknown }[];
  answer: number | 'hang';
  stop(): Promise<void>;
}

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** The service of a maker that passes codes on to its sound boxes. */
const startGateway = async (port = 0): Promise<Gateway> => {
  const posts: Gateway['posts'] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      posts.push({ path: request.url ?? '', headers: request.headers, body });
      if (gateway.answer !== 'hang') response.writeHead(gateway.answer).end('{"message":"ok"}');
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const at = (server.address() as AddressInfo).port;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  };
  const gateway: Gateway = {
    url: `http://127.0.0.1:${at}/devices/payments/push`,
    port: at,
    posts,
    answer: 200,
    stop,
  };
  undo.push(stop);
  return gateway;
};

const start = async (url: string, more: Partial<DeviceConfig> = {}) => {
  const events: DeviceEvent[] = [];
  const config = {
    id: 'display',
    driver: 'http-payment-display',
    url,
    serialNumber: 'SB-001234',
    ...more,
  } as DeviceConfig;
  const { driver } = await installDevice(config, {
    deviceId: 'display',
    clock: systemClock,
    cardReported: false,
    emit: event => events.push(event),
    log: () => undefined,
    onSheet: () => undefined,
  });
  const display = driver as PaymentDisplayDriver;
  undo.push(() => display.stop());
  await display.start();
  const states = (): string[] =>
    events.flatMap(event => (event.type === 'status' ? [event.status.state] : []));
  return { display, states };
};

describe('a payment display that orders are posted to', () => {
  it('gets serial number, amount and code', async () => {
    const gateway = await startGateway();
    const { display, states } = await start(gateway.url);
    expect(states()).toEqual(['ready']);
    await display.tell(SHOW);
    expect(gateway.posts.map(({ path, body }) => ({ path, body }))).toEqual([
      {
        path: '/devices/payments/push',
        body: {
          serial_no: 'SB-001234',
          amount: 150_000,
          qr_string: '00020101021138550010A000000727',
          type: 'soundbox',
        },
      },
    ]);
  });

  it('says who it is with the token of the file, read anew each time, and further headers', async () => {
    const gateway = await startGateway();
    const tokenFile = join(await mkdtemp(join(tmpdir(), 'tiep-don-')), 'token');
    await writeFile(tokenFile, 'first\n');
    const headers = { 'Partner-Code': 'BV-01' };
    const { display } = await start(gateway.url, { tokenFile, headers });
    await display.tell(SHOW);
    await writeFile(tokenFile, 'second\n');
    await display.tell(SHOW);
    expect(gateway.posts.map(({ headers: sent }) => sent.authorization)).toEqual([
      'Bearer first',
      'Bearer second',
    ]);
    expect(gateway.posts[0]?.headers['partner-code']).toBe('BV-01');
  });

  it('posts nothing for what the display has no word for', async () => {
    const gateway = await startGateway();
    const { display } = await start(gateway.url);
    await display.tell({ order: 'clear' });
    expect(gateway.posts).toEqual([]);
  });

  it.each([
    [401, 'not-permitted'],
    [404, 'device-absent'],
    [422, 'device-protocol'],
    [429, 'device-busy'],
    [500, 'device-absent'],
    [302, 'device-protocol'],
  ])('says why an order was not taken: HTTP status %i', async (status, code) => {
    const gateway = await startGateway();
    const { display } = await start(gateway.url);
    gateway.answer = status;
    await expect(display.tell(SHOW)).rejects.toMatchObject({ code });
  });

  it('gives up on a service that does not answer', async () => {
    const gateway = await startGateway();
    const { display } = await start(gateway.url);
    gateway.answer = 'hang';
    await expect(display.tell(SHOW)).rejects.toMatchObject({ code: 'device-absent' });
  });

  it('is away while nobody listens, refuses, and comes back by itself', async () => {
    const gateway = await startGateway();
    await gateway.stop();
    const { display, states } = await start(gateway.url);
    expect(states()).toEqual(['unavailable']);
    await expect(display.tell(SHOW)).rejects.toMatchObject({ code: 'device-absent' });
    await display.tell({ order: 'clear' });
    const again = await startGateway(gateway.port);
    for (let waited = 0; states().at(-1) !== 'ready'; waited += 50) {
      if (waited > 10_000) throw new Error('it did not come back');
      await sleep(50);
    }
    expect(again.posts).toEqual([]);
  });
});
