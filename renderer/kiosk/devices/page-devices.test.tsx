import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kioskContract, kioskPushSchema } from '../../../core/contract/kiosk.ts';
import type { PageOrder } from '../../../core/contract/page-device.ts';
import { SNAPSHOTS } from '../../gallery/snapshots.ts';
import { createConnection } from '../../ui/connection/connection.ts';
import { type MockCarrier, mockCarrier } from '../../ui/connection/mock-carrier.ts';
import { App } from '../app.tsx';
import { createScreen, type Screen } from '../screen-store.ts';
import { runPageDevices } from './page-devices.ts';
import type { SoundOrder, SoundPlayer } from './sound-player.ts';

const PAYMENT = {
  paymentId: '00000000-0000-4000-8000-000000000001',
  amount: 150_000,
  qr: '00020101021238570010A00000072701270006970454011300000000000010208QRIBFTTA530370454061500005802VN6304ABCD',
  expiresInSeconds: 60,
};

let carrier: MockCarrier;
let screen: Screen;
let root: Root;
let end: () => void;
let sounds: { order: SoundOrder; finish: (whole: boolean) => void }[];

const player = (): SoundPlayer => ({
  play: order =>
    new Promise(resolve => {
      sounds.push({ order, finish: resolve });
    }),
  close: () => undefined,
});

const settle = (work: () => void = () => undefined): Promise<void> =>
  act(async () => {
    work();
    await vi.advanceTimersByTimeAsync(0);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(0);
  });
const order = (orderId: number, of: PageOrder): Promise<void> =>
  settle(() => carrier.push({ type: 'device-order', deviceId: 'page', orderId, order: of }));
const pass = (ms: number): Promise<void> =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
const reports = (): unknown[] =>
  carrier.calls.filter(({ method }) => method === 'deviceReport').map(({ input }) => input);
const words = (): string => document.querySelector('main')?.textContent ?? '';

beforeEach(async () => {
  vi.useFakeTimers();
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  document.body.innerHTML = '<div id="root"></div>';
  sounds = [];
  carrier = mockCarrier(({ method }) =>
    method === 'snapshot' ? { value: SNAPSHOTS.issuing } : { value: {} },
  );
  const connection = createConnection(kioskContract, kioskPushSchema, carrier);
  screen = createScreen(connection);
  end = runPageDevices(connection, screen, player());
  root = createRoot(document.getElementById('root') as HTMLElement);
  await settle(() => root.render(<App screen={screen} />));
});

afterEach(async () => {
  await settle(() => {
    end();
    root.unmount();
    screen.close();
  });
  vi.useRealTimers();
});

describe('the payment display on the page', () => {
  const show = (orderId = 1): Promise<void> =>
    order(orderId, { kind: 'payment', payment: { order: 'show', payment: PAYMENT } });

  it('shows amount and code, and says that it does', async () => {
    await show();
    expect(words()).toContain('Mời quét mã để thanh toán');
    expect(words()).toContain('150.000 đồng');
    expect(document.querySelector('.payment-code path')?.getAttribute('d')).toMatch(
      /^M0 0h1v1h-1z/,
    );
    expect(reports()).toEqual([{ deviceId: 'page', orderId: 1, result: 'done' }]);
  });

  it('takes the code away when it has run out', async () => {
    await show();
    await pass(59_000);
    expect(document.querySelector('.payment-code')).not.toBeNull();
    await pass(1_500);
    expect(document.querySelector('.payment-code')).toBeNull();
  });

  it('says that it was paid, without the code, and goes on by itself', async () => {
    await show();
    const { paymentId, amount } = PAYMENT;
    await order(2, { kind: 'payment', payment: { order: 'paid', paymentId, amount } });
    expect(words()).toContain('Đã nhận thanh toán');
    expect(document.querySelector('.payment-code')).toBeNull();
    await pass(7_000);
    expect(words()).not.toContain('Đã nhận thanh toán');
  });

  it('goes blank when it is told to', async () => {
    await show();
    await order(2, { kind: 'payment', payment: { order: 'clear' } });
    expect(document.querySelector('.payment-code')).toBeNull();
  });

  it('shows no code that may be old once the host was away', async () => {
    await show();
    await settle(() => carrier.enter('lost'));
    await settle(() => carrier.enter('open'));
    expect(document.querySelector('.payment-code')).toBeNull();
  });
});

describe('the loudspeaker of the page', () => {
  const sound: PageOrder = { kind: 'sound', name: 'success', volume: 0.5 };

  it('says when a sound was heard to its end', async () => {
    await order(7, sound);
    expect(sounds[0]?.order).toEqual(sound);
    expect(reports()).toEqual([]);
    await settle(() => sounds[0]?.finish(true));
    expect(reports()).toEqual([{ deviceId: 'page', orderId: 7, result: 'done' }]);
  });

  it('says when it could not be heard', async () => {
    await order(8, sound);
    await settle(() => sounds[0]?.finish(false));
    expect(reports()).toEqual([
      { deviceId: 'page', orderId: 8, result: 'failed', fault: 'not-possible-now' },
    ]);
  });
});
