import { randomUUID } from 'node:crypto';
import { agree, type MoneyStep, person, pick } from './money-model.ts';

const ask: MoneyStep = async (model, hub, { which, other, amount }) => {
  const waiting = model.payments.filter(({ unallocated }) => unallocated > 0);
  const payment = pick(other % 4 === 0 ? model.payments : waiting, which);
  if (payment === undefined) return;
  const asked = other % 2 === 0 ? Math.max(1, payment.unallocated) : amount;
  const by = person(other);
  const refund = { refundId: randomUUID(), paymentId: payment.paymentId, amount: asked };
  const isPossible = asked <= payment.unallocated;
  await agree(isPossible, () => hub.requestRefund({ ...refund, reason: 'paid twice' }, by));
  if (isPossible) model.refunds.push({ ...refund, payment, by, state: 'requested' });
};

/** Never the person who asked. */
const decide: MoneyStep = async (model, hub, { which, other }) => {
  const requested = model.refunds.filter(({ state }) => state === 'requested');
  const refund = pick(other % 4 === 0 ? model.refunds : requested, which);
  if (refund === undefined) return;
  const by = person(other);
  const decision = other % 5 === 0 ? 'reject' : 'approve';
  const isPossible =
    refund.state === 'requested' &&
    refund.by !== by &&
    (decision === 'reject' || refund.amount <= refund.payment.unallocated);
  await agree(isPossible, () => hub.decideRefund(refund.refundId, decision, by));
  if (!isPossible) return;
  refund.state = decision === 'approve' ? 'approved' : 'rejected';
  if (decision === 'reject') return;
  refund.payment.unallocated -= refund.amount;
  refund.approvedOn = model.bookedOn(model.today);
  model.move('suspense', refund.amount);
  model.move('refunds-payable', -refund.amount);
};

/** Out of a drawer that is open and holds so much. */
const pay: MoneyStep = async (model, hub, { which, other }) => {
  const approved = model.refunds.filter(({ state }) => state === 'approved');
  const refund = pick(other % 4 === 0 ? model.refunds : approved, which);
  const shift = pick(model.shifts, other);
  if (refund === undefined || shift === undefined) return;
  const isPossible = refund.state === 'approved' && shift.isOpen && refund.amount <= shift.holds;
  const drawer = `cash:${shift.shiftId}` as const;
  await agree(isPossible, () => hub.payRefund(refund.refundId, drawer, person(other)));
  if (!isPossible) return;
  refund.state = 'paid';
  shift.holds -= refund.amount;
  model.move('refunds-payable', refund.amount);
  model.move(drawer, -refund.amount);
};

export const REFUND_STEPS = { 'ask-refund': ask, 'decide-refund': decide, 'pay-refund': pay };
