import { randomUUID } from 'node:crypto';
import { instantOf } from '../../../../core/scheduling/business-day.ts';
import { agree, type MoneyStep, pick, same } from './money-model.ts';

const LIFETIME_MS = 15 * 60_000;

const raise: MoneyStep = async (model, hub, { other, amount }) => {
  const isOfHis = other % 3 === 0;
  const bill = { billId: randomUUID(), amount, isOfHis, due: amount, isCancelled: false };
  const his = isOfHis ? { hisBill: `HD-${bill.billId}` } : {};
  await hub.raiseBill({ billId: bill.billId, amount, ...his }, 'his');
  model.bills.push(bill);
  model.move('receivable', amount);
  model.move('charges', -amount);
};

const cancel: MoneyStep = async (model, hub, { which }) => {
  const bill = pick(model.bills, which);
  if (bill === undefined) return;
  const isPossible = bill.isCancelled || bill.due === bill.amount;
  await agree(isPossible, () => hub.cancelBill(bill.billId, 'his'));
  if (!isPossible || bill.isCancelled) return;
  bill.isCancelled = true;
  bill.due = 0;
  model.move('receivable', -bill.amount);
  model.move('charges', bill.amount);
  model.endAllOf(bill, 'cancelled-by-person');
};

const show: MoneyStep = async (model, hub, { which }) => {
  const bill = pick(model.bills, which);
  if (bill === undefined) return;
  const attemptId = randomUUID();
  const expiresAt = instantOf(model.clock.now() + LIFETIME_MS);
  const attempt = { attemptId, billId: bill.billId, provider: 'payos', expiresAt };
  const opened = await agree(bill.due > 0, () => hub.openAttempt(attempt, 'kiosk:k1'));
  if (opened === undefined) return;
  same('what a code asks for', opened.amount, bill.due);
  model.endAllOf(bill, 'next-attempt');
  model.attempts.push({ attemptId, reference: opened.reference, bill, state: 'open' });
};

const end: MoneyStep = async (model, hub, { which, other }) => {
  const attempt = pick(model.attempts, which);
  if (attempt === undefined) return;
  const how = other % 2 === 0 ? 'time-over' : 'cancelled-by-person';
  model.end([attempt], how);
  const ended = await hub.endAttempt(attempt.attemptId, how, 'kiosk:k1');
  same('how a code ended', ended?.state, attempt.state);
};

export const BILL_STEPS = { raise, cancel, show, end };
