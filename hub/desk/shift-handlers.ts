import { type Handlers } from '../../core/contract/contract.ts';
import {
  type DeskShift,
  type deskShiftMethods,
  type DeskShiftReport,
} from '../../core/contract/desk-shifts.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { sumOfCash } from '../../core/cash/cash-count.ts';
import { takeCash } from '../cashier/cash-payments.ts';
import { listReceipts, readReceipt, readShiftMoney } from '../cashier/shift-cash.ts';
import {
  closeShift,
  listReports,
  makeXReport,
  type ShiftReport,
} from '../cashier/shift-reports.ts';
import { listShifts, openShift, readShift, type Shift } from '../cashier/shifts.ts';
import { receiptTable, shiftTable } from '../reports/shift-tables.ts';
import { type DeskCaller, userOf } from './desk-caller.ts';
import { createDeskWork } from './desk-work.ts';
import { type DayParts } from './day-handlers.ts';
import { readActorNames } from './actor-names.ts';

const shiftOf = (
  shift: Shift,
  caller: DeskCaller,
  nameOf: (actor: string) => string,
): DeskShift => ({
  ...shift,
  cashier: nameOf(shift.cashier),
  closedBy: shift.closedBy === null ? null : nameOf(shift.closedBy),
  isOwn: shift.cashier === caller.actor,
});

/** With names in place of ids: the hash is over the ids. */
const named = (report: ShiftReport, nameOf: (actor: string) => string): DeskShiftReport => ({
  ...report,
  content: {
    ...report.content,
    cashier: nameOf(report.content.cashier),
    madeBy: nameOf(report.content.madeBy),
  },
});

/** Shifts with their drawers. The journal decides what is possible. */
export const createShiftHandlers = ({
  database,
  clock,
  readHospital,
}: DayParts): Handlers<typeof deskShiftMethods, DeskCaller> => {
  const { doing, file } = createDeskWork(database, clock);
  return {
    async shifts({ limit }, caller) {
      const nameOf = await readActorNames(database);
      const shifts = await listShifts(database, limit);
      return { shifts: shifts.map(shift => shiftOf(shift, caller, nameOf)) };
    },
    shift: async ({ shiftId }, caller) =>
      shiftOf(await readShift(database, shiftId), caller, await readActorNames(database)),
    openShift: (shift, caller) =>
      doing(caller, 'shift-opened', `${shift.shiftId} ${shift.drawer}`, async (tx, by) =>
        shiftOf(await openShift(tx, shift, by), caller, await readActorNames(tx)),
      ),
    async shiftCash({ shiftId, limit }) {
      const { countedOpen } = await readShift(database, shiftId);
      const { takings, refunds } = await readShiftMoney(database, shiftId);
      const float = sumOfCash(countedOpen);
      return {
        float,
        takings,
        refunds,
        expected: float + takings.amount - refunds.amount,
        receipts: [...(await listReceipts(database, shiftId, limit))],
      };
    },
    takeCash: (payment, caller) =>
      doing(caller, 'cash-taken', `${payment.paymentId} ${payment.amount}`, async (tx, by) => {
        const { receiptNo } = await takeCash(tx, payment, by);
        return { receiptNo };
      }),
    async cashReceiptFile({ receiptNo }, caller) {
      const receipt = await readReceipt(database, receiptNo);
      if (receipt === undefined) throw new FaultError('bad-request', 'there is no such receipt');
      const nameOf = await readActorNames(database);
      const table = receiptTable(
        { ...receipt, cashier: nameOf(receipt.cashier) },
        await readHospital(),
      );
      return file(caller, table, 'pdf', `receipt-${receiptNo}`);
    },
    readShift: ({ shiftId }, caller) =>
      doing(caller, 'shift-read', shiftId, async (tx, by) =>
        named(await makeXReport(tx, shiftId, by), await readActorNames(tx)),
      ),
    closeShift: ({ shiftId, counted, reason, expected }, caller) =>
      doing(caller, 'shift-closed', shiftId, async (tx, by) => {
        const { cashier } = await readShift(tx, shiftId);
        if (cashier !== caller.actor && userOf(caller).role !== 'supervisor') {
          throw new FaultError('not-permitted', 'the drawer is of another cashier');
        }
        const count = {
          shiftId,
          counted,
          ...(reason === undefined ? {} : { reason }),
          ...(expected === undefined ? {} : { expected }),
        };
        return named(await closeShift(tx, count, by), await readActorNames(tx));
      }),
    async shiftReports({ shiftId }) {
      const nameOf = await readActorNames(database);
      const reports = await listReports(database, shiftId === undefined ? {} : { shiftId });
      return { reports: reports.map(report => named(report, nameOf)) };
    },
    async shiftReportFile({ kind, reportNo, format }, caller) {
      const report = (await listReports(database, { kind, reportNo }))[0];
      if (report === undefined) throw new FaultError('bad-request', 'there is no such report');
      const table = shiftTable(named(report, await readActorNames(database)), await readHospital());
      return file(caller, table, format, `${kind}-${reportNo}`);
    },
  };
};
