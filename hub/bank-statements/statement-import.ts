import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { moneyBanked, moneyLeft } from '../../core/billing/journal-entry.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import type { BankProfileId } from '../../core/statement/bank-profiles.ts';
import {
  type RefusedLine,
  type Statement,
  type StatementLine,
  type StatementRefusal,
  unexplained,
} from '../../core/statement/statement.ts';
import { appendEntries, type DatedEntry, lockJournal, type Recording } from '../billing/journal.ts';
import { type ReceivedMoney, receiveMoney } from '../billing/receipts.ts';
import { type Database, type Queryable } from '../storage/database.ts';
import { matchLines } from './line-matching.ts';
import { readStatementFile } from './statement-file.ts';
import { freshLines, keepLines, openStatement, unbankedPayments } from './statement-store.ts';

export interface StatementFile {
  readonly content: Buffer;
  readonly bank: BankProfileId;
  /** Digits, where the file does not say whose statement it is. */
  readonly account?: string;
}

export interface ImportReport {
  readonly account: string;
  readonly lines: number;
  /** Lines that no earlier file had shown. */
  readonly fresh: number;
  /** Of the fresh ones: announced by a provider before. */
  readonly announced: number;
  /** Of the fresh ones: went to a bill by their reference. */
  readonly settled: number;
  /** Of the fresh ones: money that came and waits for a person. */
  readonly waiting: number;
  /** Of the fresh ones: money that went. */
  readonly outgoing: number;
  readonly refused: readonly RefusedLine[];
  /** What opening, lines and closing leave unexplained; null where the file does not say both. */
  readonly unexplained: number | null;
}

/** Lines booked in one transaction. */
const CHUNK = 1000;

interface Counts {
  fresh: number;
  announced: number;
  settled: number;
  waiting: number;
  outgoing: number;
}

interface Booking {
  readonly tx: Queryable;
  readonly account: string;
  readonly ids: Ids;
  readonly recording: Recording;
  readonly counts: Counts;
}

/** The bank's own time, or the middle of the day where it says none. */
const paidAtOf = ({ day, time = '12:00:00' }: StatementLine): string =>
  new Date(`${day}T${time}+07:00`).toISOString();

const receiptOf = ({ account, ids }: Booking, line: StatementLine): ReceivedMoney => ({
  paymentId: ids.uuid(),
  provider: 'bank-statement',
  account,
  // A bank's number is unique on its day at best.
  bankReference: [line.day, line.reference, line.amount, line.ordinal].join('/'),
  into: `bank:${account}`,
  amount: line.amount,
  narrative: line.narrative,
  paidAt: paidAtOf(line),
});

/** Books fresh lines. @returns which payment each line that came shows. */
const bookLines = async (
  booking: Booking,
  lines: readonly StatementLine[],
): Promise<ReadonlyMap<StatementLine, string>> => {
  const { tx, account, recording, counts } = booking;
  const head = await lockJournal(tx);
  const came = lines.filter(({ amount }) => amount > 0);
  const went = lines.filter(({ amount }) => amount < 0);
  const { matched, unannounced } = matchLines(came, await unbankedPayments(tx, account, came));
  const bank = `bank:${account}` as const;
  const entries: DatedEntry[] = [
    ...matched.map(({ line: { day }, payment }) => ({
      ...moneyBanked(payment.paymentId, payment.clearing, bank, payment.amount),
      day,
    })),
    ...went.map(({ day, amount }) => ({ ...moneyLeft(bank, -amount), day })),
  ];
  if (entries.length > 0) await appendEntries(tx, head, entries, recording);
  const told = unannounced.map(line => receiptOf(booking, line));
  const receipts = await receiveMoney(tx, told, recording);
  counts.announced += matched.length;
  counts.outgoing += went.length;
  counts.settled += receipts.filter(({ payment }) => payment.unallocated === 0).length;
  counts.waiting += receipts.filter(({ payment }) => payment.unallocated > 0).length;
  return new Map([
    ...matched.map(({ line, payment }) => [line, payment.paymentId] as const),
    ...unannounced.map((line, index) => [line, receipts[index]?.payment.paymentId ?? ''] as const),
  ]);
};

/** Why a file as a whole is not taken. */
export type FileFault = StatementRefusal | 'other-account' | 'account-missing';

