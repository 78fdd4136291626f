import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aBill, broughtIn, comes, statementOf } from './testing/money-at.ts';
import { type DeskBrowser, type OpenDesk, openTestDesk, PASSWORD } from './testing/open-desk.ts';

let desk: OpenDesk;
let lan: DeskBrowser;
let hoa: DeskBrowser;
beforeAll(async () => {
  desk = await openTestDesk();
  lan = await desk.signedIn('lan', 'cashier');
  hoa = await desk.signedIn('hoa', 'supervisor');
});
afterAll(() => desk.close());

const DAY_MS = 86_400_000;

describe('the live list', () => {
  it('shows what came at once, and nothing while nothing comes', async () => {
    const ask = (since?: string) =>
      lan.value('livePayments', {
        only: 'all',
        limit: 10,
        ...(since === undefined ? {} : { since }),
      });
    const { revision } = await ask();
    expect(await ask(revision)).toEqual({ revision, news: null });
    const { reference } = await aBill(desk, 120_000);
    await comes(desk, 120_000, `MBVCB.1.${reference}.CT`);
    const { news } = await ask(revision);
    expect(news?.payments[0]).toMatchObject({ amount: 120_000, unallocated: 0, reference });
    expect(news?.exceptions).toBe(0);
  });

  it('has exceptions apart, and forgets a part payment once the rest has come', async () => {
    const { reference } = await aBill(desk, 100_000);
    const part = await comes(desk, 60_000, reference);
    const exceptions = async () => {
      const { news } = await lan.value('livePayments', { only: 'exceptions', limit: 50 });
      return news?.payments.map(({ paymentId }) => paymentId) ?? [];
    };
    expect(await exceptions()).toContain(part);
    await comes(desk, 40_000, reference);
    expect(await exceptions()).not.toContain(part);
  });
});

describe('search', () => {
  it('finds by a mangled code, a bill, an amount, days and words', async () => {
    const { billId, hisBill, reference } = await aBill(desk, 77_000);
    const paymentId = await comes(desk, 77_000, `tra ${reference}`);
    const found = async (question: Parameters<typeof lan.value<'search'>>[1]) => {
      const { payments, bills } = await lan.value('search', question);
      return [payments.map(one => one.paymentId), bills.map(one => one.billId)];
    };
    const mangled = `mbvcb ${reference.slice(0, 5).toLowerCase()} ${reference.slice(5)}`;
    for (const text of [reference, mangled, hisBill]) {
      expect(await found({ text, limit: 10 })).toEqual([[paymentId], [billId]]);
    }
    expect((await found({ amount: 77_000, limit: 10 })).flat()).toContain(paymentId);
    expect(await found({ text: 'không có đâu', limit: 10 })).toEqual([[], []]);
    expect(await found({ text: '%', limit: 10 })).toEqual([[], []]);
    expect(await found({ amount: 77_000, to: '2026-11-01', limit: 10 })).toEqual([[], []]);
  });
});

describe('money that waits', () => {
  it('has its age and total, goes to a bill, and comes back', async () => {
    const paymentId = await comes(desk, 50_000, 'tien kham');
    desk.clock.advance(8 * DAY_MS);
    const people = [await again('lan'), await again('hoa')] as const;
    const { payments, total, ages } = await people[0].value('suspense', { limit: 100 });
    expect(payments.find(one => one.paymentId === paymentId)?.ageDays).toBe(8);
    expect(ages.reduce((sum, { amount }) => sum + amount, 0)).toBe(total);
    expect(ages[2]).toMatchObject({ upToDays: 30, amount: total });

    const { billId } = await aBill(desk, 30_000);
    const given = { paymentId, billId, amount: 30_000 };
    expect(await people[0].value('allocate', given)).toEqual({ due: 0 });
    const story = await people[0].value('payment', { paymentId });
    expect(story.payment.unallocated).toBe(20_000);
    expect(story.shares).toEqual([given]);
    expect(story.story.map(({ kind, who }) => [kind, who])).toEqual([
      ['money-received', 'provider:sepay'],
      ['allocated', 'LAN'],
    ]);
    expect(await people[0].call('allocate', given)).toMatchObject({
      error: { code: 'not-possible-now' },
    });
    expect(await people[0].call('reverseAllocation', given)).toMatchObject({
      error: { code: 'not-permitted' },
    });
    expect(await people[1].value('reverseAllocation', given)).toEqual({ due: 30_000 });
    expect((await people[1].value('bill', { billId })).bill.state).toBe('open');
  });

  it('is refunded by two people, and by two only', async () => {
    const paymentId = await comes(desk, 40_000, 'nham');
    const refundId = randomUUID();
    const wish = { refundId, paymentId, amount: 40_000, reason: 'chuyển nhầm' };
    expect(await hoa.value('requestRefund', wish)).toEqual({ state: 'requested' });
    expect(await hoa.value('requestRefund', wish)).toEqual({ state: 'requested' });
    const approve = { refundId, decision: 'approve' } as const;
    expect(await hoa.call('decideRefund', approve)).toMatchObject({
      error: { code: 'not-permitted' },
    });
    const tuan = await desk.signedIn('tuan', 'supervisor');
    expect(await tuan.value('decideRefund', approve)).toEqual({ state: 'approved' });
    const { refunds } = await hoa.value('refunds', { states: ['approved'], limit: 10 });
    expect(refunds).toMatchObject([
      { refundId, requestedBy: 'HOA', decidedBy: 'TUAN', isOwn: true },
    ]);
    const { entries } = await hoa.value('audit', { limit: 20 });
    expect(entries.map(({ action, who }) => [action, who])).toContainEqual([
      'refund-approved',
      'TUAN',
    ]);
  });
});

/** Who was signed out meanwhile comes in again. */
const again = async (login: 'lan' | 'hoa'): Promise<DeskBrowser> => {
  const browser = login === 'lan' ? lan : hoa;
  await browser.value('signIn', { login, password: PASSWORD });
  return browser;
};

describe('a statement', () => {
  const CSV = statementOf([
    '23/11/2026,FT1,,150000,,tien kham',
    '31/02/2026,FT2,,10000,,?',
    '23/11/2026,FT3,20000,,,PHI',
  ]);

  it('is tried, brought in once, and harmless twice', async () => {
    const account = '0071000123';
    const refused = [{ at: 3, why: 'date-unreadable' }];
    for (const [isTrial, fresh] of [
      [true, 2],
      [true, 2],
      [false, 2],
      [false, 0],
    ] as const) {
      const { progress } = await broughtIn(lan, { isTrial, text: CSV, account });
      expect(progress).toMatchObject({ state: 'done', report: { lines: 2, fresh, refused } });
    }
    const { statements } = await lan.value('statements', { limit: 10 });
    expect(statements).toMatchObject([{ account, importedBy: 'LAN', lines: 2, isComplete: true }]);
  });

  it('is refused as a whole with why, and only its owner hears of it', async () => {
    const { progress: missing } = await broughtIn(lan, { text: CSV });
    expect(missing).toEqual({ state: 'refused', why: 'account-missing' });
    const { importId, progress } = await broughtIn(lan, {
      isTrial: true,
      text: 'a,b\n1,2',
      account: '0071000123',
    });
    expect(progress).toEqual({ state: 'refused', why: 'no-header' });
    expect(await hoa.call('statementProgress', { importId })).toMatchObject({
      error: { code: 'not-possible-now' },
    });
  });
});
