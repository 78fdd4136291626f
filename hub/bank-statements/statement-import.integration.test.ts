import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trialBalance } from '../billing/journal.ts';
import { verifyJournal } from '../billing/journal-verification.ts';
import { type MoneyOnTest, openMoney } from '../billing/testing/open-money.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { CARRIERS } from '../storage/testing/carriers.ts';
import { importStatement } from './statement-import.ts';

const HEAD = 'Ngày giao dịch,Số tham chiếu,Số tiền ghi nợ,Số tiền ghi có,Số dư,Mô tả';

describe.each(CARRIERS)('a bank statement, $name', ({ isAvailable, open }) => {
  describe.runIf(isAvailable)('imported', () => {
    let money: MoneyOnTest;
    const clock = fakeClock();

    beforeAll(async () => {
      money = await openMoney(clock, open);
    });
    afterAll(() => money.close());

    const anAccount = (): string => randomInt(10 ** 9, 10 ** 10).toString();
    const brought = (account: string, rows: readonly string[], isTrial = false) =>
      importStatement(
        { database: money.database, clock, ids: timeOrderedIds(clock) },
        { content: Buffer.from([HEAD, ...rows].join('\n')), bank: 'vietcombank', account },
        'user:lan',
        { isTrial },
      );
    const balanceOf = async (account: `bank:${string}` | `clearing:${string}`) =>
      (await trialBalance(money.database)).get(account) ?? 0;

    it('pays bills by their references and leaves the rest to a person', async () => {
      const account = anAccount();
      const { billId, reference } = await money.shownBill(150_000);
      const rows = [
        `23/11/2026,FT1,,150000,,MBVCB.1.${reference.toLowerCase()}.CT`,
        '23/11/2026,FT2,,70000,,tien kham',
        '23/11/2026,FT3,20000,,,PHI',
      ];
      expect(await brought(account, rows)).toMatchObject({
        lines: 3,
        fresh: 3,
        settled: 1,
        waiting: 1,
        outgoing: 1,
        announced: 0,
      });
      expect((await money.billing.bill(billId)).state).toBe('paid');
      expect(await balanceOf(`bank:${account}`)).toBe(200_000);
    });

    it('is harmless twice, whole or in parts', async () => {
      const account = anAccount();
      const row = (no: number) => `23/11/2026,FT${no},,${no}000,,tien kham`;
      await brought(account, [row(1), row(2)]);
      expect(await brought(account, [row(1), row(2)])).toMatchObject({ lines: 2, fresh: 0 });
      expect(await brought(account, [row(2), row(3)])).toMatchObject({ lines: 2, fresh: 1 });
      expect(await balanceOf(`bank:${account}`)).toBe(6_000);
    });

    it('keeps two lines that say the same apart, and knows both again', async () => {
      const account = anAccount();
      const rows = ['23/11/2026,,,50000,,KCB', '23/11/2026,,,50000,,KCB'];
      expect(await brought(account, rows)).toMatchObject({ fresh: 2 });
      expect(await brought(account, [...rows, '23/11/2026,,,50000,,KCB'])).toMatchObject({
        fresh: 1,
      });
      expect(await balanceOf(`bank:${account}`)).toBe(150_000);
    });

    it('shows what a provider had announced, and pays nothing twice', async () => {
      const account = anAccount();
      const { billId, reference } = await money.shownBill(90_000);
      await money.billing.receive(
        [
          {
            paymentId: randomUUID(),
            provider: 'sepay',
            account,
            bankReference: 'MBVCB.3278907687',
            into: `clearing:${account}`,
            amount: 90_000,
            narrative: reference,
            paidAt: '2026-11-23T01:00:00.000Z',
          },
        ],
        'provider:sepay',
      );
      const rows = [`24/11/2026,MBVCB.3278907687,,90000,,${reference}`];
      expect(await brought(account, rows)).toMatchObject({ announced: 1, settled: 0, waiting: 0 });
      expect(await balanceOf(`clearing:${account}`)).toBe(0);
      expect(await balanceOf(`bank:${account}`)).toBe(90_000);
      expect(await money.billing.bill(billId)).toMatchObject({ state: 'paid', due: 0 });
    });

    it('does not take a line for an announced payment by its amount alone', async () => {
      const account = anAccount();
      const told = (bankReference: string) => ({
        paymentId: randomUUID(),
        provider: 'sepay',
        account,
        bankReference,
        into: `clearing:${account}` as const,
        amount: 30_000,
        narrative: 'tien kham',
        paidAt: '2026-11-23T01:00:00.000Z',
      });
      await money.billing.receive([told('FT-A-00000001')], 'provider:sepay');
      const report = await brought(account, ['23/11/2026,FT-B-00000002,,30000,,tien kham']);
      expect(report).toMatchObject({ announced: 0, waiting: 1 });
    });

    it('can be tried without leaving a trace', async () => {
      const account = anAccount();
      const before = await verifyJournal(money.database);
      const report = await brought(
        account,
        ['23/11/2026,FT1,,1000,,x', 'x,FT2,,1,,', '31/02/2026,FT3,,1,,'],
        true,
      );
      expect(report).toMatchObject({
        fresh: 1,
        waiting: 1,
        refused: [{ at: 4, why: 'date-unreadable' }],
      });
      expect(await verifyJournal(money.database)).toEqual(before);
    });

    it('of another account than said is refused as a whole', async () => {
      const content = Buffer.from(`Số tài khoản 1017595600\n${HEAD}\n23/11/2026,F,,1,,`);
      await expect(
        importStatement(
          { database: money.database, clock, ids: timeOrderedIds(clock) },
          { content, bank: 'vietcombank', account: '999999' },
          'user:lan',
        ),
      ).rejects.toMatchObject({ code: 'bad-request' });
    });
  });
});
