import { createHmac, randomInt, randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { type Billing, createBilling } from '../billing/billing.ts';
import { createCollection } from '../billing/collection.ts';
import { sepay } from '../payment-providers/sepay/sepay.ts';
import {
  startVietqrVnSimulator,
  type VietqrVnSimulator,
} from '../payment-providers/vietqr-vn/simulator/vietqr-vn-simulator.ts';
import { vietqrVn } from '../payment-providers/vietqr-vn/vietqr-vn.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { systemClock } from '../ports/system-clock.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { takePaymentNotices } from './payment-notices.ts';

const TO = { bankBin: '970436', account: '1017595600', accountName: 'BENH VIEN MINH AN' } as const;
const OURS = { username: 'hospital', password: 'to-vietqr' } as const;
const THEIRS = { username: 'vietqr', password: 'to-hospital' } as const;
const [embedded] = CARRIERS;

describe('the address for payment notices', () => {
  let carried: CarriedDatabase;
  let billing: Billing;
  let app: FastifyInstance;
  let simulator: VietqrVnSimulator;
  let url: string;
  const lines: string[] = [];
  const vietqr = () =>
    vietqrVn({
      baseUrl: simulator.url,
      bankCode: 'VCB',
      to: TO,
      credentials: OURS,
      callback: THEIRS,
      timeoutMs: 2_000,
    });

  beforeAll(async () => {
    if (embedded === undefined) throw new Error('no database');
    carried = await embedded.open();
    await migrate(carried.database);
    simulator = await startVietqrVnSimulator({
      credentials: OURS,
      callback: THEIRS,
      bankBin: TO.bankBin,
      callbackUrl: () => `${url}/payment-notices/vietqr-vn`,
    });
    billing = createBilling(carried.database, systemClock, () => randomInt(REFERENCE_CODES));
    const collection = createCollection({
      database: carried.database,
      billing,
      providers: [sepay({ to: TO, proof: { type: 'signature', secret: 'shared' } }), vietqr()],
      clock: systemClock,
      ids: timeOrderedIds(systemClock),
      validMs: 900_000,
    });
    app = Fastify({ logger: false });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });
    const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) });
    takePaymentNotices(app, { collection, clock: systemClock, log });
    url = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await app.close();
    await simulator.close();
    await carried.close();
  });

  const bodyFor = (reference: string, amount: number): string =>
    JSON.stringify({
      id: randomInt(1_000_000),
      transactionDate: new Date(Date.now() + 7 * 3_600_000)
        .toISOString()
        .slice(0, 19)
        .replace('T', ' '),
      accountNumber: TO.account,
      content: `NGUYEN VAN MAU ${reference}`,
      transferType: 'in',
      transferAmount: amount,
      referenceCode: `FT${randomUUID()}`,
    });
  const sent = async (provider: string, body: string, secret = 'shared') => {
    const timestamp = Math.floor(Date.now() / 1000).toString();
    const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    const response = await fetch(`${url}/payment-notices/${provider}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-sepay-timestamp': timestamp,
        'x-sepay-signature': `sha256=${signature}`,
      },
      body,
    });
    return { status: response.status, body: await response.json() };
  };

  it('takes a signed notice, over and over, and pays the bill once', async () => {
    const billId = randomUUID();
    await billing.raiseBill({ billId, amount: 120_000 }, 'his');
    const { reference } = await billing.openAttempt(
      {
        attemptId: randomUUID(),
        billId,
        provider: 'sepay',
        expiresAt: new Date(Date.now() + 900_000).toISOString(),
      },
      'kiosk:k1',
    );
    const body = bodyFor(reference, 120_000);
    for (let times = 0; times < 3; times += 1) {
      expect(await sent('sepay', body)).toEqual({ status: 200, body: { success: true } });
    }
    expect(await billing.bill(billId)).toMatchObject({ state: 'paid', due: 0 });
  });

  it('gives VietQR.vn a token below its address, and takes what it tells with it', async () => {
    const billId = randomUUID();
    await billing.raiseBill({ billId, amount: 64_000 }, 'his');
    const attempt = await billing.openAttempt(
      {
        attemptId: randomUUID(),
        billId,
        provider: 'vietqr-vn',
        expiresAt: new Date(Date.now() + 900_000).toISOString(),
      },
      'kiosk:k1',
    );
    await vietqr().open(attempt);
    await simulator.pay(attempt.reference, 64_000);
    expect(await billing.bill(billId)).toMatchObject({ state: 'paid', due: 0 });
  });

  it('believes nobody else, and says nothing of why', async () => {
    const refused = { body: { success: false } };
    expect(await sent('sepay', bodyFor('x', 1), 'another')).toEqual({ status: 401, ...refused });
    expect(await sent('sepay', 'no JSON')).toEqual({ status: 400, ...refused });
    expect(await sent('nobody', bodyFor('x', 1))).toEqual({ status: 404, ...refused });
    expect(await sent('sepay', 'x'.repeat(70_000))).toMatchObject({ status: 413 });
  });

  it('has nothing of a payer in its log', () => {
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toContain('NGUYEN');
  });
});
