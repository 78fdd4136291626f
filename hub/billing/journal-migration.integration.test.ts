import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allocated,
  billRaised,
  type JournalEntry,
  moneyReceived,
} from '../../core/billing/journal-entry.ts';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { accountsOfDay } from '../day-close/day-books.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { type Database, type Queryable } from '../storage/database.ts';
import { migrate, readMigrations } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { createBilling } from './billing.ts';
import { type ChainEnd, hashOf } from './journal.ts';
import { verifyJournal } from './journal-verification.ts';

/** The quicker one of those that this machine has. */
const carrier = CARRIERS.findLast(({ isAvailable }) => isAvailable);

/** The first migration with a day for each entry. */
const WITH_DAYS = readMigrations().findIndex(({ name }) => name === 'reconciliation');

/** In the evening of the day before in Vietnam, after midnight there. */
const RECORDED = ['2026-10-01T16:59:00.000Z', '2026-10-01T17:01:00.000Z'] as const;

/** Writes as a hub did before entries had days. @returns the new end of the chain. */
const writeAsBefore = async (
  tx: Queryable,
  last: ChainEnd,
  { kind, postings }: JournalEntry,
  recordedAt: string,
): Promise<ChainEnd> => {
  const entry = {
    entryNo: last.entryNo + 1,
    kind,
    recordedAt,
    actor: 'hub',
    previousHash: last.hash,
    postings,
  };
  const hash = hashOf(entry);
  await tx.query(
    `insert into journal_entry (entry_no, kind, recorded_at, actor, previous_hash, hash)
     values ($1, $2, $3, 'hub', $4, $5)`,
    [entry.entryNo, kind, recordedAt, last.hash, hash],
  );
  for (const [index, posting] of postings.entries()) {
    await tx.query(
      `insert into journal_posting (entry_no, line, account, amount, bill_id, payment_id)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        entry.entryNo,
        index + 1,
        posting.account,
        posting.amount,
        posting.billId ?? null,
        posting.paymentId ?? null,
      ],
    );
  }
  return { entryNo: entry.entryNo, hash };
};

const billId = randomUUID();
const paymentId = randomUUID();

/** A bill of an evening, paid after midnight. */
const anEveningOfBefore = (database: Database): Promise<void> =>
  database.transaction(async tx => {
    await tx.query('insert into bill (bill_id, raised_at) values ($1, $2)', [billId, RECORDED[0]]);
    await tx.query(
      `insert into payment (payment_id, provider, account, bank_reference, amount, narrative,
         paid_at, received_at, is_late) values ($1, 'payos', '1', 'FT1', 80000, 'x', $2, $2, false)`,
      [paymentId, RECORDED[1]],
    );
    let end: ChainEnd = { entryNo: 0, hash: '0'.repeat(64) };
    end = await writeAsBefore(tx, end, billRaised(billId, 80_000), RECORDED[0]);
    end = await writeAsBefore(
      tx,
      end,
      moneyReceived(paymentId, 'clearing:payos', 80_000),
      RECORDED[1],
    );
    await writeAsBefore(tx, end, allocated(paymentId, billId, 50_000), RECORDED[1]);
  });

describe('a journal from before its entries had days', () => {
  let carried: CarriedDatabase;
  beforeAll(async () => {
    if (carrier === undefined) throw new Error('no database');
    carried = await carrier.open();
    await migrate(carried.database, readMigrations().slice(0, WITH_DAYS));
    await anEveningOfBefore(carried.database);
    await migrate(carried.database);
  });
  afterAll(() => carried.close());

  it('is still what it was, and goes on', async () => {
    expect(await verifyJournal(carried.database)).toMatchObject({ intact: true, entries: 3 });
    const billing = createBilling(carried.database, fakeClock(), () => randomInt(REFERENCE_CODES));
    expect(await billing.bill(billId)).toMatchObject({ due: 30_000 });
    await billing.allocate({ paymentId, billId, amount: 30_000 }, 'desk:lan');
    expect(await billing.bill(billId)).toMatchObject({ state: 'paid' });
    expect(await verifyJournal(carried.database)).toMatchObject({ intact: true, entries: 4 });
  });

  it('belongs to the days on which it was recorded in the hospital', async () => {
    const balances = async (recordedAt: string) =>
      (await accountsOfDay(carried.database, businessDayOf(recordedAt))).map(
        ({ account, opening, closing }) => [account, opening, closing],
      );
    expect(await balances(RECORDED[0])).toEqual([
      ['charges', 0, -80_000],
      ['receivable', 0, 80_000],
    ]);
    expect(await balances(RECORDED[1])).toEqual([
      ['charges', -80_000, -80_000],
      ['clearing:payos', 0, 80_000],
      ['receivable', 80_000, 30_000],
      ['suspense', 0, -30_000],
    ]);
  });

  it('cannot be given days afterwards without a trace', async () => {
    const found = carried.database.transaction(async tx => {
      await tx.script(`set local session_replication_role = replica;
        update journal_entry set booked_on = '2026-10-03' where entry_no = 2`);
      throw Object.assign(new Error('found'), { verdict: await verifyJournal(tx) });
    });
    await expect(found).rejects.toMatchObject({
      verdict: { intact: false, entryNo: 2, defect: 'entry-changed' },
    });
  });
});
