import { type CashCount, sumOfCash } from '../../core/cash/cash-count.ts';
import { lockJournal, type Recording } from '../billing/journal.ts';
import { brokenSeal, FIRST_HASH, sealOf, type SealedText } from '../billing/sealed-text.ts';
import { type Queryable } from '../storage/database.ts';
import { readShiftMoney, type Taken } from './shift-cash.ts';
import { closeDrawer, expectedCash, readOpenShift, type Shift, type ShiftCount } from './shifts.ts';

/** X is read while the shift goes on, Z closes it. */
export type ShiftReportKind = 'X' | 'Z';

/** Amounts are whole đồng. */
export interface ShiftReportContent {
  readonly shiftNo: number;
  readonly drawer: string;
  readonly cashier: string;
  readonly day: string;
  readonly openedAt: string;
  readonly madeAt: string;
  readonly madeBy: string;
  /** Change the shift began with. */
  readonly float: number;
  readonly takings: Taken;
  readonly refunds: Taken;
  /** First and last receipt for cash; null where there was none. */
  readonly receipts: { readonly first: number; readonly last: number } | null;
  /** Float, takings less refunds. */
  readonly expected: number;
  /** Of a Z report. */
  readonly counted?: CashCount;
  readonly countedAmount?: number;
  readonly difference?: number;
  readonly reason?: string;
  /** The end of the journal at that moment: it proves all that is before. */
  readonly journal: { readonly entryNo: number; readonly hash: string };
}

export interface ShiftReport {
  readonly kind: ShiftReportKind;
  /** Without gaps among those of its kind, from 1. */
  readonly reportNo: number;
  readonly shiftId: string;
  readonly content: ShiftReportContent;
  readonly previousHash: string;
  readonly hash: string;
}

interface ReportRow {
  readonly kind: ShiftReportKind;
  readonly report_no: number;
  readonly shift_id: string;
  readonly content: string;
  readonly previous_hash: string;
  readonly hash: string;
}

const COLUMNS = 'kind, report_no, shift_id, content, previous_hash, hash';

const reportOf = (row: ReportRow): ShiftReport => ({
  kind: row.kind,
  reportNo: row.report_no,
  shiftId: row.shift_id,
  content: JSON.parse(row.content) as ShiftReportContent,
  previousHash: row.previous_hash,
  hash: row.hash,
});

const contentOf = async (
  tx: Queryable,
  shift: Shift,
  expected: number,
  { actor, at }: Recording,
): Promise<ShiftReportContent> => {
  const { takings, refunds, receipts } = await readShiftMoney(tx, shift.shiftId);
  const { entryNo, hash } = await lockJournal(tx);
  const { shiftNo, drawer, cashier, day, openedAt, countedClose, difference, reason } = shift;
  return {
    shiftNo,
    drawer,
    cashier,
    day,
    openedAt,
    madeAt: at,
    madeBy: actor,
    float: sumOfCash(shift.countedOpen),
    takings,
    refunds,
    receipts,
    expected,
    ...(countedClose === null
      ? {}
      : { counted: countedClose, countedAmount: sumOfCash(countedClose) }),
    ...(difference === null ? {} : { difference }),
    ...(reason === null ? {} : { reason }),
    journal: { entryNo, hash },
  };
};

const seal = async (
  tx: Queryable,
  kind: ShiftReportKind,
  shiftId: string,
  content: ShiftReportContent,
  { actor, at }: Recording,
): Promise<ShiftReport> => {
  const { rows } = await tx.query<{ report_no: number; hash: string }>(
    'select report_no, hash from shift_report where kind = $1 order by report_no desc limit 1',
    [kind],
  );
  const reportNo = (rows[0]?.report_no ?? 0) + 1;
  const previousHash = rows[0]?.hash ?? FIRST_HASH;
  const text = JSON.stringify(content);
  const hash = sealOf({ kind, number: reportNo, content: text, previousHash });
  await tx.query(
    `insert into shift_report (kind, report_no, shift_id, made_by, made_at, content,
       previous_hash, hash) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [kind, reportNo, shiftId, actor, at, text, previousHash, hash],
  );
  return { kind, reportNo, shiftId, content, previousHash, hash };
};

/** How a shift stands; it goes on. @throws FaultError `not-possible-now` where it is closed. */
export const makeXReport = async (
  tx: Queryable,
  shiftId: string,
  recording: Recording,
): Promise<ShiftReport> => {
  await lockJournal(tx);
  const shift = await readOpenShift(tx, shiftId);
  const content = await contentOf(tx, shift, await expectedCash(tx, shiftId), recording);
  return seal(tx, 'X', shiftId, content, recording);
};

/**
 * Counts, closes and seals a shift; one that is closed gives its report again.
 * @throws FaultError `bad-request` where a difference has no reason.
 */
export const closeShift = async (
  tx: Queryable,
  count: ShiftCount,
  recording: Recording,
): Promise<ShiftReport> => {
  await lockJournal(tx);
  const known = await listReports(tx, { shiftId: count.shiftId, kind: 'Z' });
  if (known[0] !== undefined) return known[0];
  const expected = await expectedCash(tx, count.shiftId);
  const shift = await closeDrawer(tx, count, recording);
  return seal(tx, 'Z', count.shiftId, await contentOf(tx, shift, expected, recording), recording);
};

interface WhichReports {
  readonly shiftId?: string;
  readonly kind?: ShiftReportKind;
  readonly reportNo?: number;
}

/** The oldest first; all of them, or those of a shift, a kind, a number. */
export const listReports = async (
  tx: Queryable,
  { shiftId, kind, reportNo }: WhichReports = {},
): Promise<readonly ShiftReport[]> => {
  const { rows } = await tx.query<ReportRow>(
    `select ${COLUMNS} from shift_report
     where shift_id = coalesce($1::uuid, shift_id) and kind = coalesce($2, kind)
       and report_no = coalesce($3::bigint, report_no)
     order by kind, report_no`,
    [shiftId ?? null, kind ?? null, reportNo ?? null],
  );
  return rows.map(reportOf);
};

/** @returns the number of the first report of that kind that is not as it was sealed, or undefined. */
export const brokenReport = async (
  tx: Queryable,
  kind: ShiftReportKind,
): Promise<number | undefined> => {
  const { rows } = await tx.query<ReportRow>(
    `select ${COLUMNS} from shift_report where kind = $1 order by report_no`,
    [kind],
  );
  const chain = rows.map((row): SealedText & { readonly hash: string } => ({
    kind: row.kind,
    number: row.report_no,
    content: row.content,
    previousHash: row.previous_hash,
    hash: row.hash,
  }));
  return brokenSeal(chain);
};
