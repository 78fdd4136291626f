import { randomInt, randomUUID } from 'node:crypto';
import readSheets from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { businessDayOf, instantOf } from '../../core/scheduling/business-day.ts';
import { createBilling } from '../billing/billing.ts';
import { takeCash } from '../cashier/cash-payments.ts';
import { closeShift } from '../cashier/shift-reports.ts';
import { openShift } from '../cashier/shifts.ts';
import { readDeskDay } from '../desk/desk-day.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { cashlessShare } from './cashless-share.ts';
import { dayTable } from './day-table.ts';
import { cashlessTable, paymentsTable } from './report-tables.ts';
import { shiftTable } from './shift-tables.ts';
import { tableFile } from './table-file.ts';

const [embedded] = CARRIERS;
const HOSPITAL = 'Bệnh viện Đa khoa Minh An';

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

  it('of a closed shift, a day and a share are documents on A4', async () => {
    const books = await readDeskDay(carried.database, today, { today, limit: 10 });
    const share = await cashlessShare(carried.database, today, today);
    const tables = [
      shiftTable(report, HOSPITAL),
      dayTable(books, HOSPITAL),
      cashlessTable(today, today, share, HOSPITAL),
    ];
    for (const table of tables) {
      const { content, mediaType } = await tableFile(table, 'pdf', 'z');
      expect(mediaType).toBe('application/pdf');
      expect(content.subarray(0, 5).toString()).toBe('%PDF-');
      expect(content.subarray(-6).toString()).toContain('%%EOF');
    }
    expect(shiftTable(report, HOSPITAL).title).toBe('BÁO CÁO Z (KẾT CA) SỐ 1');
  });

  it('count what a code paid for where it was shown', async () => {
    const { rows } = await cashlessShare(carried.database, today, today);
    expect(rows.map(({ method, kiosk }) => [method, kiosk])).toEqual([
      ['cash', ''],
      ['payos', 'k1'],
    ]);
  });
});
