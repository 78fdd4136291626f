import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { referenceCode } from '../../../core/payment/reference-code.ts';
import { type PaymentProvider, type RawNotice } from '../provider.ts';
import { sepay, type SepayOptions } from '../sepay/sepay.ts';
import { sepayApi } from '../sepay/sepay-api.ts';
import {
  type SentNotice,
  type SepaySimulator,
  startSepaySimulator,
} from '../sepay/simulator/sepay-simulator.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { providerConformance } from './provider-conformance.ts';

const TO = { bankBin: '970418', account: '1017595600', accountName: 'BENH VIEN MINH AN' } as const;
const SECRET = 'shared';
const TOKEN = 'token';
const BANK_ACCOUNT = randomUUID();

const startSimulator = () =>
  startSepaySimulator({
    token: TOKEN,
    secret: SECRET,
    bankAccountId: BANK_ACCOUNT,
    account: TO.account,
    accountName: TO.accountName,
  });

const connected = (
  { url }: SepaySimulator,
  change: Partial<SepayOptions> = {},
  token = TOKEN,
): PaymentProvider =>
  sepay({
    to: TO,
    proof: { type: 'signature', secret: SECRET },
    api: sepayApi({ baseUrl: url, token, bankAccountId: BANK_ACCOUNT, timeoutMs: 2_000 }),
    ...change,
  });

const received = (notice: SentNotice): RawNotice => ({ ...notice, receivedAt: Date.now() });

providerConformance('sepay', 'signed-body', async () => {
  const simulator = await startSimulator();
  return {
    provider: connected(simulator),
    pay: async ({ reference }, amount) =>
      received(await simulator.transfer(`MBVCB.1.2.${reference}.CT tu 0123`, amount)),
    close: () => simulator.close(),
  };
});

providerConformance('sepay with virtual accounts', 'signed-body', async () => {
  const simulator = await startSimulator();
  return {
    provider: connected(simulator, { virtualAccounts: { clock: systemClock } }),
    pay: async ({ reference }, amount) =>
      received(await simulator.pay(reference, amount, `thanh toan ${reference}`)),
    close: () => simulator.close(),
  };
});

describe('SePay', () => {
  let simulator: SepaySimulator;
  let draw = 3_000_000;
  const order = (amount: number) => ({
    reference: referenceCode(draw++),
    amount,
    expiresAt: new Date(Date.now() + 900_000).toISOString(),
  });

  beforeEach(async () => {
    simulator = await startSimulator();
  });
  afterEach(() => simulator.close());

  it('makes an account for an order, and tells to which one money came', async () => {
    const provider = connected(simulator, { virtualAccounts: { clock: systemClock } });
    const asked = order(150_000);
    const shown = await provider.open(asked);
    expect(shown).toMatchObject({ isOwn: true, bankBin: TO.bankBin });
    expect(shown.account).not.toBe(TO.account);
    const notice = received(await simulator.pay(asked.reference, 150_000));
    expect(provider.readNotice(notice)).toMatchObject({
      credits: [{ virtualAccount: shown.account, narrative: 'chuyen tien' }],
    });
  });

  it('has one order where an answer was lost', async () => {
    simulator.faults.lostAnswers = 1;
    const shown = await connected(simulator, { virtualAccounts: { clock: systemClock } }).open(
      order(64_000),
    );
    expect([...simulator.orders.values()].map(({ vaNumber }) => vaNumber)).toEqual([shown.account]);
  });

  it('does not take over an order over another amount', async () => {
    const provider = connected(simulator, { virtualAccounts: { clock: systemClock } });
    const asked = order(64_000);
    await provider.open(asked);
    await expect(provider.open({ ...asked, amount: 65_000 })).rejects.toMatchObject({
      code: 'payment-refused',
    });
  });

  it('says that it may have happened where nobody knows', async () => {
    simulator.faults.badGateway = 2;
    const provider = connected(simulator, { virtualAccounts: { clock: systemClock } });
    await expect(provider.open(order(10_000))).rejects.toMatchObject({ code: 'payment-timeout' });
  });

  it('cancels the order that nobody should pay any more', async () => {
    const provider = connected(simulator, { virtualAccounts: { clock: systemClock } });
    const asked = order(10_000);
    await provider.open(asked);
    await provider.close(asked);
    expect(simulator.orders.get(asked.reference)?.status).toBe('Cancelled');
  });

  it('says that the token is wrong, without the token', async () => {
    const provider = connected(simulator, { virtualAccounts: { clock: systemClock } }, 'another');
    const failure = await provider.open(order(10_000)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'payment-refused' });
    expect(String(failure)).not.toContain('another');
  });

  it('cannot be asked without a token', async () => {
    const provider = sepay({ to: TO, proof: { type: 'signature', secret: SECRET } });
    expect(await provider.look(order(10_000))).toBeUndefined();
  });
});

describe('a notice of SePay', () => {
  let simulator: SepaySimulator;
  let provider: PaymentProvider;
  beforeEach(async () => {
    simulator = await startSimulator();
    provider = connected(simulator);
  });
  afterEach(() => simulator.close());

  /** The same, as a provider that is proven by a key reads it. */
  const byKey = sepay({ to: TO, proof: { type: 'api-key', key: 'k' } });
  const proven = (notice: SentNotice, authorization?: string, change: object = {}) =>
    byKey.readNotice({
      headers: authorization === undefined ? {} : { authorization },
      body: Buffer.from(
        JSON.stringify({ ...(JSON.parse(notice.body.toString()) as object), ...change }),
      ),
      receivedAt: Date.now(),
    });

  it('recorded and sent again much later is not believed', async () => {
    const notice = received(await simulator.transfer('', 1_000));
    const later = { ...notice, receivedAt: notice.receivedAt + 6 * 60_000 };
    expect(provider.readNotice(later)).toMatchObject({ outcome: 'refused', why: 'too-old' });
  });

  it('may be proven by a key instead', async () => {
    const notice = await simulator.transfer('', 1_000);
    expect(proven(notice, 'Apikey k')).toMatchObject({ outcome: 'credits' });
    expect(proven(notice, 'Apikey K')).toMatchObject({
      outcome: 'refused',
      why: 'wrong-signature',
    });
    expect(proven(notice)).toMatchObject({ outcome: 'refused', why: 'not-signed' });
  });

  it('of money that leaves is taken and credits nothing', async () => {
    const notice = await simulator.transfer('', 1_000);
    expect(proven(notice, 'Apikey k', { transferType: 'out' })).toMatchObject({ credits: [] });
  });

  it('without a bank reference is known by its own number', async () => {
    const notice = await simulator.transfer('', 1_000);
    expect(proven(notice, 'Apikey k', { referenceCode: null, id: 7 })).toMatchObject({
      credits: [{ bankReference: 'sepay-7' }],
    });
  });
});
