import type { EntryKind, Posting } from '../../core/billing/journal-entry.ts';
import { type Queryable } from '../storage/database.ts';
import { type ChainEnd, hashOf, type RecordedEntry } from './journal.ts';

export const JOURNAL_DEFECTS = [
  'entry-missing',
  'chain-broken',
  'entry-changed',
  'not-balanced',
  'end-missing',
] as const;
export type JournalDefect = (typeof JOURNAL_DEFECTS)[number];

export type JournalVerdict =
  | { readonly intact: true; readonly entries: number; readonly hash: string }
  | { readonly intact: false; readonly entryNo: number; readonly defect: JournalDefect };

interface Row {
  readonly entry_no: number;
  readonly kind: EntryKind;
  readonly recorded_at: string;
  readonly booked_on: string | null;
  readonly actor: string;
  readonly previous_hash: string;
  readonly hash: string;
  readonly postings: readonly Posting[] | null;
}

const PAGE = 1000;

const NEXT_PAGE = `
  select entry_no, kind, recorded_at, booked_on, actor, previous_hash, hash, (
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('account', account, 'amount', amount,
      'billId', bill_id, 'paymentId', payment_id, 'refundId', refund_id)) order by line)
    from journal_posting where journal_posting.entry_no = journal_entry.entry_no
  ) as postings
  from journal_entry where entry_no > $1 order by entry_no limit ${PAGE}`;

const GENESIS: ChainEnd = { entryNo: 0, hash: '0'.repeat(64) };

const recordedIn = (row: Row): RecordedEntry => ({
  entryNo: row.entry_no,
  kind: row.kind,
  recordedAt: row.recorded_at,
  ...(row.booked_on === null ? {} : { bookedOn: row.booked_on }),
  actor: row.actor,
  previousHash: row.previous_hash,
  hash: row.hash,
  postings: row.postings ?? [],
});

const defectOf = (entry: RecordedEntry, last: ChainEnd): JournalDefect | undefined => {
  if (entry.entryNo !== last.entryNo + 1) return 'entry-missing';
  if (entry.previousHash !== last.hash) return 'chain-broken';
  if (hashOf(entry) !== entry.hash) return 'entry-changed';
  const sum = entry.postings.reduce((total, { amount }) => total + amount, 0);
  return sum === 0 && entry.postings.length > 0 ? undefined : 'not-balanced';
};

/**
 * Reads the whole journal as a stranger would and says where it stops being true. The hash it ends
 * with is what closing reports print: it proves that nothing before was changed, or cut off.
 */
export const verifyJournal = async (database: Queryable): Promise<JournalVerdict> => {
  // Read first: entries written meanwhile come after it, and are looked at as well.
  const head = await headOf(database);
  let last = GENESIS;
  let hasSeenHead = head?.entryNo === 0 && head.hash === GENESIS.hash;
  for (;;) {
    const { rows } = await database.query<Row>(NEXT_PAGE, [last.entryNo]);
    for (const entry of rows.map(recordedIn)) {
      const defect = defectOf(entry, last);
      if (defect !== undefined) return { intact: false, entryNo: last.entryNo + 1, defect };
      hasSeenHead ||= head?.entryNo === entry.entryNo && head.hash === entry.hash;
      last = entry;
    }
    if (rows.length < PAGE) break;
  }
  return hasSeenHead
    ? { intact: true, entries: last.entryNo, hash: last.hash }
    : { intact: false, entryNo: last.entryNo + 1, defect: 'end-missing' };
};

const headOf = async (database: Queryable): Promise<ChainEnd | undefined> => {
  const { rows } = await database.query<{ entry_no: number; hash: string }>(
    'select entry_no, hash from journal_head',
  );
  const [head] = rows;
  return head === undefined ? undefined : { entryNo: head.entry_no, hash: head.hash };
};
