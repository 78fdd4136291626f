import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import readSheets from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { type DeskBrowser, type OpenDesk, openTestDesk } from './testing/open-desk.ts';

let desk: OpenDesk;
let lan: DeskBrowser;
let minh: DeskBrowser;
let hoa: DeskBrowser;
let tuan: DeskBrowser;
let today: string;
beforeAll(async () => {
  desk = await openTestDesk();
  lan = await desk.signedIn('lan', 'cashier');
  minh = await desk.signedIn('minh', 'cashier');
  hoa = await desk.signedIn('hoa', 'supervisor');
  tuan = await desk.signedIn('tuan', 'it');
  today = businessDayOf(desk.clock.now());
});
afterAll(() => desk.close());

const aBill = async (amount: number, hisBill = `HD${randomUUID().slice(0, 8)}`) => {
  const billId = randomUUID();
  await desk.billing.raiseBill({ billId, hisBill, amount }, 'his');
  return billId;
};
const comes = async (amount: number, narrative: string) => {
  const paymentId = randomUUID();
  const told = { provider: 'sepay', account: '0123456789', into: 'clearing:sepay' as const };
  const paidAt = new Date(desk.clock.now()).toISOString();
  await desk.billing.receive(
    [{ ...told, paymentId, bankReference: randomUUID(), amount, narrative, paidAt }],
    'provider:sepay',
  );
  return paymentId;
};
const opened = (person: DeskBrowser, drawer: string, counted = {}) =>
  person.value('openShift', { shiftId: randomUUID(), drawer, counted });
const codeOf = async (answer: ReturnType<DeskBrowser['call']>) => {
  const reply = await answer;
  return reply.ok ? 'done' : reply.error.code;
};
const textOf = ({ content }: { readonly content: string }) =>
  Buffer.from(content, 'base64').toString('utf8');

