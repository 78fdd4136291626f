import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CashCount } from '../../core/cash/cash-count.ts';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { instantOf } from '../../core/scheduling/business-day.ts';
import { openShift } from '../cashier/shifts.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { SqlError } from '../storage/database.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { type Billing, createBilling } from './billing.ts';
import { verifyJournal } from './journal-verification.ts';

const draw = () => randomInt(REFERENCE_CODES);
const EXPIRES = '2026-11-23T03:00:00.000Z';

describe.each(CARRIERS)('the money of a hospital, $name', ({ isAvailable, open }) => {
  describe.runIf(isAvailable)('in its journal', () => {
    let carried: CarriedDatabase;
    let billing: Billing;
    const clock = fakeClock();

    beforeAll(async () => {
      carried = await open();
      await migrate(carried.database);
      billing = createBilling(carried.database, clock, draw);
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

    it('that a person gives to a bill ends its code, so that nobody pays it again', async () => {
      const billId = await billOf(70_000);
      const { attemptId } = await attemptOn(billId);
      const stateOf = async (): Promise<unknown> => {
        const { rows } = await carried.database.query(
          'select state from payment_attempt where attempt_id = $1',
          [attemptId],
        );
        return rows;
      };
      const [receipt] = await billing.receive([money(70_000, 'no code')], 'provider:payos');
      const paymentId = receipt?.payment.paymentId ?? '';
      await billing.allocate({ paymentId, billId, amount: 30_000 }, 'desk:lan');
      expect(await stateOf()).toEqual([{ state: 'open' }]);
      await billing.allocate({ paymentId, billId, amount: 40_000 }, 'desk:lan');
      expect(await stateOf()).toEqual([{ state: 'cancelled' }]);
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
      const drawerWith = async (counted: CashCount) => {
        const shiftId = randomUUID();
        const by = { actor: shiftId, at: instantOf(clock.now()) };
        await carried.database.transaction(tx =>
          openShift(tx, { shiftId, drawer: shiftId, counted }, by),
        );
        return `cash:${shiftId}` as const;
      };
      for (const drawer of ['cash:nobodys', await drawerWith({ '50000': 1 })] as const) {
        await expect(billing.payRefund(refundId, drawer, 'user:minh')).rejects.toMatchObject({
          code: 'not-possible-now',
        });
      }
      const drawer = await drawerWith({ '50000': 2 });
      expect((await billing.payRefund(refundId, drawer, 'user:minh')).state).toBe('paid');
    });

    it('shows one code at a time for a bill', async () => {
      const billId = await billOf(10_000);
      const first = await attemptOn(billId);
      const second = await attemptOn(billId);
      expect(second.reference).not.toBe(first.reference);
      const ended = await billing.endAttempt(first.attemptId, 'time-over', 'kiosk:k1');
      expect(ended?.state).toBe('replaced');
    });

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
