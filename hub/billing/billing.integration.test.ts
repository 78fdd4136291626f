import { randomInt, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { SqlError } from '../storage/database.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { type Billing, createBilling } from './billing.ts';
import { trialBalance } from './journal.ts';
import { verifyJournal } from './journal-verification.ts';
import { failingDatabase, type FailingDatabase, PowerCut } from './testing/failing-database.ts';
import { MONEY_EVENTS, type MoneyEvent, MoneyModel } from './testing/money-model.ts';

/** About 150 events each: 5,000 where the database is quick, and the same machine on the other one. */
const RUNS = { embedded: 4, server: 34 } as const;

const draw = () => randomInt(REFERENCE_CODES);
const EXPIRES = '2026-11-23T03:00:00.000Z';

const events: fc.Arbitrary<MoneyEvent> = fc.record({
  kind: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...MONEY_EVENTS) },
    { weight: 1, arbitrary: fc.constantFrom(...(['raise', 'show', 'receive'] as const)) },
  ),
  which: fc.nat(10_000),
  other: fc.nat(10_000),
  amount: fc.integer({ min: 1, max: 900_000 }),
});

interface Run {
  /** Which of the two hubs does it, and where its power is cut first; 0 is nowhere. */
  readonly hub: boolean;
  readonly cut: number;
  readonly event: MoneyEvent;
}