/** What people read of a file that is no statement. */
const REFUSALS = {
  'no-header': 'no row of the file heads its columns as this bank does',
  unreadable: 'the file cannot be read',
  empty: 'the file has no line',
  'several-accounts': 'the file has statements of several accounts',
  'other-account': 'the statement is of another account',
  'account-missing': 'the file does not say which account it is of: name it',
} as const satisfies Record<FileFault, string>;

/** A file that is not taken as a whole. */
export class StatementRefused extends FaultError {
  readonly why: FileFault;

  constructor(why: FileFault) {
    super('bad-request', REFUSALS[why]);
    this.why = why;
  }
}

const accountOf = (statement: Statement, file: StatementFile): string => {
  const said = statement.account === '' ? undefined : statement.account;
  if (said !== undefined && file.account !== undefined && said !== file.account) {
    throw new StatementRefused('other-account');
  }
  const account = file.account ?? said;
  if (account === undefined) throw new StatementRefused('account-missing');
  return account;
};

const statementIn = async (file: StatementFile): Promise<Statement> => {
  const reading = await readStatementFile(file.content, file.bank);
  if (reading.outcome === 'refused') throw new StatementRefused(reading.why);
  return reading.statement;
};

/** Ends the transaction of a trial. */
class OnlyTried extends Error {
  override readonly name = 'OnlyTried';
}

/** Does the work as far as the database is concerned, and takes it back. */
const tryOnly = async (
  database: Database,
  work: (tx: Queryable) => Promise<void>,
): Promise<void> => {
  try {
    await database.transaction(async tx => {
      await work(tx);
      throw new OnlyTried();
    });
  } catch (error) {
    if (!(error instanceof OnlyTried)) throw error;
  }
};

/**
 * Brings a statement into the journal: the same file again, or a file that shows the same lines, changes
 * nothing; one that was cut off goes on where it stopped.
 * @throws StatementRefused where the file as a whole cannot be taken.
 */
export const importStatement = async (
  parts: { readonly database: Database; readonly clock: Clock; readonly ids: Ids },
  file: StatementFile,
  actor: string,
  options: {
    /**
     * Everything is tried and nothing is kept. Each thousand lines are tried by themselves, so that
     * nobody who pays meanwhile waits for the whole file: where two lines of a file pay one bill, the
     * figures may take both for its payment.
     */
    readonly isTrial?: boolean;
    readonly onProgress?: (done: number, of: number) => void;
  } = {},
): Promise<ImportReport> => {
  const { database, clock, ids } = parts;
  const statement = await statementIn(file);
  const account = accountOf(statement, file);
  const counts: Counts = { fresh: 0, announced: 0, settled: 0, waiting: 0, outgoing: 0 };
  const fileHash = createHash('sha256').update(file.content).digest('hex');
  const recording = { actor, at: new Date(clock.now()).toISOString() };
  const write = async (tx: Queryable, lines: readonly StatementLine[]): Promise<void> => {
    // Before anything is read: who else imports the same waits here.
    await lockJournal(tx);
    const statementId = await openStatement(
      tx,
      { ...file, account, fileHash, statement },
      ids,
      recording,
    );
    const fresh = await freshLines(tx, account, lines);
    counts.fresh += fresh.length;
    const payments = await bookLines({ tx, account, ids, recording, counts }, fresh);
    await keepLines(tx, { statementId, account, ids }, fresh, payments);
  };
  const chunks = Array.from({ length: Math.ceil(statement.lines.length / CHUNK) }, (_, index) =>
    statement.lines.slice(index * CHUNK, (index + 1) * CHUNK),
  );
  for (const [index, lines] of chunks.entries()) {
    // An embedded database answers without a pause, and kiosks are answered in the pauses.
    await nextTurn();
    if (options.isTrial === true) await tryOnly(database, tx => write(tx, lines));
    else await database.transaction(tx => write(tx, lines));
    options.onProgress?.(
      Math.min((index + 1) * CHUNK, statement.lines.length),
      statement.lines.length,
    );
  }
  if (options.isTrial !== true) {
    await database.query(
      `update bank_statement set completed_at = $2, unexplained = $3
       where file_hash = $1 and completed_at is null`,
      [fileHash, recording.at, unexplained(statement) ?? null],
    );
  }
  return {
    account,
    lines: statement.lines.length,
    ...counts,
    refused: statement.refused,
    unexplained: unexplained(statement) ?? null,
  };
};
