import { randomInt, randomUUID } from 'node:crypto';
import readSheets from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { businessDayOf, instantOf } from '../../core/scheduling/business-day.ts';
import { createBilling } from '../billing/billing.ts';
import { takeCash } from '../cashier/cash-payments.ts';
import { closeShift } from '../cashier/shift-reports.ts';
import { openShift } from '../cashier/shifts.ts';
import { dayStatus } from '../day-close/day-close.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { cashlessShare } from './cashless-share.ts';
import { dayTable, paymentsTable, shiftTable } from './report-tables.ts';
import { tableFile } from './table-file.ts';

const [embedded] = CARRIERS;

describe('reports of the desk', () => {
  let carried: CarriedDatabase;
  const clock = fakeClock();
  const today = businessDayOf(clock.now());
  const by = { actor: 'desk:lan', at: instantOf(clock.now()) };

  const aShift = async () => {
    const billing = createBilling(carried.database, clock, () => randomInt(REFERENCE_CODES));
    const shiftId = randomUUID();
    const [cashBill, codeBill] = [randomUUID(), randomUUID()];
    await billing.raiseBill({ billId: cashBill, amount: 100_000 }, 'desk');
    await billing.raiseBill({ billId: codeBill, amount: 300_000 }, 'desk');
    const expiresAt = instantOf(clock.now() + 900_000);
    const attempt = { attemptId: randomUUID(), billId: codeBill, provider: 'payos', expiresAt };
    const { reference } = await billing.openAttempt(attempt, 'kiosk:k1');
    const told = { provider: 'payos', account: '1', into: 'clearing:payos' as const };
    const paidAt = instantOf(clock.now());
    const money = { paymentId: randomUUID(), bankReference: 'F1', amount: 300_000, paidAt };
    const narrative = `=HYPERLINK("x") ${reference}`;
    await billing.receive([{ ...told, ...money, narrative }], 'provider');
    return carried.database.transaction(async tx => {
      await openShift(tx, { shiftId, drawer: 'Quầy 1', counted: { '50000': 1 } }, by);
      const payment = { paymentId: randomUUID(), shiftId, billId: cashBill, amount: 100_000 };
      await takeCash(tx, payment, by);
      return closeShift(tx, { shiftId, counted: { '50000': 3 } }, by);
    });
  };

  let report: Awaited<ReturnType<typeof aShift>>;
  beforeAll(async () => {
    if (embedded === undefined) throw new Error('there is no embedded database');
    carried = await embedded.open();
    await migrate(carried.database);
    report = await aShift();
  });
  afterAll(() => carried.close());

  it('say what share was not paid in cash, by number and by amount', async () => {
    expect(await cashlessShare(carried.database, today, today)).toMatchObject({
      rows: [
        { day: today, method: 'cash', isCashless: false, number: 1, amount: 100_000 },
        { day: today, method: 'payos', isCashless: true, number: 1, amount: 300_000 },
      ],
      shareByNumber: 50,
      shareByAmount: 75,
    });
    expect(await cashlessShare(carried.database, '2020-01-01', '2020-01-02')).toMatchObject({
      rows: [],
      shareByNumber: null,
    });
  });

  it('keep what a bank wrote from becoming a formula, as CSV and as a sheet', async () => {
    const table = await paymentsTable(carried.database, today, today);
    const csv = (await tableFile(table, 'csv', 'p')).content.toString('utf8');
    expect(csv).toContain(`"'=HYPERLINK(""x"") KC`);
    const sheet = await readSheets((await tableFile(table, 'xlsx', 'p')).content);
    const cells = sheet.flatMap(({ data }) => data.flat());
    expect(cells.some(cell => String(cell).startsWith(`'=HYPERLINK`))).toBe(true);
    expect(cells).toContain(300_000);
  });

  it('of a closed shift and a day are documents on A4', async () => {
    const status = await dayStatus(carried.database, today);
    for (const table of [shiftTable(report), dayTable(status)]) {
      const { content, mediaType } = await tableFile(table, 'pdf', 'z');
      expect(mediaType).toBe('application/pdf');
      expect(content.subarray(0, 5).toString()).toBe('%PDF-');
      expect(content.subarray(-6).toString()).toContain('%%EOF');
    }
    expect(shiftTable(report).title).toBe('BÁO CÁO Z (KẾT CA) SỐ 1');
  });
});
