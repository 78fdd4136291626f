import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { createDeliveryStore } from '../his/delivery/delivery-store.ts';
import { listDeliveries } from '../his/delivery/delivery-register.ts';
import { type ReceiptDelivery } from '../his/his-money.ts';
import { createIntake } from '../intake/intake.ts';
import { checkInEvent } from '../intake/testing/synthetic-events.ts';
import { TEST_PATIENTS } from '../intake/testing/test-patients.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { type Billing, createBilling } from './billing.ts';
import { queueReceipts, receiptsOfDay, receiptTotals } from './his-receipts.ts';

/** The quicker one of those that this machine has. */
const carrier = CARRIERS.findLast(({ isAvailable }) => isAvailable);

describe('a receipt for the HIS', () => {
  describe('of money that pays a bill', () => {
    const clock = fakeClock();
    const ids = timeOrderedIds(clock);
    const now = () => new Date(clock.now()).toISOString();
    const day = businessDayOf(clock.now());
    let carried: CarriedDatabase;
    let billing: Billing;

    beforeAll(async () => {
      if (carrier === undefined) throw new Error('no database');
      carried = await carrier.open();
      await migrate(carried.database);
      billing = createBilling(carried.database, clock, () => randomInt(REFERENCE_CODES));
    });
    afterAll(() => carried.close());

    const billOf = async (amount: number, more: object = { hisBill: randomUUID() }) => {
      const billId = randomUUID();
      await billing.raiseBill({ billId, amount, ...more }, 'kiosk:k1');
      const { reference } = await billing.openAttempt(
        {
          attemptId: randomUUID(),
          billId,
          provider: 'payos',
          expiresAt: new Date(clock.now() + 60_000).toISOString(),
        },
        'kiosk:k1',
      );
      return { billId, reference };
    };
    const pay = async (reference: string, amount: number) => {
      const paymentId = randomUUID();
      await billing.receive(
        [
          {
            paymentId,
            provider: 'payos',
            account: '1017595600',
            bankReference: paymentId,
            into: 'clearing:payos',
            amount,
            narrative: reference,
            paidAt: now(),
          },
        ],
        'provider:payos',
      );
      return paymentId;
    };
    const receiptsOf = async (billId: string) =>
      (await receiptsOfDay(carried.database, day)).filter(one => one.billId === billId);

    /** Everything due, oldest of each patient first; each is settled as delivered. */
    const deliverAll = async (): Promise<
      readonly (ReceiptDelivery | { readonly visitId: string })[]
    > => {
      const store = createDeliveryStore(carried.database);
      const sent: (ReceiptDelivery | { readonly visitId: string })[] = [];
      for (;;) {
        const claimed = await store.claim('test', 50, now(), 60_000);
        if (claimed.length === 0) return sent;
        sent.push(...claimed.map(one => ('event' in one ? { visitId: one.event.visitId } : one)));
        await store.settle(
          'test',
          claimed.map(({ eventId }) => ({
            eventId,
            state: 'delivered',
            receipt: { said: eventId },
          })),
          now(),
        );
      }
    };

    it('is written with the allocation, and goes its way to the HIS', async () => {
      const eInvoice = { buyer: 'Công ty TNHH Thử Nghiệm', taxCode: '0101234567' };
      const { billId, reference } = await billOf(90_000, {
        hisBill: 'HD-1',
        hisPatientId: 'BN1',
        eInvoice,
      });
      const paymentId = await pay(reference, 90_000);
      expect(await receiptsOf(billId)).toMatchObject([
        { kind: 'payment', paymentId, amount: 90_000, state: 'queued', hisBill: 'HD-1' },
      ]);
      const sent = await deliverAll();
      expect(sent).toMatchObject([
        {
          attemptsBefore: 0,
          receipt: {
            kind: 'payment',
            hisBill: 'HD-1',
            hisPatientId: 'BN1',
            paymentId,
            amount: 90_000,
            method: 'transfer',
            provider: 'payos',
            bankReference: paymentId,
            eInvoice,
          },
        },
      ]);
      const [receipt] = await receiptsOf(billId);
      expect(receipt).toMatchObject({
        state: 'delivered',
        references: { said: receipt?.receiptId },
      });
    });

    it('of nobody the HIS knows concerns it not', async () => {
      const { billId, reference } = await billOf(10_000, {});
      await pay(reference, 10_000);
      expect(await receiptsOf(billId)).toEqual([]);
    });

    it('is taken back whole, and what is left of it written anew', async () => {
      const { billId, reference } = await billOf(50_000);
      const paymentId = await pay(reference, 50_000);
      await billing.reverseAllocation({ billId, paymentId, amount: 20_000 }, 'user:lan');
      const [paid, taken, left] = await receiptsOf(billId);
      expect(taken).toMatchObject({
        kind: 'cancellation',
        amount: 50_000,
        cancels: paid?.receiptId,
      });
      expect(left).toMatchObject({ kind: 'payment', amount: 30_000, cancels: null });
      const sent = await deliverAll();
      expect(sent.map(one => ('receipt' in one ? one.receipt.eventId : undefined))).toEqual([
        paid?.receiptId,
        taken?.receiptId,
        left?.receiptId,
      ]);
      expect(sent[1]).toMatchObject({ cancelled: { said: paid?.receiptId } });
      expect(receiptTotals(await receiptsOf(billId))).toEqual({
        delivered: 30_000,
        underWay: 0,
        dead: 0,
      });
    });

    it('waits for the visit of its bill, and goes behind it', async () => {
      const event = checkInEvent();
      const { billId, reference } = await billOf(70_000, { visitId: event.visitId });
      await pay(reference, 70_000);
      expect(await receiptsOf(billId)).toMatchObject([{ state: 'waiting-for-visit' }]);
      expect(await deliverAll()).toEqual([]);
      const intake = createIntake({
        database: carried.database,
        clock,
        ids,
        patients: TEST_PATIENTS,
      });
      await intake.receive('kiosk-1', [event]);
      expect(await carried.database.transaction(tx => queueReceipts(tx, now()))).toBe(1);
      expect(await carried.database.transaction(tx => queueReceipts(tx, now()))).toBe(0);
      const sent = await deliverAll();
      expect(sent).toMatchObject([
        { visitId: event.visitId },
        {
          receipt: { visitId: event.visitId, amount: 70_000 },
          visit: {
            visitId: event.visitId,
            event: { eventId: event.eventId },
            references: { said: event.eventId },
          },
        },
      ]);
      const listed = await listDeliveries(carried.database, ['delivered'], 100);
      expect(listed.map(one => one.kind)).toContain('payment');
    });

    it('wishes for an invoice only until something is paid', async () => {
      const { billId, reference } = await billOf(10_000);
      await billing.wishInvoice(billId, { buyer: 'Nguyễn Thị Thử' }, 'kiosk:k1');
      await pay(reference, 10_000);
      await expect(
        billing.wishInvoice(billId, { buyer: 'Another' }, 'kiosk:k1'),
      ).rejects.toMatchObject({ code: 'not-possible-now' });
      const sent = await deliverAll();
      expect(sent).toMatchObject([{ receipt: { eInvoice: { buyer: 'Nguyễn Thị Thử' } } }]);
    });
  });
});
