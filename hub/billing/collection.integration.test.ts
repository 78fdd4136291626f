import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { REFERENCE_CODES, referenceDraw } from '../../core/payment/reference-code.ts';
import { businessDayOf, instantOf } from '../../core/scheduling/business-day.ts';
import { explainDifference } from '../day-close/day-close.ts';
import { readLivePayments } from '../desk/live-payments.ts';
import { payos } from '../payment-providers/payos/payos.ts';
import { signatureOf } from '../payment-providers/payos/signature.ts';
import {
  type PayosSimulator,
  startPayosSimulator,
} from '../payment-providers/payos/simulator/payos-simulator.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { type Billing, createBilling } from './billing.ts';
import { type Collection, createCollection } from './collection.ts';

const CREDENTIALS = { clientId: 'client', apiKey: 'key', checksumKey: 'checksum' } as const;
const VALID_MS = 15 * 60_000;

const embedded = CARRIERS.filter(({ name }) => name.startsWith('embedded'));

describe.each(embedded)('payments collected through payOS, $name', ({ open: openCarrier }) => {
  let carried: CarriedDatabase;
  let simulator: PayosSimulator;
  let clock: ReturnType<typeof fakeClock>;
  let billing: Billing;
  let collection: Collection;

  beforeAll(async () => {
    carried = await openCarrier();
    await migrate(carried.database);
  });
  afterAll(() => carried.close());
  beforeEach(async () => {
    simulator = await startPayosSimulator(CREDENTIALS);
    clock = fakeClock();
    const ids = timeOrderedIds(clock);
    billing = createBilling(carried.database, clock, () => randomInt(REFERENCE_CODES));
    collection = createCollection({
      database: carried.database,
      billing,
      providers: [payos({ baseUrl: simulator.url, ...CREDENTIALS, timeoutMs: 2_000 })],
      clock,
      ids,
      validMs: VALID_MS,
    });
  });
  afterEach(() => simulator.close());

  const billOf = async (amount: number): Promise<string> => {
    const billId = randomUUID();
    await billing.raiseBill({ billId, amount }, 'his');
    return billId;
  };
  const shownFor = async (amount: number) =>
    collection.open(randomUUID(), await billOf(amount), 'kiosk:k1');
  const paid = (reference: string, amount: number) =>
    simulator.pay(referenceDraw(reference) ?? 0, amount);
  const told = (body: string) =>
    collection.notice('payos', { headers: {}, body: Buffer.from(body), receivedAt: clock.now() });

  it('are known from the notice, once, however often it comes', async () => {
    const { attemptId, reference } = await shownFor(150_000);
    const [body = ''] = await paid(reference, 150_000);
    for (let times = 0; times < 3; times += 1) {
      expect(await told(body)).toEqual({ status: 200, body: { success: true } });
    }
    expect(await collection.progress(attemptId)).toMatchObject({
      attempt: 'paid',
      bill: 'paid',
      due: 0,
      received: 150_000,
      transfers: 1,
      unallocated: 0,
    });
  });

  it('are known without any notice, since the screen asks', async () => {
    const { attemptId, reference } = await shownFor(80_000);
    expect((await collection.progress(attemptId)).attempt).toBe('open');
    await paid(reference, 80_000);
    expect((await collection.progress(attemptId)).attempt).toBe('open');
    clock.advance(3_000);
    expect((await collection.progress(attemptId)).bill).toBe('paid');
  });

  it('that are too much leave the rest in plain sight', async () => {
    const { attemptId, reference } = await shownFor(60_000);
    const [body = ''] = await paid(reference, 100_000);
    await told(body);
    expect(await collection.progress(attemptId)).toMatchObject({
      bill: 'paid',
      unallocated: 40_000,
    });
  });

  it('in two parts add up', async () => {
    const { attemptId, reference } = await shownFor(60_000);
    const [first = ''] = await paid(reference, 25_000);
    await told(first);
    expect(await collection.progress(attemptId)).toMatchObject({ bill: 'part-paid', due: 35_000 });
    const [second = ''] = await paid(reference, 35_000);
    await told(second);
    expect(await collection.progress(attemptId)).toMatchObject({ bill: 'paid', due: 0 });
  });

  it('that come while the person gives up are not lost', async () => {
    const { attemptId, reference } = await shownFor(45_000);
    await paid(reference, 45_000);
    expect(await collection.end(attemptId, 'kiosk:k1')).toMatchObject({
      attempt: 'paid',
      bill: 'paid',
    });
  });

  it('that come after the time is over are found by the sweep', async () => {
    const { attemptId, reference } = await shownFor(45_000);
    clock.advance(VALID_MS + 1);
    expect(await collection.sweep()).toBe(0);
    expect((await collection.progress(attemptId)).attempt).toBe('expired');
    await paid(reference, 45_000);
    clock.advance(3_600_000);
    expect(await collection.sweep()).toBe(1);
    expect(await collection.progress(attemptId)).toMatchObject({ attempt: 'paid', bill: 'paid' });
  });

  it('go on being collected after a provider was away', async () => {
    const billId = await billOf(30_000);
    simulator.faults.badGateway = 2;
    await expect(collection.open(randomUUID(), billId, 'kiosk:k1')).rejects.toMatchObject({
      code: 'payment-timeout',
    });
    const { attemptId, reference } = await collection.open(randomUUID(), billId, 'kiosk:k1');
    simulator.faults.badGateway = 1;
    expect((await collection.progress(attemptId)).attempt).toBe('open');
    const [body = ''] = await paid(reference, 30_000);
    await told(body);
    expect((await collection.progress(attemptId)).bill).toBe('paid');
  });

  it('told all at once are all booked, and one that contradicts another stops no third', async () => {
    const shown = await Promise.all(Array.from({ length: 12 }, () => shownFor(10_000)));
    const bodies = await Promise.all(shown.map(one => paid(one.reference, 10_000)));
    const [first] = shown;
    const contradicting = simulator.tell(referenceDraw(first?.reference ?? '') ?? 0, 9_000);
    const replies = await Promise.all(
      [...bodies.flat(), contradicting, ...bodies.flat()].map(told),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    for (const { attemptId } of shown) {
      expect(await collection.progress(attemptId)).toMatchObject({ bill: 'paid', unallocated: 0 });
    }
    const { rows } = await carried.database.query(
      "select 1 from payment_notice where outcome = 'contradicts-earlier'",
    );
    expect(rows).toHaveLength(1);
  });

  it('that are told otherwise are shown at the desk until somebody has explained it', async () => {
    const day = businessDayOf(clock.now());
    const exceptions = async () => {
      const question = { only: 'exceptions', limit: 200 } as const;
      const { news } = await readLivePayments(carried.database, question, day);
      return (news?.payments ?? []).filter(({ review }) => review === 'contradicted');
    };
    const before = (await exceptions()).length;
    const [more, never] = [await shownFor(20_000), await shownFor(30_000)];
    const codeOf = (reference: string) => referenceDraw(reference) ?? 0;
    await told((await paid(more.reference, 20_000))[0] ?? '');
    const [body = ''] = await paid(never.reference, 30_000);
    await told(body);
    await told(simulator.tell(codeOf(more.reference), 21_000));
    const { data } = JSON.parse(body) as { readonly data: Record<string, string> };
    const failed = { ...data, code: '01' };
    const signature = signatureOf(failed, CREDENTIALS.checksumKey);
    expect((await told(JSON.stringify({ data: failed, signature }))).status).toBe(200);
    const shown = await exceptions();
    expect(shown).toHaveLength(before + 2);
    expect((await collection.progress(never.attemptId)).bill).toBe('paid');

    for (const { paymentId: subject, amount } of shown) {
      const word = { explanationId: randomUUID(), day, subject, amount, reason: 'đã xem sao kê' };
      await carried.database.transaction(tx =>
        explainDifference(
          tx,
          { ...word, kind: 'told-otherwise' },
          { actor: 'desk:lan', at: instantOf(clock.now()) },
        ),
      );
    }
    expect(await exceptions()).toEqual([]);
  });

  it('are believed from no one else, and what came is kept', async () => {
    const { attemptId, reference } = await shownFor(99_000);
    const [body = ''] = await paid(reference, 99_000);
    expect((await told(body.replace('99000', '98000'))).status).toBe(401);
    expect((await told('no JSON')).status).toBe(400);
    const nobody = { headers: {}, body: Buffer.from('{}'), receivedAt: clock.now() };
    expect((await collection.notice('nobody', nobody)).status).toBe(404);
    const { rows } = await carried.database.query<{ outcome: string }>(
      "select outcome from payment_notice where outcome not in ('taken', 'contradicts-earlier') order by outcome",
    );
    expect(rows.map(({ outcome }) => outcome)).toEqual(['unreadable', 'wrong-signature']);
    const { rows: bills } = await carried.database.query<{ state: string }>(
      'select state from payment_attempt where attempt_id = $1',
      [attemptId],
    );
    expect(bills).toEqual([{ state: 'open' }]);
  });
});
