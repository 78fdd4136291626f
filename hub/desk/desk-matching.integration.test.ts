import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DeskMatchPart } from '../../core/contract/desk-reconciliation.ts';
import { trialBalance } from '../billing/journal.ts';
import { verifyJournal } from '../billing/journal-verification.ts';
import { aBill, broughtIn, comes, statementOf } from './testing/money-at.ts';
import { type DeskBrowser, type OpenDesk, openTestDesk } from './testing/open-desk.ts';

let desk: OpenDesk;
let lan: DeskBrowser;
let mai: DeskBrowser;
let hoa: DeskBrowser;
let it1: DeskBrowser;
beforeAll(async () => {
  desk = await openTestDesk();
  lan = await desk.signedIn('lan', 'cashier');
  mai = await desk.signedIn('mai', 'cashier');
  hoa = await desk.signedIn('hoa', 'supervisor');
  it1 = await desk.signedIn('it1', 'it');
});
afterAll(() => desk.close());
/** So that what came later is later. */
beforeEach(() => {
  desk.clock.advance(1_000);
});

const byHand = (parts: readonly DeskMatchPart[], matchId = randomUUID()) => ({
  matchId,
  rule: 'by-hand' as const,
  parts: [...parts],
});
const refusedWith = (code: string) => ({ ok: false, error: { code } });

describe('proposals', () => {
  it('come in their order with everything that a person has to see, and are accepted once', async () => {
    const { billId, hisBill, reference } = await aBill(desk, 150_000);
    const misspelt = `${reference.slice(0, 5)}0${reference.slice(6)}`;
    const paymentId = await comes(desk, 150_000, `CT ${misspelt}`);
    const { matches, number, subjects } = await lan.value('proposals', { limit: 500 });
    expect(matches).toMatchObject([
      { rule: 'repaired-reference', allocations: [{ paymentId, billId, amount: 150_000 }] },
    ]);
    expect(number).toBe(1);
    expect(subjects).toMatchObject({
      payments: [{ paymentId, narrative: `CT ${misspelt}` }],
      bills: [{ billId, hisBill, due: 150_000 }],
      debits: [],
      refunds: [],
    });
    const [proposal] = matches;
    const wish = {
      matchId: randomUUID(),
      rule: 'repaired-reference' as const,
      score: proposal?.score ?? 0,
      parts: proposal?.allocations ?? [],
    };
    expect(await lan.value('acceptMatch', wish)).toEqual({ matchId: wish.matchId });
    expect(await lan.value('acceptMatch', wish)).toEqual({ matchId: wish.matchId });
    expect((await lan.value('bill', { billId })).bill.state).toBe('paid');
    expect((await lan.value('proposals', { limit: 500 })).number).toBe(0);
    const done = await mai.value('matches', { limit: 10 });
    expect(done.matches).toMatchObject([
      { matchId: wish.matchId, acceptedBy: 'LAN', score: proposal?.score },
    ]);
    expect(done.subjects.bills).toMatchObject([{ billId, due: 0 }]);
  });

  it('are for the till; only a supervisor takes a match back', async () => {
    for (const method of ['proposals', 'matches', 'openDebits'] as const) {
      expect(await it1.call(method, { limit: 10 })).toMatchObject(refusedWith('not-permitted'));
      expect(await desk.browser().call(method, { limit: 10 })).toMatchObject(
        refusedWith('hub-unauthorised'),
      );
    }
    const [last] = (await lan.value('matches', { limit: 1 })).matches;
    const matchId = last?.matchId ?? '';
    expect(await lan.call('undoMatch', { matchId })).toMatchObject(refusedWith('not-permitted'));
    await hoa.value('undoMatch', { matchId });
    await hoa.value('undoMatch', { matchId });
    const { matches } = await lan.value('matches', { limit: 1 });
    expect(matches).toMatchObject([{ matchId, undoneBy: 'HOA' }]);
    const { matches: again } = await lan.value('proposals', { limit: 10 });
    expect(again[0]?.clues).toContain('undone-before');
    const { entries } = await hoa.value('audit', { limit: 5 });
    expect(entries.map(({ action, who, subject }) => [action, who, subject])).toContainEqual([
      'match-undone',
      'HOA',
      matchId,
    ]);
    expect(await hoa.call('undoMatch', { matchId: randomUUID() })).toMatchObject(
      refusedWith('not-possible-now'),
    );
  });
});

