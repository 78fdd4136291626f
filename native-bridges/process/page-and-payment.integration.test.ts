import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type DeviceEvent } from '../../core/contract/device.ts';
import { type DocumentJob } from '../../core/contract/sheet.ts';
import { type PaymentOrder } from '../../core/contract/payment-display.ts';
import { type DeviceBridge, type DeviceConfig } from '../contract/bridge.ts';
import { createForkLauncher, createSupervisedBridge } from '../contract/host.ts';
import { systemClock } from './system-clock.ts';

const ENTRY = fileURLToPath(new URL('main.ts', import.meta.url));
const CONFIGS: DeviceConfig[] = [
  { id: 'a4', driver: 'simulated-document-printer' },
  { id: 'screen', driver: 'page-payment-display' },
  { id: 'speaker', driver: 'page-audio-output' },
];
const job = (): DocumentJob => ({
  jobId: randomUUID(),
  copies: 1,
  sides: 'one-sided',
  sheet: {
    language: 'vi',
    title: 'Thử',
    blocks: [{ kind: 'heading', level: 1, text: 'BIÊN LAI THU TIỀN' }],
  },
});
const show = (amount: number): PaymentOrder => ({
  order: 'show',
  payment: { paymentId: randomUUID(), amount, qr: `QR-${amount}`, expiresInSeconds: 60 },
});

const running: DeviceBridge[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(bridge => bridge.stop()));
});

type PageOrderEvent = Extract<DeviceEvent, { type: 'page-order' }>;

/** A bridge with the real device process, and a page that does what it is told. */
const start = async (configs = CONFIGS) => {
  const orders: PageOrderEvent[] = [];
  let answers: 'done' | 'failed' | 'nothing' = 'done';
  const bridge = createSupervisedBridge({
    configs,
    clock: systemClock,
    ids: { uuid: randomUUID },
    log: () => undefined,
    launch: createForkLauncher(ENTRY),
  });
  running.push(bridge);
  bridge.subscribe(event => {
    if (event.type !== 'page-order') return;
    orders.push(event);
    const { deviceId, orderId } = event;
    if (answers !== 'nothing') bridge.reportFromPage({ deviceId, orderId, result: answers });
  });
  await bridge.start();
  const stateOf = (id: string): string | undefined =>
    bridge.statuses().find(({ deviceId }) => deviceId === id)?.state;
  const until = async (what: string, condition: () => boolean): Promise<void> => {
    for (let waited = 0; !condition(); waited += 10) {
      if (waited > 10_000) throw new Error(`${what} did not happen`);
      await sleep(10);
    }
  };
  return {
    bridge,
    orders,
    stateOf,
    until,
    answer: (how: typeof answers) => {
      answers = how;
    },
  };
};

describe('documents, payments and sounds through the device process', () => {
  it('prints a document once, and keeps its page for the panel', async () => {
    const { bridge } = await start();
    const once = job();
    const [first, second] = await Promise.all([
      bridge.printDocument(once),
      bridge.printDocument(once),
    ]);
    expect([first, second]).toEqual([{ outcome: 'printed' }, { outcome: 'printed' }]);
    const papers = await bridge.papers();
    expect(papers).toHaveLength(1);
    expect(papers[0]?.widthDots).toBeGreaterThan(1_000);
  });

  it('does not know what became of a document whose process was killed', async () => {
    const { bridge, until, stateOf } = await start();
    const outcome = bridge.printDocument(job());
    await sleep(1_500);
    await bridge.simulate('a4', { action: 'crash' });
    expect(await outcome).toEqual({ outcome: 'uncertain', fault: 'print-uncertain' });
    await until('the return', () => stateOf('a4') === 'ready');
    expect(await bridge.printDocument(job())).toEqual({ outcome: 'printed' });
  });

  it('shows and plays on a page while there is one', async () => {
    const { bridge, orders, stateOf, until } = await start();
    expect(stateOf('screen')).toBe('unavailable');
    await expect(bridge.tellPaymentDisplays(show(1_000))).rejects.toMatchObject({
      code: 'device-absent',
    });
    bridge.pageCame();
    await until('the page', () => stateOf('screen') === 'ready' && stateOf('speaker') === 'ready');
    await until('a blank place', () => orders.length === 1);
    await bridge.tellPaymentDisplays(show(150_000));
    await bridge.playSound({ name: 'paid', language: 'vi' });
    expect(orders.slice(1).map(({ deviceId, order }) => [deviceId, order.kind])).toEqual([
      ['screen', 'payment'],
      ['speaker', 'sound'],
    ]);
    bridge.pageWent();
    await until('the end of the page', () => stateOf('speaker') === 'unavailable');
    await expect(bridge.playSound({ name: 'paid', language: 'vi' })).rejects.toMatchObject({
      code: 'device-absent',
    });
  });

  it('shows the code again on a page that takes the place of another', async () => {
    const { bridge, orders, stateOf, until } = await start();
    bridge.pageCame();
    await until('the page', () => stateOf('screen') === 'ready');
    await bridge.tellPaymentDisplays(show(150_000));
    bridge.pageCame();
    bridge.pageWent();
    await until('the code', () => orders.length === 2);
    expect(orders[1]?.order).toMatchObject({ payment: { payment: { amount: 150_000 } } });
    expect(stateOf('screen')).toBe('ready');
  });

  it('says when the page cannot', async () => {
    const { bridge, stateOf, until, answer } = await start();
    bridge.pageCame();
    await until('the page', () => stateOf('speaker') === 'ready');
    answer('failed');
    await expect(bridge.playSound({ name: 'success', language: 'vi' })).rejects.toMatchObject({
      code: 'not-possible-now',
    });
  });

  it('says that there is nothing to show, play or print on', async () => {
    const { bridge } = await start([
      { id: 'scanner', driver: 'simulated-code-scanner', prefix: '' },
    ]);
    const absent = { code: 'device-absent' };
    await expect(bridge.tellPaymentDisplays(show(1))).rejects.toMatchObject(absent);
    await expect(bridge.playSound({ name: 'paid', language: 'en' })).rejects.toMatchObject(absent);
    expect(await bridge.printDocument(job())).toEqual({
      outcome: 'failed',
      fault: 'device-absent',
    });
  });
});