describe('a shift', () => {
  it('opens with what was counted, takes cash, is read, counted and closed', async () => {
    const shift = await opened(lan, 'Quầy 1', { '50000': 2 });
    const { shiftId } = shift;
    expect(shift).toMatchObject({ cashier: 'LAN', isOwn: true, closedAt: null });
    const [first] = (await minh.value('shifts', { limit: 1 })).shifts;
    expect(first).toMatchObject({ shiftId, cashier: 'LAN', isOwn: false });
    expect(await hoa.value('shift', { shiftId })).toMatchObject({ drawer: 'Quầy 1' });

    const billId = await aBill(120_000, 'HD-1');
    const payment = { paymentId: randomUUID(), shiftId, billId, amount: 120_000 };
    expect(await lan.value('takeCash', payment)).toEqual({ receiptNo: 1 });
    expect(await lan.value('takeCash', payment)).toEqual({ receiptNo: 1 });
    expect(await lan.value('shiftCash', { shiftId, limit: 10 })).toMatchObject({
      float: 100_000,
      takings: { number: 1, amount: 120_000 },
      refunds: { number: 0, amount: 0 },
      expected: 220_000,
      receipts: [{ receiptNo: 1, amount: 120_000, billId, bill: 'HD-1' }],
    });
    const receipt = await lan.value('cashReceiptFile', { receiptNo: 1 });
    expect(receipt).toMatchObject({ name: 'receipt-1.pdf', mediaType: 'application/pdf' });

    const x = await lan.value('readShift', { shiftId });
    expect(x).toMatchObject({
      kind: 'X',
      reportNo: 1,
      content: { cashier: 'LAN', expected: 220_000 },
    });
    const count = { shiftId, counted: { '200000': 1, '10000': 1 }, expected: 220_000 };
    expect(await codeOf(lan.call('closeShift', count))).toBe('bad-request');
    const reason = '=cmd thối nhầm một tờ 10.000';
    const z = await lan.value('closeShift', { ...count, reason });
    expect(z.content).toMatchObject({ countedAmount: 210_000, difference: -10_000, madeBy: 'LAN' });
    expect(await lan.value('closeShift', { ...count, reason })).toEqual(z);
    expect((await hoa.value('shiftReports', { shiftId })).reports.map(one => one.kind)).toEqual([
      'X',
      'Z',
    ]);
  });

  it('is taken away as files that no spreadsheet runs', async () => {
    const csv = textOf(
      await hoa.value('shiftReportFile', { kind: 'Z', reportNo: 1, format: 'csv' }),
    );
    const rows: string[][] = parse(csv, { bom: true });
    expect(rows).toContainEqual(['Thu ngân', 'LAN']);
    expect(rows).toContainEqual(['Lý do chênh lệch', `'=cmd thối nhầm một tờ 10.000`]);
    const { content } = await hoa.value('shiftReportFile', {
      kind: 'Z',
      reportNo: 1,
      format: 'xlsx',
    });
    const cells = (await readSheets(Buffer.from(content, 'base64'))).flatMap(({ data }) => data);
    expect(cells).toContainEqual(['Chênh lệch', -10_000]);
    expect(
      await codeOf(hoa.call('shiftReportFile', { kind: 'Z', reportNo: 9, format: 'pdf' })),
    ).toBe('bad-request');
  });

  it('belongs to its cashier, and one drawer and one cashier have one', async () => {
    const { shiftId } = await opened(lan, 'Quầy 2');
    expect(
      await codeOf(
        minh.call('openShift', { shiftId: randomUUID(), drawer: 'Quầy 2', counted: {} }),
      ),
    ).toBe('not-possible-now');
    expect(
      await codeOf(lan.call('openShift', { shiftId: randomUUID(), drawer: 'Quầy 3', counted: {} })),
    ).toBe('not-possible-now');
    const billId = await aBill(5_000);
    const payment = { paymentId: randomUUID(), shiftId, billId, amount: 5_000 };
    expect(await codeOf(minh.call('takeCash', payment))).toBe('not-permitted');
    expect(await codeOf(lan.call('takeCash', { ...payment, amount: 5_001 }))).toBe(
      'not-possible-now',
    );
    expect(await codeOf(minh.call('closeShift', { shiftId, counted: {} }))).toBe('not-permitted');
    await lan.value('takeCash', payment);
    const stale = { shiftId, counted: { '5000': 1 }, expected: 0 };
    expect(await codeOf(lan.call('closeShift', stale))).toBe('not-possible-now');
    const z = await hoa.value('closeShift', { ...stale, expected: 5_000 });
    expect(z.content).toMatchObject({ difference: 0, cashier: 'LAN', madeBy: 'HOA' });
    expect(await codeOf(lan.call('readShift', { shiftId }))).toBe('not-possible-now');
  });

  it('is no business of IT', async () => {
    expect(await codeOf(tuan.call('shifts', { limit: 1 }))).toBe('not-permitted');
    expect(await codeOf(tuan.call('day', { day: today, limit: 1 }))).toBe('not-permitted');
    expect(await codeOf(tuan.call('cashless', { from: today, to: today }))).toBe('not-permitted');
    expect(await codeOf(desk.browser().call('shifts', { limit: 1 }))).toBe('hub-unauthorised');
  });
});

