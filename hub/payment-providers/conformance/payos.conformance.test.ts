import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  REFERENCE_CODES,
  referenceCode,
  referenceDraw,
} from '../../../core/payment/reference-code.ts';
import { payos } from '../payos/payos.ts';
import { signatureOf } from '../payos/signature.ts';
import { type PayosSimulator, startPayosSimulator } from '../payos/simulator/payos-simulator.ts';
import { type PaymentProvider } from '../provider.ts';
import { providerConformance } from './provider-conformance.ts';

const CREDENTIALS = { clientId: 'client', apiKey: 'key', checksumKey: 'checksum' } as const;

const connected = (simulator: PayosSimulator, change: object = {}): PaymentProvider =>
  payos({ baseUrl: simulator.url, ...CREDENTIALS, timeoutMs: 2_000, ...change });

providerConformance('payos', 'signed-body', async () => {
  const simulator = await startPayosSimulator(CREDENTIALS);
  return {
    provider: connected(simulator),
    async pay({ reference }, amount) {
      const [body = ''] = await simulator.pay(referenceDraw(reference) ?? 0, amount);
      return { headers: {}, body: Buffer.from(body), receivedAt: Date.now() };
    },
    close: () => simulator.close(),
  };
});

it('signs what payOS publishes as payOS does', () => {
  const data = {
    orderCode: 123,
    amount: 3000,
    description: 'VQRIO123',
    accountNumber: '12345678',
    reference: 'TF230204212323',
    transactionDateTime: '2023-02-04 18:25:00',
    currency: 'VND',
    paymentLinkId: '124c33293c43417ab7879e14c8d9eb18',
    code: '00',
    desc: 'Thành công',
    counterAccountBankId: '',
    counterAccountBankName: '',
    counterAccountName: '',
    counterAccountNumber: '',
    virtualAccountName: '',
    virtualAccountNumber: '',
  };
  const key = '1a54716c8f0efb2744fb28b6e38b25da7f67a925d98bc1c18bd8faaecadd7675';
  const published = '412e915d2871504ed31be63c8f62a149a4410d34c4c42affc9006ef9917eaa03';
  expect(signatureOf(data, key)).toBe(published);
  expect(signatureOf({ ...data, counterAccountName: null }, key)).toBe(published);
});

describe('payOS in trouble', () => {
  let simulator: PayosSimulator;
  let provider: PaymentProvider;
  let draw = 7_000_000;
  const order = (amount: number) => ({
    reference: referenceCode(draw++ % REFERENCE_CODES),
    amount,
    expiresAt: new Date(Date.now() + 900_000).toISOString(),
  });

  beforeEach(async () => {
    simulator = await startPayosSimulator(CREDENTIALS);
    provider = connected(simulator);
  });
  afterEach(() => simulator.close());

  it('takes over an order whose answer was lost, and makes no second one', async () => {
    simulator.faults.lostAnswers = 1;
    const shown = await provider.open(order(64_000));
    expect(simulator.orders.size).toBe(1);
    expect([...simulator.orders.values()][0]?.qrCode).toBe(shown.qr);
  });

  it('does not take over an order that does not repeat its code', async () => {
    simulator.faults.lostAnswers = 1;
    simulator.faults.shortAnswers = true;
    await expect(provider.open(order(64_000))).rejects.toMatchObject({ code: 'payment-refused' });
  });

  it('does not take over an order over another amount', async () => {
    const first = order(64_000);
    await provider.open(first);
    await expect(provider.open({ ...first, amount: 65_000 })).rejects.toMatchObject({
      code: 'payment-refused',
    });
  });

  it('says that it may have happened where nobody knows', async () => {
    simulator.faults.badGateway = 2;
    await expect(provider.open(order(10_000))).rejects.toMatchObject({ code: 'payment-timeout' });
    simulator.faults.hangUps = 2;
    await expect(provider.open(order(10_000))).rejects.toMatchObject({ code: 'payment-timeout' });
  });

  it('says that nothing happened where nobody listens', async () => {
    await simulator.close();
    await expect(provider.open(order(10_000))).rejects.toMatchObject({
      code: 'payment-unreachable',
    });
  });

  it('says that the key is wrong, without the key', async () => {
    const wrong = connected(simulator, { apiKey: 'another-key' });
    const failure = await wrong.open(order(10_000)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'payment-refused' });
    expect(String(failure)).not.toContain('another-key');
  });
});
