import { type Handlers } from '../../core/contract/contract.ts';
import { type DeskAction } from '../../core/contract/desk-access.ts';
import { type dayStatusSchema, type deskDayMethods } from '../../core/contract/desk-day.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type ReportTable } from '../../core/reports/safe-cell.ts';
import { instantOf } from '../../core/scheduling/business-day.ts';
import { type Recording } from '../billing/journal.ts';
import { takeCash } from '../cashier/cash-payments.ts';
import { closeShift, listReports, makeXReport } from '../cashier/shift-reports.ts';
import { listShifts, openShift, readShift } from '../cashier/shifts.ts';
import { dayStatus, type DayStatus, explainDifference, signDay } from '../day-close/day-close.ts';
import { cashlessShare } from '../reports/cashless-share.ts';
import { cashlessTable, dayTable, paymentsTable, shiftTable } from '../reports/report-tables.ts';
import { tableFile, type TableFormat } from '../reports/table-file.ts';
import { type Database, type Queryable } from '../storage/database.ts';
import { recordDeed } from './desk-audit.ts';
import { type DeskCaller, userOf } from './desk-caller.ts';
import { type z } from 'zod';

export interface DayParts {
  readonly database: Database;
  readonly clock: Clock;
}

const statusOf = (status: DayStatus): z.infer<typeof dayStatusSchema> => ({
  ...status,
  accounts: [...status.accounts],
  differences: [...status.differences],
});

const fileOf = async (table: ReportTable, format: TableFormat, name: string) => {
  const { content, ...file } = await tableFile(table, format, name);
  return { ...file, content: content.toString('base64') };
};

/** Shifts, the close of a day and exports. The journal decides what is possible. */
export const createDayHandlers = ({
  database,
  clock,
}: DayParts): Handlers<typeof deskDayMethods, DeskCaller> => {
  /** Work and what the audit says of it, in one transaction. */
  const doing = <T>(
    caller: DeskCaller,
    action: DeskAction,
    subject: string,
    work: (tx: Queryable, recording: Recording) => Promise<T>,
  ): Promise<T> =>
    database.transaction(async tx => {
      const at = instantOf(clock.now());
      const result = await work(tx, { actor: caller.actor, at });
      await recordDeed(tx, { at, userId: userOf(caller).userId, action, subject });
      return result;
    });
  const exported = (caller: DeskCaller, name: string): Promise<void> =>
    recordDeed(database, {
      at: instantOf(clock.now()),
      userId: userOf(caller).userId,
      action: 'exported',
      subject: name,
    });
  const file = async (
    caller: DeskCaller,
    table: ReportTable,
    format: TableFormat,
    name: string,
  ) => {
    await exported(caller, `${name}.${format}`);
    return fileOf(table, format, name);
  };

  return {
    shifts: async ({ limit }) => ({ shifts: [...(await listShifts(database, limit))] }),
    openShift: (shift, caller) =>
      doing(caller, 'shift-opened', `${shift.shiftId} ${shift.drawer}`, (tx, by) =>
        openShift(tx, shift, by),
      ),
    takeCash: (payment, caller) =>
      doing(caller, 'cash-taken', `${payment.paymentId} ${payment.amount}`, async (tx, by) => {
        const { receiptNo } = await takeCash(tx, payment, by);
        return { receiptNo };
      }),
    readShift: ({ shiftId }, caller) =>
      doing(caller, 'shift-read', shiftId, (tx, by) => makeXReport(tx, shiftId, by)),
    closeShift: ({ reason, ...count }, caller) =>
      doing(caller, 'shift-closed', count.shiftId, async (tx, by) => {
        const { cashier } = await readShift(tx, count.shiftId);
        if (cashier !== caller.actor && userOf(caller).role !== 'supervisor') {
          throw new FaultError('not-permitted', 'the drawer is of another cashier');
        }
        return closeShift(tx, reason === undefined ? count : { ...count, reason }, by);
      }),
    shiftReports: async ({ shiftId }) => ({
      reports: [...(await listReports(database, shiftId === undefined ? {} : { shiftId }))],
    }),
    async shiftReportFile({ kind, reportNo, format }, caller) {
      const reports = await listReports(database, { kind });
      const report = reports.find(one => one.reportNo === reportNo);
      if (report === undefined) throw new FaultError('bad-request', 'there is no such report');
      return file(caller, shiftTable(report), format, `${kind}-${reportNo}`);
    },
    day: async ({ day }) => statusOf(await dayStatus(database, day)),
    explainDifference: (explanation, caller) =>
      doing(
        caller,
        'difference-explained',
        `${explanation.day} ${explanation.kind}`,
        async (tx, by) => {
          await explainDifference(tx, explanation, by);
          return statusOf(await dayStatus(tx, explanation.day));
        },
      ),
    signDay: ({ day }, caller) =>
      doing(caller, 'day-signed', day, async (tx, by) => statusOf(await signDay(tx, day, by))),
    dayFile: async ({ day, format }, caller) =>
      file(caller, dayTable(await dayStatus(database, day)), format, `day-${day}`),
    paymentsFile: async ({ from, to, format }, caller) =>
      file(caller, await paymentsTable(database, from, to), format, `payments-${from}-${to}`),
    async cashless({ from, to }) {
      const share = await cashlessShare(database, from, to);
      return { ...share, rows: [...share.rows] };
    },
    cashlessFile: async ({ from, to, format }, caller) =>
      file(
        caller,
        cashlessTable(from, to, await cashlessShare(database, from, to)),
        format,
        `cashless-${from}-${to}`,
      ),
  };
};
