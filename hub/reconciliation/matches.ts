import { chargeBooked, chargeReversed } from '../../core/billing/journal-entry.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { appendEntries, lockJournal, type Recording } from '../billing/journal.ts';
import { allocate, reverseAllocation } from '../billing/payments.ts';
import { showRefund, unshowRefund } from '../billing/refunds.ts';
import { type Queryable } from '../storage/database.ts';

/** What one match moves. Amounts are whole đồng. */
export type MatchPart =
  | { readonly paymentId: string; readonly billId: string; readonly amount: number }
  /** Money that went was this refund. */
  | { readonly lineId: string; readonly refundId: string; readonly amount: number }
  /** Money that went was taken by the bank for itself. */
  | { readonly lineId: string; readonly amount: number };

export interface NewMatch {
  readonly matchId: string;
  /** The rule that proposed it, or `by-hand`. */
  readonly rule: string;
  /** As it was shown. */
  readonly score?: number;
  readonly parts: readonly MatchPart[];
}

export interface Match extends NewMatch {
  readonly acceptedBy: string;
  readonly acceptedAt: string;
  readonly undoneBy?: string;
  readonly undoneAt?: string;
}

interface MatchRow {
  readonly match_id: string;
  readonly rule: string;
  readonly score: number | null;
  readonly accepted_by: string;
  readonly accepted_at: string;
  readonly undone_by: string | null;
  readonly undone_at: string | null;
  readonly parts: readonly MatchPart[];
}

const MATCHES = `
  select match_id, rule, score, accepted_by, accepted_at, undone_by, undone_at, (
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('paymentId', payment_id,
      'billId', bill_id, 'lineId', line_id, 'refundId', refund_id, 'amount', amount)) order by part)
    from reconciliation_part part where part.match_id = reconciliation_match.match_id) as parts
  from reconciliation_match`;

const matchOf = (row: MatchRow): Match => ({
  matchId: row.match_id,
  rule: row.rule,
  parts: row.parts,
  acceptedBy: row.accepted_by,
  acceptedAt: row.accepted_at,
  ...(row.score === null ? {} : { score: row.score }),
  ...(row.undone_by === null ? {} : { undoneBy: row.undone_by }),
  ...(row.undone_at === null ? {} : { undoneAt: row.undone_at }),
});

/** Where a list of matches is to go on. */
export type MatchPlace = Pick<Match, 'acceptedAt' | 'matchId'>;

/** What people have matched, the latest first, from before a match on where one is named. */
export const listMatches = async (
  tx: Queryable,
  limit: number,
  before?: MatchPlace,
): Promise<readonly Match[]> => {
  const { rows } = await tx.query<MatchRow>(
    `${MATCHES} where $2::timestamptz is null or (accepted_at, match_id) < ($2, $3::uuid)
     order by accepted_at desc, match_id desc limit $1`,
    [limit, before?.acceptedAt ?? null, before?.matchId ?? null],
  );
  return rows.map(matchOf);
};

const readMatch = async (tx: Queryable, matchId: string): Promise<Match | undefined> => {
  const { rows } = await tx.query<MatchRow>(`${MATCHES} where match_id = $1`, [matchId]);
  return rows.map(matchOf)[0];
};

const KEEP_PARTS = `
  insert into reconciliation_part (match_id, part, payment_id, bill_id, line_id, refund_id, amount)
  select $1, part, (content->>'paymentId')::uuid, (content->>'billId')::uuid,
    (content->>'lineId')::uuid, (content->>'refundId')::uuid, (content->>'amount')::bigint
  from jsonb_array_elements($2::jsonb) with ordinality as each (content, part)`;

/** @throws FaultError `not-possible-now` unless the line is open and over this amount. */
const takeLine = async (
  tx: Queryable,
  { lineId, amount }: { readonly lineId: string; readonly amount: number },
): Promise<void> => {
  const { rows } = await tx.query<{ amount: number }>(
    'select amount from open_debit where line_id = $1',
    [lineId],
  );
  if (rows[0]?.amount !== amount) {
    throw new FaultError('not-possible-now', 'no line of this amount waits to be explained');
  }
};

const book = async (tx: Queryable, part: MatchPart, recording: Recording): Promise<void> => {
  if ('paymentId' in part) {
    await allocate(tx, part, recording);
    return;
  }
  await takeLine(tx, part);
  if (!('refundId' in part)) {
    await appendEntries(tx, await lockJournal(tx), [chargeBooked(part.amount)], recording);
    return;
  }
  const refund = await showRefund(tx, part.refundId, recording);
  if (refund.amount !== part.amount) {
    throw new FaultError('not-possible-now', 'the refund is over another amount');
  }
};

const takeBack = async (tx: Queryable, part: MatchPart, recording: Recording): Promise<void> => {
  if ('paymentId' in part) await reverseAllocation(tx, part, recording);
  else if ('refundId' in part) await unshowRefund(tx, part.refundId, recording);
  else await appendEntries(tx, await lockJournal(tx), [chargeReversed(part.amount)], recording);
};

/** A line is open until its match is kept: in one breath it could be explained twice. */
const refuseLineTwice = (parts: readonly MatchPart[]): void => {
  const lines = parts.flatMap(part => ('lineId' in part ? [part.lineId] : []));
  if (new Set(lines).size < lines.length) {
    throw new FaultError('not-possible-now', 'a line is explained once');
  }
};

const partKey = (part: MatchPart): string => JSON.stringify(Object.entries(part).sort());

const isSame = (one: NewMatch, other: NewMatch): boolean =>
  one.parts.map(partKey).join() === other.parts.map(partKey).join();

/**
 * A person says what belongs together: all of it is booked, or nothing. The same id again is the same
 * match.
 * @throws FaultError `not-possible-now` where the money or the bill is not open any more,
 *   `idempotency-conflict` where the id was used for something else.
 */
export const acceptMatch = async (
  tx: Queryable,
  match: NewMatch,
  recording: Recording,
): Promise<Match> => {
  await lockJournal(tx);
  const known = await readMatch(tx, match.matchId);
  if (known !== undefined) {
    if (isSame(known, match)) return known;
    throw new FaultError('idempotency-conflict', 'the id was used for another match');
  }
  if (match.parts.length === 0) throw new FaultError('bad-request', 'a match moves something');
  refuseLineTwice(match.parts);
  const { matchId, rule, score = null, parts } = match;
  for (const part of parts) await book(tx, part, recording);
  await tx.query(
    `insert into reconciliation_match (match_id, rule, score, accepted_by, accepted_at)
     values ($1, $2, $3, $4, $5)`,
    [matchId, rule, score, recording.actor, recording.at],
  );
  await tx.query(KEEP_PARTS, [matchId, JSON.stringify(parts)]);
  return { ...match, acceptedBy: recording.actor, acceptedAt: recording.at };
};

/**
 * Takes a match back by entries that reverse it; what was booked stays in the journal.
 * @throws FaultError `not-possible-now` where there is none, or its money has moved on.
 */
export const undoMatch = async (
  tx: Queryable,
  matchId: string,
  recording: Recording,
): Promise<Match> => {
  await lockJournal(tx);
  const match = await readMatch(tx, matchId);
  if (match === undefined) throw new FaultError('not-possible-now', 'there is no such match');
  if (match.undoneAt !== undefined) return match;
  for (const part of match.parts) await takeBack(tx, part, recording);
  await tx.query(
    'update reconciliation_match set undone_by = $2, undone_at = $3 where match_id = $1',
    [matchId, recording.actor, recording.at],
  );
  return { ...match, undoneBy: recording.actor, undoneAt: recording.at };
};
