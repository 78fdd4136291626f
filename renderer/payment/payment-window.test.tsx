import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PaymentOrder } from '../../core/contract/payment-display.ts';
import {
  paymentWindowContract,
  paymentWindowPushSchema,
} from '../../core/contract/payment-window.ts';
import { createConnection } from '../ui/connection/connection.ts';
import { type MockCarrier, mockCarrier } from '../ui/connection/mock-carrier.ts';
import { createPaymentStore } from './payment-store.ts';
import { PaymentWindow } from './payment-window.tsx';

const PAYMENT = {
  paymentId: '6f2f3c0e-8b1d-4c53-a7e9-0d5b2c7f4a61',
  amount: 150_000,
  qr: 'VIETQR',
  expiresInSeconds: 65,
};

let carrier: MockCarrier;
let root: Root;
let orders: number;

const settle = (work: () => void = () => undefined): Promise<void> =>
  act(async () => {
    work();
    // The maker of codes is loaded when the first one is shown.
    await vi.dynamicImportSettled();
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  });
const pass = (ms: number): Promise<void> =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
const words = (): string => document.body.textContent;
const tell = async (payment: PaymentOrder): Promise<void> => {
  orders += 1;
  const order = { kind: 'payment', payment };
  await settle(() =>
    carrier.push({ type: 'device-order', deviceId: 'display', orderId: orders, order }),
  );
};
const reports = () =>
  carrier.calls.filter(({ method }) => method === 'deviceReport').map(({ input }) => input);

beforeEach(async () => {
  vi.useFakeTimers();
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  document.body.innerHTML = '<div id="root"></div>';
  orders = 0;
  carrier = mockCarrier(({ method }) => ({
    value:
      method === 'paymentWindow' ? { hospital: { vi: 'Bệnh viện Thử', en: 'Test Hospital' } } : {},
  }));
  const connection = createConnection(paymentWindowContract, paymentWindowPushSchema, carrier);
  const store = createPaymentStore(connection);
  root = createRoot(document.getElementById('root') as HTMLElement);
  await settle(() => root.render(<PaymentWindow store={store} />));
});
afterEach(async () => {
  await settle(() => root.unmount());
  vi.useRealTimers();
});

describe('the window for whoever pays', () => {
  it('welcomes in the name of the hospital while there is nothing to pay', () => {
    expect(words()).toContain('Bệnh viện Thử');
    expect(words()).toContain('Xin chào quý khách');
    expect(words()).toContain('Welcome');
  });

  it('shows the amount, the code and the time it is valid', async () => {
    await tell({ order: 'show', payment: PAYMENT });
    expect(words()).toContain('150.000 đồng');
    expect(words()).toContain('còn hiệu lực trong 1:05');
    expect(document.querySelector('.payment-code path')).not.toBeNull();
    await pass(6_000);
    expect(words()).toContain('0:59');
    expect(reports()).toEqual([{ deviceId: 'display', orderId: 1, result: 'done' }]);
  });

  it('says that it was paid, and welcomes the next one', async () => {
    await tell({ order: 'show', payment: PAYMENT });
    await tell({ order: 'paid', paymentId: PAYMENT.paymentId, amount: 150_000 });
    expect(words()).toContain('Đã nhận thanh toán');
    expect(document.querySelector('.payment-code')).toBeNull();
    await pass(6_100);
    expect(words()).toContain('Xin chào quý khách');
  });

  it('takes a code back in words where the payment was cancelled, or has run out', async () => {
    await tell({ order: 'show', payment: PAYMENT });
    await tell({ order: 'clear' });
    expect(words()).toContain('Đã hủy thanh toán');
    expect(document.querySelector('.payment-code')).toBeNull();
    await pass(8_100);
    expect(words()).toContain('Xin chào quý khách');
    await tell({ order: 'show', payment: PAYMENT });
    await pass(65_000);
    expect(words()).toContain('Mã đã hết hiệu lực');
  });

  it('shows no code that nobody can vouch for: the link to the kiosk is lost', async () => {
    await tell({ order: 'show', payment: PAYMENT });
    await settle(() => carrier.enter('lost'));
    expect(document.querySelector('.payment-code')).toBeNull();
    expect(words()).toContain('đang kết nối lại');
    await settle(() => carrier.enter('open'));
    expect(words()).toContain('Xin chào quý khách');
  });
});
