import { type DayDifferenceKind } from '../../../../core/billing/day-difference.ts';
import { type BusinessDay } from '../../../../core/contract/primitives.ts';
import { type ModelBill, type ModelPayment, type MoneyModel } from './money-model.ts';

export interface ExpectedDifference {
  readonly kind: DayDifferenceKind;
  readonly subject: string;
  readonly amount: number;
}

const ofPayments = (model: MoneyModel, isOf: (day: BusinessDay) => boolean) =>
  model.payments
    .filter(({ cameOn }) => isOf(cameOn))
    .flatMap(({ paymentId: subject, unallocated, inClearing }): ExpectedDifference[] => [
      { kind: 'money-waits', subject, amount: unallocated },
      { kind: 'not-on-statement', subject, amount: inClearing },
    ]);

const ofLines = ({ lines, lastSigned, lastSignedAt }: MoneyModel, day: BusinessDay) =>
  lines
    .filter(line => line.amount < 0 && !line.isExplained && line.day <= day)
    .filter(line => line.day > lastSigned || line.broughtAt > lastSignedAt)
    .map(
      ({ lineId: subject, amount }): ExpectedDifference => ({
        kind: 'money-went',
        subject,
        amount,
      }),
    );

const ofRefunds = ({ refunds }: MoneyModel, isOf: (day: BusinessDay) => boolean) =>
  refunds
    .filter(({ state, approvedOn }) => state === 'approved' && isOf(approvedOn ?? ''))
    .map(
      ({ refundId: subject, amount }): ExpectedDifference => ({
        kind: 'refund-waits',
        subject,
        amount,
      }),
    );

const ofShifts = ({ shifts, lastSigned, lastSignedAt }: MoneyModel, day: BusinessDay) =>
  shifts
    .filter(shift => shift.day <= day)
    .flatMap((shift): ExpectedDifference[] => {
      const { shiftId: subject, isOpen, holds, difference, closedAt } = shift;
      if (isOpen) return [{ kind: 'shift-open', subject, amount: holds }];
      const isNew = shift.day > lastSigned || closedAt > lastSignedAt;
      return isNew ? [{ kind: 'cash-differs', subject, amount: difference }] : [];
    });

/** What paid the HIS's bills against what the HIS has, of bills that moved since the last close. */
const ofHis = (
  { settled, told }: MoneyModel,
  isOf: (day: BusinessDay) => boolean,
  day: BusinessDay,
) => {
  const moved = new Set(settled.filter(one => isOf(one.day)).map(({ bill }) => bill));
  const paid = new Map<ModelBill, Map<ModelPayment, number>>();
  for (const { bill, payment, amount, day: on } of settled) {
    if (on > day || !moved.has(bill) || !bill.isOfHis) continue;
    const ofBill = paid.get(bill) ?? new Map<ModelPayment, number>();
    paid.set(bill, ofBill.set(payment, (ofBill.get(payment) ?? 0) + amount));
  }
  return [...paid].flatMap(([bill, byPayment]) =>
    [...byPayment].map(
      ([payment, amount]): ExpectedDifference => ({
        kind: 'his-differs',
        subject: `${bill.billId} ${payment.paymentId}`,
        amount: amount - (told.get(bill)?.get(payment) ?? 0),
      }),
    ),
  );
};

/** Everything that differs on an open day, in the order of kind and subject; an open shift always. */
export const expectedDifferences = (
  model: MoneyModel,
  day: BusinessDay,
): readonly ExpectedDifference[] => {
  const isOf = (on: BusinessDay): boolean => on > model.lastSigned && on <= day;
  return [
    ...ofPayments(model, isOf),
    ...ofLines(model, day),
    ...ofRefunds(model, isOf),
    ...ofShifts(model, day),
    ...ofHis(model, isOf, day),
  ]
    .filter(({ kind, amount }) => amount !== 0 || kind === 'shift-open')
    .sort((one, two) => order(one).localeCompare(order(two), 'en'));
};

const order = ({ kind, subject }: ExpectedDifference): string => `${kind} ${subject}`;
