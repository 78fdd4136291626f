import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { instantOf } from '../../core/scheduling/business-day.ts';
import { importStatement } from '../bank-statements/statement-import.ts';
import { type Billing, createBilling } from '../billing/billing.ts';
import { trialBalance } from '../billing/journal.ts';
import { verifyJournal } from '../billing/journal-verification.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { openCredits } from './open-items.ts';
import { acceptMatch, listMatches, type NewMatch, undoMatch } from './matches.ts';
import { readProposals } from './open-proposals.ts';

const HEAD = 'Ngày giao dịch,Số tham chiếu,Số tiền ghi nợ,Số tiền ghi có,Số dư,Mô tả';

describe.each(CARRIERS)('reconciliation, $name', ({ isAvailable, open }) => {
  describe.runIf(isAvailable)('of what is open', () => {
    let carried: CarriedDatabase;
    let billing: Billing;
    const clock = fakeClock();

    beforeAll(async () => {
      carried = await open();
      await migrate(carried.database);
      billing = createBilling(carried.database, clock, () => randomInt(REFERENCE_CODES));
    });
    afterAll(() => carried.close());

    const by = (actor: string) => ({ actor, at: instantOf(clock.now()) });
    const accept = (match: NewMatch, actor: string) =>
      carried.database.transaction(tx => acceptMatch(tx, match, by(actor)));
    const undo = (matchId: string, actor: string) =>
      carried.database.transaction(tx => undoMatch(tx, matchId, by(actor)));

    const account = '1017595600';
    const today = new Date(clock.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const bankDay = today.split('-').reverse().join('/');
    const brought = (rows: readonly string[]) =>
      importStatement(
        { database: carried.database, clock, ids: timeOrderedIds(clock) },
        { content: Buffer.from([HEAD, ...rows].join('\n')), bank: 'vietcombank', account },
        'user:lan',
      );
    const shownBill = async (amount: number) => {
      const billId = randomUUID();
      await billing.raiseBill({ billId, amount }, 'his');
      const attempt = { attemptId: randomUUID(), billId, provider: 'vietqr-transfer' };
      const expiresAt = new Date(clock.now() + 900_000).toISOString();
      const { reference } = await billing.openAttempt({ ...attempt, expiresAt }, 'kiosk:k1');
      return { billId, reference };
    };
    const waitingOf = async (amount: number): Promise<string> => {
      const credits = await openCredits(carried.database, 1_000);
      return credits.find(credit => credit.amount === amount)?.paymentId ?? '';
    };
    const balance = async (of: 'suspense' | 'outgoing' | 'refunds-payable' | 'bank-charges') =>
      (await trialBalance(carried.database)).get(of) ?? 0;

    it('pays a bill whose reference was misspelt once a person agrees, and takes it back', async () => {
      const { billId, reference } = await shownBill(150_000);
      const misspelt = `${reference.slice(0, 5)}0${reference.slice(6)}`;
      await brought([`${bankDay},FT-REPAIR,,150000,,CT ${misspelt}`]);
      expect((await billing.bill(billId)).state).toBe('open');
      const proposed = (await readProposals(carried.database)).matches.find(({ allocations }) =>
        allocations.some(one => one.billId === billId),
      );
      expect(proposed).toMatchObject({ rule: 'repaired-reference' });
      const match = {
        matchId: randomUUID(),
        rule: proposed?.rule ?? '',
        score: proposed?.score ?? 0,
        parts: proposed?.allocations ?? [],
      };
      await accept(match, 'user:lan');
      expect((await billing.bill(billId)).state).toBe('paid');
      await accept(match, 'user:lan');
      await expect(
        accept({ ...match, parts: match.parts.slice(1) }, 'user:lan'),
      ).rejects.toMatchObject({ code: 'idempotency-conflict' });
      await undo(match.matchId, 'user:minh');
      await undo(match.matchId, 'user:minh');
      expect((await billing.bill(billId)).state).toBe('open');
      const again = (await readProposals(carried.database)).matches.find(({ allocations }) =>
        allocations.some(one => one.billId === billId),
      );
      expect(again?.clues).toContain('undone-before');
      expect(await listMatches(carried.database, 10)).toMatchObject([
        { matchId: match.matchId, acceptedBy: 'user:lan', undoneBy: 'user:minh' },
      ]);
      expect(await verifyJournal(carried.database)).toMatchObject({ intact: true });
    });

    it('books all of a match or nothing of it', async () => {
      const [one, two] = [await shownBill(40_000), await shownBill(50_000)];
      await brought([`${bankDay},FT-BOTH,,90000,,hai phieu`]);
      const paymentId = await waitingOf(90_000);
      const part = (billId: string, amount: number) => ({ paymentId, billId, amount });
      const asked = (amount: number) => ({
        matchId: randomUUID(),
        rule: 'by-hand',
        parts: [part(one.billId, 40_000), part(two.billId, amount)],
      });
      await expect(accept(asked(50_001), 'user:lan')).rejects.toMatchObject({
        code: 'not-possible-now',
      });
      expect((await billing.bill(one.billId)).state).toBe('open');
      await accept(asked(50_000), 'user:lan');
      expect((await billing.bill(two.billId)).state).toBe('paid');
    });

    it('finds the line that carried a refund out, and takes that back', async () => {
      const { reference } = await shownBill(60_000);
      await brought([
        `${bankDay},FT-1,,60000,,${reference}`,
        `${bankDay},FT-2,,60000,,${reference}`,
      ]);
      const paymentId = await waitingOf(60_000);
      const refundId = randomUUID();
      const wish = { refundId, paymentId, amount: 60_000, reason: 'paid twice' };
      await billing.requestRefund(wish, 'user:lan');
      await billing.decideRefund(refundId, 'approve', 'user:minh');
      await brought([`${bankDay},FT-3,60000,,,HOAN TIEN ${reference}`]);
      const outgoing = await balance('outgoing');
      const [proposed] = (await readProposals(carried.database)).refunds;
      expect(proposed).toMatchObject({ rule: 'refund-reference', refundId });
      const { lineId = '' } = proposed ?? {};
      const matchId = randomUUID();
      const parts = [{ lineId, refundId, amount: 60_000 }];
      await accept({ matchId, rule: 'refund-reference', parts }, 'user:lan');
      expect(await balance('outgoing')).toBe(outgoing - 60_000);
      expect(await balance('refunds-payable')).toBe(0);
      await expect(
        accept({ matchId: randomUUID(), rule: 'by-hand', parts }, 'user:lan'),
      ).rejects.toMatchObject({ code: 'not-possible-now' });
      await undo(matchId, 'user:lan');
      expect(await balance('refunds-payable')).toBe(-60_000);
      expect((await readProposals(carried.database)).refunds).toHaveLength(1);
    });

    it("books a bank's own charge by its name", async () => {
      await brought([`${bankDay},FT-FEE,11000,,,PHI SMS`]);
      const { rows } = await carried.database.query<{ line_id: string }>(
        `select line_id from open_debit where reference = 'FT-FEE'`,
      );
      const parts = [{ lineId: rows[0]?.line_id ?? '', amount: 11_000 }];
      await accept({ matchId: randomUUID(), rule: 'by-hand', parts }, 'user:lan');
      expect(await balance('bank-charges')).toBe(11_000);
    });
  });
});
