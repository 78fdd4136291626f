import { randomUUID } from 'node:crypto';
import { instantOf } from '../../../../core/scheduling/business-day.ts';
import {
  agree,
  type ModelPayment,
  type MoneyModel,
  type MoneyStep,
  person,
  pick,
} from './money-model.ts';

const HOUR_MS = 3_600_000;

const told = (model: MoneyModel, payment: ModelPayment | Parameters<MoneyModel['receive']>[0]) => ({
  paymentId: payment.paymentId,
  provider: 'payos',
  account: model.account,
  bankReference: payment.bankReference,
  into: model.clearing,
  amount: payment.amount,
  narrative: payment.narrative,
  paidAt: instantOf(payment.paidAt),
});

/** Some notices come days late, when the books of that day may be closed. */
const receive: MoneyStep = async (model, hub, event) => {
  const narrative = model.narrativeOf(event);
  const hoursLate = event.other % 5 === 0 ? event.which % 90 : 0;
  const money = {
    paymentId: randomUUID(),
    bankReference: randomUUID(),
    narrative,
    amount: model.amountFor(narrative, event),
    paidAt: model.clock.now() - hoursLate * HOUR_MS,
  };
  const [receipt] = await hub.receive([told(model, money)], 'provider:payos');
  // Where only the answer was lost it is known when it is told again.
  if (receipt === undefined) throw new Error('money was not booked');
  model.receive(money, model.clearing);
};

const receiveAgain: MoneyStep = async (model, hub, { which, other }) => {
  const announced = model.payments.filter(({ bankReference }) => bankReference.length === 36);
  const payment = pick(announced, which);
  if (payment === undefined) return;
  const isSame = other % 4 !== 0;
  const again = { ...told(model, payment), paymentId: randomUUID() };
  const money = isSame ? again : { ...again, amount: again.amount + 1 };
  const receipts = await agree(isSame, () => hub.receive([money], 'provider:payos'));
  if (receipts?.[0]?.isNew === true) throw new Error('the same money was booked twice');
};

const allocate: MoneyStep = async (model, hub, { which, other, amount }) => {
  const [payment, bill] = [pick(model.payments, which), pick(model.bills, other)];
  if (payment === undefined || bill === undefined) return;
  const most = Math.min(payment.unallocated, bill.due);
  const given = other % 2 === 0 && most > 0 ? most : amount;
  const isPossible = given <= payment.unallocated && given <= bill.due;
  const { paymentId } = payment;
  const allocation = { paymentId, billId: bill.billId, amount: given };
  await agree(isPossible, () => hub.allocate(allocation, person(which)));
  if (isPossible) model.giveByHand(payment, bill, given);
};

const reverse: MoneyStep = async (model, hub, { which, other, amount }) => {
  const payment = pick(
    model.payments.filter(({ given }) => given.size > 0),
    which,
  );
  const bill = pick([...(payment?.given.keys() ?? [])], other);
  if (payment === undefined || bill === undefined) return;
  const { paymentId } = payment;
  const given = payment.given.get(bill) ?? 0;
  const taken = other % 3 === 0 ? amount : given;
  if (taken === 0) return;
  const isPossible = taken <= given;
  await agree(isPossible, () =>
    hub.reverseAllocation({ paymentId, billId: bill.billId, amount: taken }, person(which)),
  );
  if (isPossible) model.give(payment, bill, -taken);
};

export const PAYMENT_STEPS = { receive, 'receive-again': receiveAgain, allocate, reverse };
