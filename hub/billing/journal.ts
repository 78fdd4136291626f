import { createHash } from 'node:crypto';
import type { Account } from '../../core/billing/account.ts';
import type { EntryKind, JournalEntry, Posting } from '../../core/billing/journal-entry.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { BusinessDay } from '../../core/contract/primitives.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { type Queryable } from '../storage/database.ts';
import { type AllocationChange, writeReceipts } from './his-receipts.ts';

/** The last entry of the chain. */
export interface ChainEnd {
  readonly entryNo: number;
  readonly hash: string;
}

/** Where the next entry goes. */
export interface JournalHead extends ChainEnd {
  /** The first day whose books are open; undefined where none was closed yet. */
  readonly openFrom?: BusinessDay;
}

/** An entry as it stands in the journal. */
export interface RecordedEntry extends ChainEnd {
  readonly kind: EntryKind;
  /** The day whose books it belongs to; absent in entries from before days were closed. */
  readonly bookedOn?: BusinessDay;
  readonly recordedAt: string;
  readonly actor: string;
  readonly previousHash: string;
  readonly postings: readonly Posting[];
}

/** Who did it and when. */
export interface Recording {
  /** A provider, a program, or a signed-in person's id; never a name. */
  readonly actor: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/**
 * SHA-256 over everything the entry says and the hash before it, in one unambiguous text.
 * @returns 64 hexadecimal digits.
 */
export const hashOf = (entry: Omit<RecordedEntry, 'hash'>): string => {
  const content = [
    entry.entryNo,
    entry.kind,
    entry.recordedAt,
    entry.actor,
    entry.postings.map(({ account, amount, billId, paymentId, refundId }) => [
      account,
      amount,
      billId ?? null,
      paymentId ?? null,
      refundId ?? null,
    ]),
    entry.previousHash,
    ...(entry.bookedOn === undefined ? [] : [entry.bookedOn]),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
};

/**
 * The end of the journal, locked: call it first in every transaction that touches money. What is
 * read after it stays true until the transaction ends, also with several hubs.
 */
export const lockJournal = async (tx: Queryable): Promise<JournalHead> => {
  const { rows } = await tx.query<{ entry_no: number; hash: string; open_from: string | null }>(
    'select entry_no, hash, open_from from journal_head for update',
  );
  const [head] = rows;
  if (head === undefined) throw new FaultError('data-unreadable', 'the journal has no head');
  return {
    entryNo: head.entry_no,
    hash: head.hash,
    ...(head.open_from === null ? {} : { openFrom: head.open_from }),
  };
};

const APPEND = `
  with said as (select * from jsonb_to_recordset($1::jsonb) as entry ("entryNo" bigint, kind text,
      "recordedAt" timestamptz, "bookedOn" date, actor text, "previousHash" text, hash text,
      postings jsonb)),
  recorded as (
    insert into journal_entry (entry_no, kind, recorded_at, booked_on, actor, previous_hash, hash)
    select "entryNo", kind, "recordedAt", "bookedOn", actor, "previousHash", hash
    from said order by "entryNo"
  )
  insert into journal_posting (entry_no, line, account, amount, bill_id, payment_id, refund_id)
  select "entryNo", line, posting->>'account', (posting->>'amount')::bigint,
    (posting->>'billId')::uuid, (posting->>'paymentId')::uuid, (posting->>'refundId')::uuid
  from said, jsonb_array_elements(postings) with ordinality as each (posting, line)`;

/** An entry of money that moved on another day than today. */
export interface DatedEntry extends JournalEntry {
  readonly day?: BusinessDay;
}

/** The day itself where its books are open, else the first that are; never a day to come. */
const bookedOn = (day: BusinessDay, today: BusinessDay, { openFrom }: JournalHead): BusinessDay => {
  const moved = day > today ? today : day;
  return openFrom !== undefined && moved < openFrom ? openFrom : moved;
};

const allocationOf = ({ kind, postings }: JournalEntry): readonly AllocationChange[] => {
  if (kind !== 'allocated' && kind !== 'allocation-reversed') return [];
  return postings.flatMap(({ account, amount, billId, paymentId }) =>
    account === 'receivable' && billId !== undefined && paymentId !== undefined
      ? [{ kind, billId, paymentId, amount: Math.abs(amount) }]
      : [],
  );
};

/**
 * Adds entries behind the head that {@link lockJournal} gave, and with those that pay a bill the
 * receipts for the HIS. Money that moved on a day whose books are closed is booked on the next open
 * one.
 * @returns the new head.
 */
export const appendEntries = async (
  tx: Queryable,
  head: JournalHead,
  entries: readonly DatedEntry[],
  { actor, at }: Recording,
): Promise<JournalHead> => {
  const recorded: RecordedEntry[] = [];
  const today = businessDayOf(at);
  let last: JournalHead = head;
  for (const { kind, postings, day = today } of entries) {
    const unsigned = {
      entryNo: last.entryNo + 1,
      kind,
      recordedAt: at,
      bookedOn: bookedOn(day, today, head),
      actor,
      previousHash: last.hash,
      postings,
    };
    const entry = { ...unsigned, hash: hashOf(unsigned) };
    recorded.push(entry);
    last = { ...head, entryNo: entry.entryNo, hash: entry.hash };
  }
  await tx.query(APPEND, [JSON.stringify(recorded)]);
  await writeReceipts(tx, entries.flatMap(allocationOf), at);
  return last;
};

/** Balance of every account, debits positive. */
export const trialBalance = async (database: Queryable): Promise<ReadonlyMap<Account, number>> => {
  const { rows } = await database.query<{ account: Account; balance: number }>(
    'select account, sum(amount) as balance from journal_posting group by account order by account',
  );
  return new Map(rows.map(({ account, balance }) => [account, balance]));
};
