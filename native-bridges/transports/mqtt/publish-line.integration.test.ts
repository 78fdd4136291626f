import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Aedes } from 'aedes';
import { afterEach, describe, expect, it } from 'vitest';
import { type DeviceEvent } from '../../../core/contract/device.ts';
import { type PaymentOrder } from '../../../core/contract/payment-display.ts';
import { type DeviceConfig } from '../../contract/bridge.ts';
import { type PaymentDisplayDriver } from '../../contract/driver.ts';
import { installDevice } from '../../core/registry.ts';
import { systemClock } from '../../process/system-clock.ts';
import { createSimulatedSoundBox } from '../../simulators/sound-box.ts';

const TOPIC = 'soundbox/TEST-1/down';
const HEARTBEAT = 'soundbox/TEST-1/up';
const payment = (amount: number, expiresInSeconds = 120): PaymentOrder => ({
  order: 'show',
  payment: {
    paymentId: '00000000-0000-4000-8000-000000000001',
    amount,
    qr: `000201-${amount}`,
    expiresInSeconds,
  },
});

interface Broker {
  readonly port: number;
  /** Every message for the display, as it came. */
  readonly heard: string[];
  readonly broker: Aedes;
  stop(): Promise<void>;
}

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A real broker with a sound box that listens to it. */
const startBroker = async (port = 0, password?: string): Promise<Broker> => {
  const broker = await Aedes.createBroker();
  if (password !== undefined) {
    broker.authenticate = (_client, _username, given, done) =>
      done(null, given?.toString() === password);
  }
  const heard: string[] = [];
  await new Promise<void>(resolve => {
    broker.subscribe(
      TOPIC,
      (packet, done) => {
        heard.push(packet.payload.toString());
        done();
      },
      resolve,
    );
  });
  const sockets = new Set<Socket>();
  const server: Server = createServer(socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    broker.handle(socket);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    for (const socket of sockets) socket.destroy();
    await new Promise(resolve => server.close(resolve));
    await new Promise<void>(resolve => broker.close(resolve));
  };
  undo.push(stop);
  return { port: (server.address() as AddressInfo).port, heard, broker, stop };
};

const start = async (port: number, more: Partial<DeviceConfig> = {}) => {
  const events: DeviceEvent[] = [];
  const config = {
    id: 'display',
    driver: 'mqtt-payment-display',
    url: `mqtt://127.0.0.1:${port}`,
    topic: TOPIC,
    serialNumber: 'TEST-1',
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

const until = async (what: string, condition: () => boolean): Promise<void> => {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > 10_000) throw new Error(`${what} did not happen`);
    await sleep(20);
  }
};

describe('a payment display behind an MQTT broker', () => {
  it('gets the code, its amount and how long it may stand', async () => {
    const { port, heard } = await startBroker();
    const { display, states } = await start(port);
    expect(states()).toEqual(['ready']);
    await display.tell(payment(150_000));
    expect(heard.map(text => JSON.parse(text) as unknown)).toEqual([
      {
        header: { category: 4 },
        data: { 'qr-url': '000201-150000', amount: 150_000, 'expire-seconds': 120 },
      },
    ]);
  });

  it('is understood by the sound box: code, paid, blank', async () => {
    const { port, broker } = await startBroker();
    const box = createSimulatedSoundBox(systemClock);
    await new Promise<void>(resolve => {
      broker.subscribe(
        TOPIC,
        (packet, done) => {
          box.receive(Buffer.from(packet.payload));
          done();
        },
        resolve,
      );
    });
    const { display } = await start(port);
    await display.tell(payment(150_000));
    await until('the code', () => box.code() !== undefined);
    expect(box.code()).toEqual({ qr: '000201-150000', amount: 150_000 });
    const paymentId = '00000000-0000-4000-8000-000000000001';
    await display.tell({ order: 'paid', paymentId, amount: 150_000 });
    await until('the word', () => box.said.length === 1);
    expect(box.said).toEqual([150_000]);
    expect(box.code()).toBeUndefined();
    await display.tell(payment(90_000));
    await display.tell({ order: 'clear' });
    await until('a blank screen', () => box.code() === undefined);
  });

  it('refuses while the broker is away, and never delivers that code later', async () => {
    const first = await startBroker();
    const { display, states } = await start(first.port);
    await first.stop();
    await until('unavailable', () => states().at(-1) === 'unavailable');
    await expect(display.tell(payment(150_000))).rejects.toMatchObject({ code: 'device-absent' });
    const second = await startBroker(first.port);
    await until('ready', () => states().at(-1) === 'ready');
    await until('a blank screen', () => second.heard.length === 1);
    await sleep(300);
    expect(second.heard).toHaveLength(1);
    expect(second.heard[0]).not.toContain('000201');
  });

  it('shows the code that still stands once the broker is back, with the time that is left', async () => {
    const first = await startBroker();
    const { display, states } = await start(first.port);
    await display.tell(payment(150_000, 60));
    await first.stop();
    await until('unavailable', () => states().at(-1) === 'unavailable');
    await sleep(1_100);
    const second = await startBroker(first.port);
    await until('the code', () => second.heard.length === 1);
    const { data } = JSON.parse(second.heard[0] ?? '') as { data: Record<string, number> };
    expect(data['amount']).toBe(150_000);
    expect(data['expire-seconds']).toBeLessThan(60);
    expect(data['expire-seconds']).toBeGreaterThanOrEqual(10);
  });

  it('is away while the broker does not let it in', async () => {
    const { port } = await startBroker(0, 'right');
    const { display, states } = await start(port, { username: 'kiosk' });
    expect(states()).toEqual(['unavailable']);
    await expect(display.tell(payment(150_000))).rejects.toMatchObject({ code: 'device-absent' });
  });

  it('comes up where the broker comes later', async () => {
    const first = await startBroker();
    await first.stop();
    const { display, states } = await start(first.port);
    expect(states()).toEqual(['unavailable']);
    const second = await startBroker(first.port);
    await until('ready', () => states().at(-1) === 'ready');
    await display.tell(payment(20_000));
    expect(second.heard).toHaveLength(1);
  });

  it('listens to the heartbeat where one is configured', async () => {
    const { port, broker } = await startBroker();
    const { states } = await start(port, { heartbeatTopic: HEARTBEAT });
    await new Promise(resolve => {
      broker.publish(
        {
          cmd: 'publish',
          topic: HEARTBEAT,
          payload: Buffer.from('{}'),
          qos: 0,
          retain: false,
          dup: false,
        },
        () => resolve(undefined),
      );
    });
    await sleep(100);
    expect(states()).toEqual(['ready']);
  });
});