describe('a day', () => {
  it('shows every difference in words, and each is settled or explained', async () => {
    const waits = await comes(70_000, '=1+1 NGUYEN VAN MAU');
    await comes(30_000, 'khac');
    const shift = await opened(minh, 'Quầy 4');
    const books = await lan.value('day', { day: today, limit: 1 });
    const group = (kind: string) => books.differences.find(one => one.kind === kind);
    expect(group('cash-differs')).toMatchObject({
      number: 1,
      unexplained: { number: 0, amount: 0 },
      rows: [{ about: 'Quầy 1 · LAN', explanation: { by: 'LAN' } }],
    });
    expect(group('shift-open')).toMatchObject({ rows: [{ about: 'Quầy 4 · MINH' }] });
    expect(group('money-waits')).toMatchObject({
      number: 2,
      amount: 100_000,
      unexplained: { number: 2, amount: 100_000 },
    });
    expect(group('money-waits')?.rows).toHaveLength(1);
    expect(books.accounts.find(({ name }) => name.startsWith('Quầy 1'))).toMatchObject({
      opening: 0,
      closing: 0,
    });
    for (const { opening, debits, credits, closing } of books.accounts) {
      expect(opening + debits - credits).toBe(closing);
    }
    expect(await codeOf(lan.call('signDay', { day: today }))).toBe('not-permitted');
    expect(await codeOf(hoa.call('signDay', { day: today }))).toBe('not-possible-now');

    const word = { day: today, kind: 'money-waits' as const, reason: 'mai hỏi người trả' };
    const one = { ...word, explanationId: randomUUID(), subject: waits };
    expect(await codeOf(lan.call('explainDifference', { ...one, amount: 1 }))).toBe(
      'not-possible-now',
    );
    const { unexplained } = await lan.value('explainDifference', { ...one, amount: 70_000 });
    expect(unexplained).toBe(books.unexplained - 1);
    const all = { ...word, number: 1, amount: 30_000 };
    expect(await codeOf(lan.call('explainDifferences', { ...all, number: 2 }))).toBe(
      'not-possible-now',
    );
    await lan.value('explainDifferences', all);
    const open = { ...word, kind: 'shift-open' as const, number: 1, amount: 0 };
    expect(await codeOf(lan.call('explainDifferences', open))).toBe('not-possible-now');
    await minh.value('closeShift', { shiftId: shift.shiftId, counted: {} });
    for (const { kind, unexplained: left } of (await lan.value('day', { day: today, limit: 1 }))
      .differences) {
      if (left.number === 0) continue;
      await lan.value('explainDifferences', { ...word, kind, ...left });
    }
  });

  it('is signed by a supervisor, locked, and listed with who and when', async () => {
    const { signature } = await hoa.value('signDay', { day: today });
    expect(signature).toMatchObject({ closeNo: 1, by: 'HOA' });
    expect(await hoa.value('signDay', { day: today })).toEqual({ signature });
    const { days } = await lan.value('days', { limit: 5 });
    expect(days[0]).toEqual({ day: today, bills: 125_000, signature, lockedWith: null });
    const books = await lan.value('day', { day: today, limit: 1 });
    expect(books).toMatchObject({ unexplained: 0, signature: { by: 'HOA' } });
    const late = { day: today, kind: 'money-waits' as const, number: 1, amount: 1, reason: 'muộn' };
    expect(await codeOf(lan.call('explainDifferences', late))).toBe('not-possible-now');
    expect(await codeOf(hoa.call('signDay', { day: '2026-11-01' }))).toBe('not-possible-now');
    expect(await codeOf(hoa.call('signDay', { day: '2027-11-01' }))).toBe('not-possible-now');
    expect(await lan.value('day', { day: '2026-11-01', limit: 1 })).toMatchObject({
      signature: null,
      lockedWith: today,
    });
  });

  it('is taken away as files, and the audit knows of it', async () => {
    const csv = textOf(await lan.value('dayFile', { day: today, format: 'csv' }));
    const rows: string[][] = parse(csv, { bom: true });
    const about = rows.map(row => row[1]);
    expect(about.some(cell => /NGUYEN VAN MAU$/.test(cell ?? ''))).toBe(true);
    expect(rows.flat().some(cell => /^\s*[=+@]/.test(cell))).toBe(false);
    expect(rows.at(-1)?.[1]).toMatch(/^Đã ký, số 1, HOA, \d\d\/\d\d\/\d{4} \d\d:\d\d$/);
    const payments = await lan.value('paymentsFile', { from: today, to: today, format: 'csv' });
    const taken: string[][] = parse(textOf(payments), { bom: true });
    expect(taken.flat()).toContain(`'=1+1 NGUYEN VAN MAU`);
    const pdf = await lan.value('dayFile', { day: today, format: 'pdf' });
    expect(Buffer.from(pdf.content, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    const { entries } = await hoa.value('audit', { limit: 50 });
    const deeds = entries.map(({ action, who, subject }) => [action, who, subject]);
    expect(deeds).toContainEqual(['exported', 'LAN', `day-${today}.csv`]);
    expect(deeds).toContainEqual(['day-signed', 'HOA', today]);
  });

  it('counts the cashless share', async () => {
    expect(await lan.value('cashless', { from: today, to: today })).toMatchObject({
      total: { number: 2, amount: 125_000 },
      cashless: { number: 0, amount: 0 },
      shareByNumber: 0,
    });
    const share = await lan.value('cashlessFile', { from: today, to: today, format: 'xlsx' });
    const cells = (await readSheets(Buffer.from(share.content, 'base64'))).flatMap(
      ({ data }) => data,
    );
    expect(cells.at(-1)?.[0]).toBe('Tỷ lệ không dùng tiền mặt (%)');
  });
});
