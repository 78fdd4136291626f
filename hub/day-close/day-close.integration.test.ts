import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, businessDayOf, instantOf } from '../../core/scheduling/business-day.ts';
import { trialBalance } from '../billing/journal.ts';
import { verifyJournal } from '../billing/journal-verification.ts';
import { type MoneyOnTest, openMoney } from '../billing/testing/open-money.ts';
import { takeCash } from '../cashier/cash-payments.ts';
import { openShift } from '../cashier/shifts.ts';
import { brokenReport, closeShift, listReports, makeXReport } from '../cashier/shift-reports.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { type Queryable, SqlError } from '../storage/database.ts';
import { CARRIERS } from '../storage/testing/carriers.ts';
import { brokenDay, dayStatus, explainDifference, signDay } from './day-close.ts';

describe.each(CARRIERS)('a day at the desk, $name', ({ isAvailable, open }) => {
  describe.runIf(isAvailable)('from the first shift to the signature', () => {
    let money: MoneyOnTest;
    const clock = fakeClock();

    beforeAll(async () => {
      money = await openMoney(clock, open);
    });
    afterAll(() => money.close());

    const by = (actor: string) => ({ actor, at: instantOf(clock.now()) });
    const inOne = <T>(work: (tx: Queryable) => Promise<T>): Promise<T> =>
      money.database.transaction(work);
    const opened = async (drawer: string, cashier: string, counted = {}) => {
      const shiftId = randomUUID();
      await inOne(tx => openShift(tx, { shiftId, drawer, counted }, by(cashier)));
      return shiftId;
    };
    const paidCash = async (shiftId: string, cashier: string, amount: number) => {
      const billId = await money.billOf(amount);
      const payment = { paymentId: randomUUID(), shiftId, billId, amount };
      const receipt = await inOne(tx => takeCash(tx, payment, by(cashier)));
      return { billId, payment, receipt };
    };
    const received = async (amount: number, into: `bank:${string}` | `clearing:${string}`) => {
      const paymentId = randomUUID();
      const told = { paymentId, provider: 'payos', account: '1', bankReference: paymentId, into };
      const paidAt = instantOf(clock.now());
      await money.billing.receive([{ ...told, amount, narrative: 'x', paidAt }], 'provider');
      return paymentId;
    };
    const balance = async (account: 'safe' | 'cash-over-short') =>
      (await trialBalance(money.database)).get(account) ?? 0;

    it('takes cash for bills, once, and only from its own cashier', async () => {
      const shiftId = await opened('A', 'desk:lan', { '100000': 5 });
      const { billId, payment, receipt } = await paidCash(shiftId, 'desk:lan', 150_000);
      expect((await money.billing.bill(billId)).state).toBe('paid');
      const again = await inOne(tx => takeCash(tx, payment, by('desk:lan')));
      expect(again).toEqual(receipt);
      const other = { ...payment, paymentId: randomUUID(), billId: await money.billOf(1) };
      await expect(inOne(tx => takeCash(tx, other, by('desk:minh')))).rejects.toMatchObject({
        code: 'not-permitted',
      });
      await expect(
        inOne(tx => openShift(tx, { shiftId: randomUUID(), drawer: 'A', counted: {} }, by('x'))),
      ).rejects.toMatchObject({ code: 'not-possible-now' });
      const x = await inOne(tx => makeXReport(tx, shiftId, by('desk:lan')));
      expect(x.content).toMatchObject({ float: 500_000, expected: 650_000 });
      const z = await inOne(tx =>
        closeShift(tx, { shiftId, counted: { '500000': 1, '50000': 3 } }, by('desk:lan')),
      );
      expect(z).toMatchObject({
        kind: 'Z',
        reportNo: 1,
        content: { takings: { number: 1, amount: 150_000 }, expected: 650_000, difference: 0 },
      });
    });

    it('wants a reason for what was counted differently, and books it by its name', async () => {
      const shiftId = await opened('A', 'desk:lan', { '10000': 1 });
      await paidCash(shiftId, 'desk:lan', 40_000);
      const counted = { '20000': 2 };
      await expect(
        inOne(tx => closeShift(tx, { shiftId, counted }, by('desk:lan'))),
      ).rejects.toMatchObject({ code: 'bad-request' });
      const reason = 'trả thừa tiền lẻ';
      const z = await inOne(tx => closeShift(tx, { shiftId, counted, reason }, by('desk:lan')));
      expect(z.content).toMatchObject({ expected: 50_000, difference: -10_000, reason });
      expect(await balance('cash-over-short')).toBe(10_000);
      expect(await inOne(tx => closeShift(tx, { shiftId, counted: {} }, by('desk:lan')))).toEqual(
        z,
      );
      const { differences } = await dayStatus(money.database, businessDayOf(clock.now()));
      expect(differences).toMatchObject([
        { kind: 'cash-differs', amount: -10_000, explanation: { reason, by: 'desk:lan' } },
      ]);
    });

    it('has in the safe what its Z reports say together', async () => {
      const reports = await listReports(money.database, { kind: 'Z' });
      expect(reports.map(({ reportNo }) => reportNo)).toEqual([1, 2]);
      const sum = reports.reduce((total, { content }) => {
        const { takings, refunds, difference = 0 } = content;
        return total + takings.amount - refunds.amount + difference;
      }, 0);
      expect(await balance('safe')).toBe(sum);
      expect(await brokenReport(money.database, 'Z')).toBeUndefined();
    });

    it('is signed only when every difference is explained, and then takes no entry', async () => {
      const today = businessDayOf(clock.now());
      const shiftId = await opened('B', 'desk:hoa');
      const waits = await received(70_000, 'bank:1');
      const announced = await received(30_000, 'clearing:payos');
      const sign = () => inOne(tx => signDay(tx, today, by('desk:truong')));
      await expect(sign()).rejects.toMatchObject({ code: 'not-possible-now' });
      await inOne(tx => closeShift(tx, { shiftId, counted: {} }, by('desk:hoa')));
      const explain = (kind: 'money-waits' | 'not-on-statement', subject: string, amount: number) =>
        inOne(tx =>
          explainDifference(
            tx,
            { explanationId: randomUUID(), day: today, kind, subject, amount, reason: 'mai xem' },
            by('desk:lan'),
          ),
        );
      await explain('money-waits', waits, 70_000);
      await explain('money-waits', announced, 30_000);
      await expect(explain('not-on-statement', announced, 1)).rejects.toMatchObject({
        code: 'not-possible-now',
      });
      await expect(sign()).rejects.toThrow('1 differences');
      await explain('not-on-statement', announced, 30_000);
      const signed = await sign();
      expect(signed.signature).toMatchObject({ closeNo: 1, by: 'desk:truong' });
      for (const { opening, debits, credits, closing } of signed.accounts) {
        expect(opening + debits - credits).toBe(closing);
      }
      expect(signed.accounts.reduce((sum, { closing }) => sum + closing, 0)).toBe(0);
      expect(await sign()).toEqual(signed);

      await received(5_000, 'bank:1');
      expect(await dayStatus(money.database, today)).toEqual(signed);
      const { rows } = await money.database.query<{ booked_on: string }>(
        'select booked_on from journal_entry order by entry_no desc limit 1',
      );
      expect(rows[0]?.booked_on).toBe(addDays(today, 1));
      await expect(
        inOne(tx =>
          tx.query(
            `with head as (select * from journal_head), entry as (
               insert into journal_entry select entry_no + 1, 'bill-raised', now(), 'x', hash,
                 repeat('a', 64), $1::date from head returning entry_no)
             insert into journal_posting select entry_no, line, account, amount
               from entry, (values (1, 'charges', 5), (2, 'outgoing', -5)) as each (line, account, amount)`,
            [today],
          ),
        ),
      ).rejects.toMatchObject({ constraint: 'journal_day_open' });
      await expect(
        inOne(tx => tx.query(`update day_close set signed_by = 'x'`)),
      ).rejects.toBeInstanceOf(SqlError);
      expect(await brokenDay(money.database)).toBeUndefined();
      expect(await verifyJournal(money.database)).toMatchObject({ intact: true });
    });

    it('that follows shows only what is new, and what has changed since', async () => {
      clock.advance(86_400_000);
      const { differences, accounts } = await dayStatus(money.database, businessDayOf(clock.now()));
      expect(differences).toMatchObject([
        { kind: 'money-waits', amount: 5_000, explanation: null },
      ]);
      expect(accounts.find(({ account }) => account === 'bank:1')).toMatchObject({
        opening: 70_000,
        debits: 5_000,
        credits: 0,
        closing: 75_000,
      });
    });
  });
});
