import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { sepay } from '../payment-providers/sepay/sepay.ts';
import { sepayApi } from '../payment-providers/sepay/sepay-api.ts';
import {
  type SepaySimulator,
  startSepaySimulator,
} from '../payment-providers/sepay/simulator/sepay-simulator.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { systemClock } from '../ports/system-clock.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { type Billing, createBilling } from './billing.ts';
import { type Collection, createCollection } from './collection.ts';

const TO = { bankBin: '970418', account: '1017595600', accountName: 'BENH VIEN MINH AN' } as const;
const BANK_ACCOUNT = randomUUID();
const [embedded] = CARRIERS;

describe('an account made for one payment', () => {
  let carried: CarriedDatabase;
  let simulator: SepaySimulator;
  let billing: Billing;
  let collection: Collection;

  beforeAll(async () => {
    if (embedded === undefined) throw new Error('no database');
    carried = await embedded.open();
    await migrate(carried.database);
    simulator = await startSepaySimulator({
      token: 'token',
      secret: 'shared',
      bankAccountId: BANK_ACCOUNT,
      account: TO.account,
      accountName: TO.accountName,
    });
    const asked = { baseUrl: simulator.url, token: 'token', bankAccountId: BANK_ACCOUNT };
    billing = createBilling(carried.database, systemClock, () => randomInt(REFERENCE_CODES));
    collection = createCollection({
      database: carried.database,
      billing,
      providers: [
        sepay({
          to: TO,
          proof: { type: 'signature', secret: 'shared' },
          api: sepayApi({ ...asked, timeoutMs: 2_000 }),
          virtualAccounts: { clock: systemClock },
        }),
      ],
      clock: systemClock,
      ids: timeOrderedIds(systemClock),
      validMs: 900_000,
    });
  });
  afterAll(async () => {
    await simulator.close();
    await carried.close();
  });

  const shownFor = async (amount: number) => {
    const billId = randomUUID();
    await billing.raiseBill({ billId, amount }, 'his');
    return collection.open(randomUUID(), billId, 'kiosk:k1');
  };
  const paid = async (reference: string, amount: number) => {
    const notice = await simulator.pay(reference, amount, 'chuyen tien kham benh');
    return collection.notice('sepay', { ...notice, receivedAt: Date.now() });
  };

  it('pays its bill, whatever the transfer says', async () => {
    const { attemptId, reference } = await shownFor(150_000);
    expect((await paid(reference, 150_000)).status).toBe(200);
    expect(await collection.progress(attemptId)).toMatchObject({ attempt: 'paid', bill: 'paid' });
  });

  it('pays no other bill over the same amount', async () => {
    const [one, other] = [await shownFor(64_000), await shownFor(64_000)];
    await paid(other.reference, 64_000);
    expect(await collection.progress(one.attemptId)).toMatchObject({
      attempt: 'open',
      due: 64_000,
    });
    expect(await collection.progress(other.attemptId)).toMatchObject({ bill: 'paid' });
  });
});
