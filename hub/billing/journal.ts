import { createHash } from 'node:crypto';
import type { Account } from '../../core/billing/account.ts';
import type { EntryKind, JournalEntry, Posting } from '../../core/billing/journal-entry.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Queryable } from '../storage/database.ts';
import { type AllocationChange, writeReceipts } from './his-receipts.ts';

/** The last entry of the chain. */
export interface JournalHead {
  readonly entryNo: number;
  readonly hash: string;
}

/** An entry as it stands in the journal. */
export interface RecordedEntry extends JournalHead {
  readonly kind: EntryKind;
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
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
};

/**
 * The end of the journal, locked: call it first in every transaction that touches money. What is
 * read after it stays true until the transaction ends, also with several hubs.
 */
export const lockJournal = async (tx: Queryable): Promise<JournalHead> => {
  const { rows } = await tx.query<{ entry_no: number; hash: string }>(
    'select entry_no, hash from journal_head for update',
  );
  const [head] = rows;
  if (head === undefined) throw new FaultError('data-unreadable', 'the journal has no head');
  return { entryNo: head.entry_no, hash: head.hash };
};

const APPEND = `
  with said as (select * from jsonb_to_recordset($1::jsonb) as entry ("entryNo" bigint, kind text,
      "recordedAt" timestamptz, actor text, "previousHash" text, hash text, postings jsonb)),
  recorded as (
    insert into journal_entry (entry_no, kind, recorded_at, actor, previous_hash, hash)
    select "entryNo", kind, "recordedAt", actor, "previousHash", hash from said order by "entryNo"
  )
  insert into journal_posting (entry_no, line, account, amount, bill_id, payment_id, refund_id)
  select "entryNo", line, posting->>'account', (posting->>'amount')::bigint,
    (posting->>'billId')::uuid, (posting->>'paymentId')::uuid, (posting->>'refundId')::uuid
  from said, jsonb_array_elements(postings) with ordinality as each (posting, line)`;

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
 * receipts for the HIS. @returns the new head.
 */
export const appendEntries = async (
  tx: Queryable,
  head: JournalHead,
  entries: readonly JournalEntry[],
  { actor, at }: Recording,
): Promise<JournalHead> => {
  const recorded: RecordedEntry[] = [];
  let last = head;
  for (const { kind, postings } of entries) {
    const unsigned = {
      entryNo: last.entryNo + 1,
      kind,
      recordedAt: at,
      actor,
      previousHash: last.hash,
      postings,
    };
    const entry = { ...unsigned, hash: hashOf(unsigned) };
    recorded.push(entry);
    last = entry;
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