describe('matching by hand', () => {
  it('gives one payment to several bills, or several to one: all of it or nothing', async () => {
    const [one, two] = [await aBill(desk, 40_000), await aBill(desk, 50_000)];
    const paymentId = await comes(desk, 90_000, 'hai phieu');
    const parts = (amount: number) => [
      { paymentId, billId: one.billId, amount: 40_000 },
      { paymentId, billId: two.billId, amount },
    ];
    expect(await lan.call('acceptMatch', byHand(parts(50_001)))).toMatchObject(
      refusedWith('not-possible-now'),
    );
    expect((await lan.value('bill', { billId: one.billId })).bill.state).toBe('open');
    await lan.value('acceptMatch', byHand(parts(50_000)));
    expect((await lan.value('bill', { billId: two.billId })).bill.state).toBe('paid');

    const { billId } = await aBill(desk, 70_000);
    const several = [await comes(desk, 30_000, 'lan 1'), await comes(desk, 40_000, 'lan 2')];
    await lan.value(
      'acceptMatch',
      byHand(
        several.map((id, at) => ({ paymentId: id, billId, amount: at === 0 ? 30_000 : 40_000 })),
      ),
    );
    expect((await lan.value('bill', { billId })).bill).toMatchObject({ state: 'paid', due: 0 });
  });

  it('refuses an id that was used for something else, and a match of nothing', async () => {
    const { billId } = await aBill(desk, 20_000);
    const paymentId = await comes(desk, 20_000, 'mot lan');
    const match = byHand([{ paymentId, billId, amount: 15_000 }]);
    await lan.value('acceptMatch', match);
    const other = { ...match, parts: [{ paymentId, billId, amount: 5_000 }] };
    expect(await lan.call('acceptMatch', other)).toMatchObject(refusedWith('idempotency-conflict'));
    expect(await lan.call('acceptMatch', byHand([]))).toMatchObject(refusedWith('bad-request'));
  });

  it('is told to the second of two people, and nothing is doubled', async () => {
    const { billId } = await aBill(desk, 60_000);
    const paymentId = await comes(desk, 60_000, 'cung luc');
    const part = { paymentId, billId, amount: 60_000 };
    const answers = await Promise.all(
      [lan, mai, hoa].map(person => person.call('acceptMatch', byHand([part]))),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter(({ ok }) => !ok)).toMatchObject([
      refusedWith('not-possible-now'),
      refusedWith('not-possible-now'),
    ]);
    const { bill, shares } = await lan.value('bill', { billId });
    expect([bill.due, shares]).toEqual([0, [part]]);
    expect([...(await trialBalance(desk.database)).values()].reduce((a, b) => a + b, 0)).toBe(0);
  });
});

describe('money that went', () => {
  const account = '0071000999';
  const lines = (count: number, amount: number, words: string) =>
    Array.from(
      { length: count },
      (_, no) => `23/11/2026,FT-${words}-${no},${amount},,,${words} ${no}`,
    );

  it('comes in pages, each line once, with what it makes altogether', async () => {
    await broughtIn(lan, { text: statementOf(lines(25, 11_000, 'PHI')), account });
    const seen: string[] = [];
    let after: { day: string; lineId: string } | undefined;
    for (;;) {
      const page = await lan.value('openDebits', {
        limit: 10,
        ...(after === undefined ? {} : { after }),
      });
      expect([page.number, page.total]).toEqual([25, 275_000]);
      seen.push(...page.debits.map(({ lineId }) => lineId));
      const last = page.debits.at(-1);
      if (last === undefined) break;
      after = { day: last.day, lineId: last.lineId };
    }
    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
  });

  it('is booked as what the bank takes, once, and can be taken back', async () => {
    const [line] = (await lan.value('openDebits', { limit: 1 })).debits;
    const { lineId = '', amount = 0 } = line ?? {};
    const charge = byHand([{ lineId, amount }]);
    const answers = await Promise.all([
      lan.call('acceptMatch', charge),
      mai.call('acceptMatch', byHand([{ lineId, amount }])),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject(refusedWith('not-possible-now'));
    expect((await lan.value('openDebits', { limit: 1 })).number).toBe(24);
    expect((await trialBalance(desk.database)).get('bank-charges')).toBe(11_000);
    const { matches, subjects } = await lan.value('matches', { limit: 1 });
    expect(subjects.debits).toMatchObject([{ lineId, account }]);
    await hoa.value('undoMatch', { matchId: matches[0]?.matchId ?? '' });
    expect((await lan.value('openDebits', { limit: 1 })).number).toBe(25);
  });

  it('is the refund that two people approved, of the same amount only', async () => {
    const paymentId = await comes(desk, 33_000, 'nham');
    const refundId = randomUUID();
    const wish = { refundId, paymentId, amount: 33_000, reason: 'chuyển nhầm' };
    await lan.value('requestRefund', wish);
    await hoa.value('decideRefund', { refundId, decision: 'approve' });
    await broughtIn(lan, { text: statementOf(lines(1, 33_000, 'HOAN TIEN')), account });
    const { refunds, subjects } = await lan.value('proposals', { limit: 10 });
    expect(refunds).toMatchObject([{ rule: 'refund-amount', refundId, amount: 33_000 }]);
    expect(subjects.refunds).toMatchObject([{ refundId, reason: 'chuyển nhầm' }]);
    const page = await lan.value('openDebits', { limit: 200 });
    expect(page.refunds).toMatchObject([{ refundId }]);
    const other = page.debits.find(({ amount }) => amount === 11_000)?.lineId ?? '';
    expect(
      await lan.call('acceptMatch', byHand([{ lineId: other, refundId, amount: 11_000 }])),
    ).toMatchObject(refusedWith('not-possible-now'));
    const lineId = refunds[0]?.lineId ?? '';
    await lan.value('acceptMatch', byHand([{ lineId, refundId, amount: 33_000 }]));
    const { refunds: paid } = await lan.value('refunds', { states: ['paid'], limit: 10 });
    expect(paid).toMatchObject([{ refundId, state: 'paid' }]);
  });
});

describe('what was matched', () => {
  it('comes in pages, the latest first, and the journal is whole', async () => {
    const all = (await lan.value('matches', { limit: 200 })).matches.map(one => one.matchId);
    const seen: string[] = [];
    let before: { acceptedAt: string; matchId: string } | undefined;
    for (;;) {
      const { matches } = await lan.value('matches', {
        limit: 2,
        ...(before === undefined ? {} : { before }),
      });
      const last = matches.at(-1);
      if (last === undefined) break;
      seen.push(...matches.map(({ matchId }) => matchId));
      before = { acceptedAt: last.acceptedAt, matchId: last.matchId };
    }
    expect(seen).toEqual(all);
    expect(await verifyJournal(desk.database)).toMatchObject({ intact: true });
  });
});
