import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { referenceCode } from '../../../core/payment/reference-code.ts';
import { type PaymentProvider, type RawNotice } from '../provider.ts';
import {
  startVietqrVnSimulator,
  type VietqrVnSimulator,
} from '../vietqr-vn/simulator/vietqr-vn-simulator.ts';
import { type Credentials, vietqrVn } from '../vietqr-vn/vietqr-vn.ts';
import { providerConformance } from './provider-conformance.ts';

const TO = { bankBin: '970422', account: '0916000123', accountName: 'BENH VIEN MINH AN' } as const;
const OURS: Credentials = { username: 'hospital', password: 'to-vietqr' };
const THEIRS: Credentials = { username: 'vietqr', password: 'to-hospital' };
const PASSED_MS = 301_000;

const startSimulator = () =>
  startVietqrVnSimulator({ credentials: OURS, callback: THEIRS, bankBin: TO.bankBin });

const connected = ({ url }: VietqrVnSimulator, change: object = {}): PaymentProvider =>
  vietqrVn({
    baseUrl: url,
    bankCode: 'MB',
    to: TO,
    credentials: OURS,
    callback: THEIRS,
    timeoutMs: 2_000,
    ...change,
  });

const askToken = (provider: PaymentProvider, { username, password }: Credentials, at: number) =>
  provider.readNotice({
    path: 'api/token_generate',
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
    },
    body: Buffer.alloc(0),
    receivedAt: at,
  });

/** A notice as VietQR.vn sends it, with a token it has just been given. */
const noticeOf = (provider: PaymentProvider, body: string, at = Date.now()): RawNotice => {
  const { reply } = askToken(provider, THEIRS, at);
  return {
    path: 'bank/api/transaction-sync',
    headers: { authorization: `Bearer ${String(reply.body['access_token'])}` },
    body: Buffer.from(body),
    receivedAt: at,
  };
};

providerConformance('vietqr-vn', 'token', async () => {
  const simulator = await startSimulator();
  const provider = connected(simulator);
  return {
    provider,
    pay: async ({ reference }, amount) =>
      noticeOf(provider, await simulator.pay(reference, amount)),
    close: () => simulator.close(),
  };
});

describe('VietQR.vn', () => {
  let simulator: VietqrVnSimulator;
  let provider: PaymentProvider;
  let draw = 5_000_000;
  const order = (amount: number) => ({
    reference: referenceCode(draw++),
    amount,
    expiresAt: new Date(Date.now() + 900_000).toISOString(),
  });
  const told = { bankaccount: TO.account, transType: 'C', transactiontime: 1_793_500_000 };

  beforeEach(async () => {
    simulator = await startSimulator();
    provider = connected(simulator);
  });
  afterEach(() => simulator.close());

  it('is given a token for its password only, and the token is over after five minutes', () => {
    expect(askToken(provider, THEIRS, Date.now())).toMatchObject({ outcome: 'answered' });
    expect(askToken(provider, OURS, Date.now())).toMatchObject({ outcome: 'refused' });
    const notice = noticeOf(
      provider,
      JSON.stringify({ ...told, amount: 1, referencenumber: 'FT1' }),
    );
    expect(provider.readNotice(notice).outcome).toBe('credits');
    const later = { ...notice, receivedAt: notice.receivedAt + PASSED_MS };
    expect(provider.readNotice(later)).toMatchObject({
      outcome: 'refused',
      why: 'wrong-signature',
    });
  });

  it('is understood however it spells its fields', () => {
    const spelled = {
      bankAccount: TO.account,
      transType: 'C',
      transactionTime: '1793500000000',
      referenceNumber: 'FT2',
      amount: '64000',
    };
    expect(provider.readNotice(noticeOf(provider, JSON.stringify(spelled)))).toMatchObject({
      credits: [
        { bankReference: 'FT2', amount: 64_000, paidAt: new Date(1_793_500_000_000).toISOString() },
      ],
    });
  });

  it('tells of money that leaves, which credits nothing', () => {
    const body = JSON.stringify({ ...told, transType: 'D', amount: 5_000, referencenumber: 'FT3' });
    expect(provider.readNotice(noticeOf(provider, body))).toMatchObject({ credits: [] });
  });

  it('is not believed about money that has no number of its own', () => {
    const body = JSON.stringify({ ...told, amount: 5_000 });
    expect(provider.readNotice(noticeOf(provider, body))).toMatchObject({ why: 'unreadable' });
  });

  it('gives one token for many questions, and another once it is over', async () => {
    await provider.open(order(10_000));
    await provider.open(order(20_000));
    expect(simulator.tokens).toBe(1);
    simulator.faults.tokensOver = 1;
    await provider.open(order(30_000));
    expect(simulator.tokens).toBe(2);
  });

  it('may lose an answer: the order is asked for once more', async () => {
    simulator.faults.lostAnswers = 1;
    const asked = order(64_000);
    await provider.open(asked);
    expect(simulator.orders.get(asked.reference)).toHaveLength(2);
  });

  it('is not shown with a code over another amount', async () => {
    simulator.faults.wrongAmount = true;
    await expect(provider.open(order(10_000))).rejects.toMatchObject({ code: 'payment-refused' });
  });

  it('says of an order nobody knows that nothing came for it', async () => {
    expect(await provider.look(order(10_000))).toEqual([]);
  });

  it('says that the password is wrong, without the password', async () => {
    const wrong = connected(simulator, { credentials: { ...OURS, password: 'another' } });
    const failure = await wrong.open(order(10_000)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'payment-refused' });
    expect(String(failure)).not.toContain('another');
  });
});
