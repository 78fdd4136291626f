import { randomUUID } from 'node:crypto';
import { type CashCount, DENOMINATIONS, sumOfCash } from '../../../../core/cash/cash-count.ts';
import {
  agree,
  type ModelShift,
  type MoneyModel,
  type MoneyStep,
  person,
  pick,
  same,
} from './money-model.ts';
import { type MoneyHub } from './money-hub.ts';

const DRAWERS = ['A', 'B'] as const;

/** The count of notes that come nearest to an amount from below. */
const notesFor = (amount: number): CashCount => {
  let rest = Math.max(0, amount);
  return Object.fromEntries(
    DENOMINATIONS.map(value => {
      const pieces = Math.floor(rest / value);
      rest -= pieces * value;
      return [String(value), pieces];
    }),
  );
};

const open: MoneyStep = async (model, hub, { which, other, amount }) => {
  const [drawer, cashier] = [pick(DRAWERS, which) ?? 'A', person(other)];
  const counted = notesFor(amount);
  const float = sumOfCash(counted);
  const isPossible = !model.shifts.some(
    shift => shift.isOpen && (shift.drawer === drawer || shift.cashier === cashier),
  );
  const shiftId = randomUUID();
  await agree(isPossible, () => hub.openShift({ shiftId, drawer, counted }, cashier));
  if (!isPossible) return;
  const day = model.today;
  const holds = float;
  const fresh = { taken: 0, isOpen: true, difference: 0, closedAt: 0 };
  model.shifts.push({ shiftId, drawer, cashier, day, float, holds, ...fresh });
  model.move(`cash:${shiftId}`, float);
  model.move('safe', -float);
};

const takeCash: MoneyStep = async (model, hub, { which, other, amount }) => {
  const open = model.shifts.filter(({ isOpen }) => isOpen);
  const shift = pick(other % 5 === 0 ? model.shifts : open, which);
  const owed = model.bills.filter(({ due }) => due > 0);
  const bill = pick(other % 7 === 0 ? model.bills : owed, other);
  if (shift === undefined || bill === undefined) return;
  const taken = other % 3 !== 0 && bill.due > 0 ? bill.due : amount;
  const cashier = other % 6 === 0 ? person(which) : shift.cashier;
  const isPossible = shift.isOpen && cashier === shift.cashier && taken <= bill.due;
  const paymentId = randomUUID();
  const payment = { paymentId, shiftId: shift.shiftId, billId: bill.billId, amount: taken };
  await agree(isPossible, () => hub.takeCash(payment, cashier));
  if (!isPossible) return;
  const money = {
    paymentId,
    bankReference: '',
    narrative: '',
    amount: taken,
    paidAt: model.clock.now(),
    cameOn: model.bookedOn(model.today),
    unallocated: taken,
    inClearing: 0,
    given: new Map(),
  };
  model.payments.push(money);
  model.move(`cash:${shift.shiftId}`, taken);
  model.move('suspense', -taken);
  model.giveByHand(money, bill, taken);
  shift.holds += taken;
  shift.taken += taken;
};

const read: MoneyStep = async (model, hub, { which }) => {
  const shift = pick(model.shifts, which);
  if (shift === undefined) return;
  const report = await agree(shift.isOpen, () => hub.readShift(shift.shiftId, person(which)));
  if (report === undefined) return;
  const { float, expected, takings } = report.content;
  same('an X report', [float, expected, takings.amount], [shift.float, shift.holds, shift.taken]);
};

/** Counts a drawer and closes its shift, where that is possible. */
export const closing = async (
  model: MoneyModel,
  hub: MoneyHub,
  shift: ModelShift,
  { amount, reason }: { readonly amount: number; readonly reason?: string },
): Promise<void> => {
  const counted = notesFor(amount);
  const difference = sumOfCash(counted) - shift.holds;
  const { shiftId } = shift;
  const isPossible = !shift.isOpen || difference === 0 || reason !== undefined;
  const count = { shiftId, counted, ...(reason === undefined ? {} : { reason }) };
  const report = await agree(isPossible, () => hub.closeShift(count, shift.cashier));
  if (report === undefined || !shift.isOpen) return;
  same(
    'a Z report',
    [report.content.expected, report.content.difference],
    [shift.holds, difference],
  );
  model.move(`cash:${shiftId}`, -shift.holds);
  model.move('cash-over-short', -difference);
  model.move('safe', shift.holds + difference);
  Object.assign(shift, { isOpen: false, holds: 0, difference, closedAt: model.clock.now() });
};

const close: MoneyStep = async (model, hub, { which, other, amount }) => {
  const shift = pick(model.shifts, which);
  if (shift === undefined) return;
  const counted = other % 3 === 0 ? amount : shift.holds;
  const reason = other % 2 === 0 ? { reason: 'dem nham' } : {};
  await closing(model, hub, shift, { amount: counted, ...reason });
};

export const SHIFT_STEPS = {
  'open-shift': open,
  'take-cash': takeCash,
  'read-shift': read,
  'close-shift': close,
};
