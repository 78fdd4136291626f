import { type Clock, type Ids } from '../../../../core/ports/ports.ts';
import { instantOf } from '../../../../core/scheduling/business-day.ts';
import { importStatement, type ImportReport } from '../../../bank-statements/statement-import.ts';
import { type CashPayment, type CashReceipt, takeCash } from '../../../cashier/cash-payments.ts';
import { closeShift, makeXReport, type ShiftReport } from '../../../cashier/shift-reports.ts';
import { type NewShift, openShift, type Shift, type ShiftCount } from '../../../cashier/shifts.ts';
import {
  type DayStatus,
  explainDifference,
  type NewExplanation,
  signDay,
} from '../../../day-close/day-close.ts';
import {
  acceptMatch,
  type Match,
  type NewMatch,
  undoMatch,
} from '../../../reconciliation/matches.ts';
import { type Database, type Queryable } from '../../../storage/database.ts';
import { type Billing, createBilling } from '../../billing.ts';
import { type Recording } from '../../journal.ts';

/** Whatever may happen to money, as one hub does it for programs and people. */
export interface MoneyHub extends Billing {
  accept(match: NewMatch, actor: string): Promise<Match>;
  undo(matchId: string, actor: string): Promise<Match>;
  openShift(shift: NewShift, actor: string): Promise<Shift>;
  takeCash(payment: CashPayment, actor: string): Promise<CashReceipt>;
  readShift(shiftId: string, actor: string): Promise<ShiftReport>;
  closeShift(count: ShiftCount, actor: string): Promise<ShiftReport>;
  bringStatement(content: string, account: string, actor: string): Promise<ImportReport>;
  explain(explanation: NewExplanation, actor: string): Promise<void>;
  sign(day: string, actor: string): Promise<DayStatus>;
}

export interface MoneyHubParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Random whole numbers below REFERENCE_CODES. */
  readonly draw: () => number;
}

export const moneyHub = ({ database, clock, ids, draw }: MoneyHubParts): MoneyHub => {
  const record = <T>(
    actor: string,
    work: (tx: Queryable, recording: Recording) => Promise<T>,
  ): Promise<T> => database.transaction(tx => work(tx, { actor, at: instantOf(clock.now()) }));
  return {
    ...createBilling(database, clock, draw),
    accept: (match, actor) => record(actor, (tx, by) => acceptMatch(tx, match, by)),
    undo: (matchId, actor) => record(actor, (tx, by) => undoMatch(tx, matchId, by)),
    openShift: (shift, actor) => record(actor, (tx, by) => openShift(tx, shift, by)),
    takeCash: (payment, actor) => record(actor, (tx, by) => takeCash(tx, payment, by)),
    readShift: (shiftId, actor) => record(actor, (tx, by) => makeXReport(tx, shiftId, by)),
    closeShift: (count, actor) => record(actor, (tx, by) => closeShift(tx, count, by)),
    bringStatement: (content, account, actor) =>
      importStatement(
        { database, clock, ids },
        { content: Buffer.from(content), bank: 'vietcombank', account },
        actor,
      ),
    explain: (explanation, actor) =>
      record(actor, (tx, by) => explainDifference(tx, explanation, by)),
    sign: (day, actor) => record(actor, (tx, by) => signDay(tx, day, by)),
  };
};