describe.each(CARRIERS)('the money of a hospital, $name', ({ isAvailable, open }) => {
  describe.runIf(isAvailable)('with one hub or two', () => {
    let carried: CarriedDatabase;
    let hubs: readonly { readonly database: FailingDatabase; readonly billing: Billing }[];
    let billing: Billing;

    beforeAll(async () => {
      carried = await open();
      await migrate(carried.database);
      hubs = [carried.database, carried.second ?? carried.database]
        .map(failingDatabase)
        .map(database => ({ database, billing: createBilling(database, fakeClock(), draw) }));
      billing = createBilling(carried.database, fakeClock(), draw);
    });
    afterAll(() => carried.close());

    const billOf = async (amount: number) => {
      const billId = randomUUID();
      await billing.raiseBill({ billId, amount }, 'his');
      return billId;
    };
    const attemptOn = (billId: string) =>
      billing.openAttempt(
        { attemptId: randomUUID(), billId, provider: 'payos', expiresAt: EXPIRES },
        'kiosk:k1',
      );
    const money = (amount: number, narrative: string) => ({
      paymentId: randomUUID(),
      provider: 'payos',
      account: '1017595600',
      bankReference: randomUUID(),
      into: 'clearing:payos' as const,
      amount,
      narrative,
      paidAt: EXPIRES,
    });

    it('goes to the bill that the transfer names, once', async () => {
      const billId = await billOf(150_000);
      const { reference } = await attemptOn(billId);
      const told = money(150_000, `MBVCB.1.2.${reference.toLowerCase()}.CT tu`);
      const [receipt] = await billing.receive([told], 'provider:payos');
      expect(receipt).toMatchObject({
        isNew: true,
        billId,
        payment: { unallocated: 0, review: null, isLate: false },
      });
      expect(await billing.bill(billId)).toMatchObject({ state: 'paid', due: 0 });
      const again = { ...told, paymentId: randomUUID() };
      expect(await billing.receive([again], 'provider:payos')).toMatchObject([{ isNew: false }]);
      await expect(
        billing.receive([{ ...again, amount: 1 }], 'provider:payos'),
      ).rejects.toMatchObject({ code: 'idempotency-conflict' });
    });

    it('pays a bill also after its code has run out, and says that it was late', async () => {
      const billId = await billOf(80_000);
      const { attemptId, reference } = await attemptOn(billId);
      await billing.endAttempt(attemptId, 'time-over', 'kiosk:k1');
      expect((await billing.bill(billId)).state).toBe('open');
      const receipts = await billing.receive([money(80_000, reference)], 'provider:payos');
      expect(receipts).toMatchObject([{ payment: { isLate: true } }]);
      expect((await billing.bill(billId)).state).toBe('paid');
    });

    it('that comes twice waits in suspense until two people send it back', async () => {
      const billId = await billOf(60_000);
      const { reference } = await attemptOn(billId);
      const twice = [money(60_000, reference), money(60_000, reference)];
      const [, second] = await billing.receive(twice, 'provider:payos');
      expect(second?.payment).toMatchObject({ unallocated: 60_000, review: 'paid-before' });
      const refundId = randomUUID();
      const paymentId = second?.payment.paymentId ?? '';
      await billing.requestRefund(
        { refundId, paymentId, amount: 60_000, reason: 'paid twice' },
        'user:lan',
      );
      await expect(billing.decideRefund(refundId, 'approve', 'user:lan')).rejects.toMatchObject({
        code: 'not-permitted',
      });
      await billing.decideRefund(refundId, 'approve', 'user:minh');
      expect(await billing.payment(paymentId)).toMatchObject({ unallocated: 0, review: null });
      expect((await billing.payRefund(refundId, 'cash:shift', 'user:minh')).state).toBe('paid');
    });

    it('shows one code at a time for a bill', async () => {
      const billId = await billOf(10_000);
      const first = await attemptOn(billId);
      const second = await attemptOn(billId);
      expect(second.reference).not.toBe(first.reference);
      const ended = await billing.endAttempt(first.attemptId, 'time-over', 'kiosk:k1');
      expect(ended?.state).toBe('replaced');
    });

    it('is never astray, whatever happens in whatever order', async () => {
      const run: fc.Arbitrary<Run> = fc.record({
        hub: fc.boolean(),
        cut: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 12 })),
        event: events,
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(run, { minLength: 100, maxLength: 200, size: 'max' }),
          async runs => {
            const model = new MoneyModel();
            for (const { hub, cut, event } of runs) {
              const one = hubs[hub ? 1 : 0];
              if (one !== undefined) await withCut(one, cut, model, event);
            }
            await comparePiles(model);
          },
        ),
        { numRuns: RUNS[carried.database.carrier], endOnFailure: true },
      );
      const balances = [...(await trialBalance(carried.database)).values()];
      expect(balances.reduce((sum, balance) => sum + balance, 0)).toBe(0);
      expect(await verifyJournal(carried.database)).toMatchObject({ intact: true });
    }, 120_000);

    /** The power goes in the middle; after that the same is asked again, as every caller does. */
    const withCut = async (
      { database, billing: hub }: { database: FailingDatabase; billing: Billing },
      cut: number,
      model: MoneyModel,
      event: MoneyEvent,
    ): Promise<void> => {
      if (cut === 0) return model.apply(hub, event);
      const retried = new Proxy(hub, {
        get:
          (target, name: keyof Billing) =>
          async (...args: unknown[]) => {
            const method = target[name] as (...given: unknown[]) => Promise<unknown>;
            database.cutBefore(cut);
            try {
              return await method(...args);
            } catch (error) {
              if (!(error instanceof PowerCut)) throw error;
              return method(...args);
            }
          },
      });
      await model.apply(retried, event);
    };

    const rows = async <R>(sql: string): Promise<readonly R[]> =>
      (await carried.database.query<R>(sql)).rows;

    const comparePiles = async (model: MoneyModel): Promise<void> => {
      const bills = await rows<{ bill_id: string; due: number; is_cancelled: boolean }>(
        'select bill_id, due, is_cancelled from bill_balance',
      );
      for (const { billId, due, isCancelled } of model.bills) {
        const bill = bills.find(row => row.bill_id === billId);
        expect(bill).toEqual({ bill_id: billId, due, is_cancelled: isCancelled });
      }
      const payments = await rows<{ payment_id: string; unallocated: number }>(
        'select payment_id, unallocated from payment_balance',
      );
      for (const { paymentId, unallocated } of model.payments) {
        const payment = payments.find(row => row.payment_id === paymentId);
        expect(payment?.unallocated).toBe(unallocated);
      }
      const balances = await trialBalance(carried.database);
      const inClearing = model.payments.reduce((sum, payment) => sum + payment.inClearing, 0);
      expect(balances.get(model.clearing) ?? 0).toBe(inClearing);
      expect(balances.get(model.bankAccount) ?? 0).toBe(model.banked);
      const arrived = model.payments.reduce((sum, payment) => sum + payment.amount, 0);
      const refunded = model.refunds
        .filter(({ state }) => state === 'paid')
        .reduce((sum, { amount }) => sum + amount, 0);
      expect(balances.get(model.cashAccount) ?? 0).toBe(0 - refunded);
      expect(inClearing + model.banked).toBe(arrived);
    };

    describe('and the database itself', () => {
      const refused = (sql: string) =>
        expect(carried.database.transaction(tx => tx.query(sql))).rejects.toBeInstanceOf(SqlError);

      it.each([
        'update journal_posting set amount = amount * 2',
        'delete from journal_entry',
        'truncate journal_posting',
        'update journal_entry set actor = actor',
      ])('refuses to rewrite what happened: %s', refused);

      it('refuses an entry that does not add up, or does not follow the last one', async () => {
        const follows = (postings: string) => `
          with head as (select * from journal_head), entry as (
            insert into journal_entry select entry_no + 1, 'bill-raised', now(), 'x', hash,
              repeat('a', 64), current_date from head returning entry_no)
          insert into journal_posting select entry_no, line, account, amount
            from entry, (values ${postings}) as each (line, account, amount)`;
        await refused(follows(`(1, 'receivable', 5), (2, 'charges', -4)`));
        await refused(follows(`(1, 'receivable', 5)`));
        await refused(`insert into journal_entry values (900000000, 'bill-raised', now(), 'x',
          repeat('b', 64), repeat('c', 64), current_date)`);
      });

      it('refuses to pay a bill twice, whoever asks', async () => {
        const billId = await billOf(1000);
        await refused(`
          with head as (select * from journal_head), entry as (
            insert into journal_entry select entry_no + 1, 'allocated', now(), 'x', hash,
              repeat('d', 64), current_date from head returning entry_no)
          insert into journal_posting select entry_no, line, account, amount, bill
            from entry, (values (1, 'suspense', 1001, null::uuid),
              (2, 'receivable', -1001, '${billId}'::uuid)) as each (line, account, amount, bill)`);
      });
    });

    it.each([
      [
        'an amount',
        'update journal_posting set amount = amount + sign(amount) where entry_no = 2',
        'entry-changed',
      ],
      [
        'the day it belongs to',
        `update journal_entry set booked_on = booked_on - 1 where entry_no = 3`,
        'entry-changed',
      ],
      [
        'who did it',
        `update journal_entry set actor = 'user:nobody' where entry_no = 3`,
        'entry-changed',
      ],
      [
        'an entry that is gone',
        'delete from journal_posting where entry_no = 4; delete from journal_entry where entry_no = 4',
        'entry-missing',
      ],
      [
        'a posting that is gone',
        'delete from journal_posting where entry_no = 5 and line = 2',
        'entry-changed',
      ],
      [
        'an end that was cut off',
        'delete from journal_posting where entry_no = (select max(entry_no) from journal_entry); delete from journal_entry where entry_no = (select max(entry_no) from journal_entry)',
        'end-missing',
      ],
    ])('%s that somebody with all rights changed is found', async (_, tampering, defect) => {
      await billOf(1);
      const before = await verifyJournal(carried.database);
      expect(before.intact).toBe(true);
      await expect(
        carried.database.transaction(async tx => {
          await tx.script(`set local session_replication_role = replica; ${tampering}`);
          throw new Found(await verifyJournal(tx));
        }),
      ).rejects.toMatchObject({ verdict: { intact: false, defect } });
      expect(await verifyJournal(carried.database)).toEqual(before);
    });
  });
});

/** Ends the transaction, so that what was tampered with for the test is as it was. */
class Found extends Error {
  readonly verdict: unknown;
  constructor(verdict: unknown) {
    super('found');
    this.verdict = verdict;
  }
}
