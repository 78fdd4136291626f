import { randomUUID } from 'node:crypto';
import { type MatchPart } from '../../../reconciliation/matches.ts';
import {
  agree,
  drawFrom,
  type ModelBill,
  type ModelPart,
  type ModelPayment,
  type MoneyModel,
  type MoneyStep,
  person,
  pick,
} from './money-model.ts';

type Draw = (below: number) => number;

/** One payment for several bills, several payments for one bill, or whatever else there is. */
const allocations = (model: MoneyModel, draw: Draw, amount: number): readonly ModelPart[] => {
  const waiting = model.payments.filter(({ unallocated }) => unallocated > 0);
  const owed = model.bills.filter(({ due }) => due > 0);
  const left = new Map<ModelPayment | ModelBill, number>();
  const parts: ModelPart[] = [];
  for (let count = 1 + draw(3); count > 0; count -= 1) {
    const [payment, bill] = [pick(waiting, draw(3)), pick(owed, draw(3))];
    if (payment === undefined || bill === undefined) break;
    const has = left.get(payment) ?? payment.unallocated;
    const due = left.get(bill) ?? bill.due;
    const most = Math.min(has, due);
    const given = draw(8) === 0 ? amount : most;
    if (given <= 0) continue;
    left.set(payment, has - given).set(bill, due - given);
    parts.push({ payment, bill, amount: given });
  }
  return parts;
};

/** Money that went was a refund, or the bank's charge; once it was said twice in one breath. */
const explanations = (model: MoneyModel, draw: Draw): readonly ModelPart[] => {
  const went = model.lines.filter(({ amount }) => amount < 0);
  const open = went.filter(({ isExplained }) => !isExplained);
  const line = pick(draw(5) === 0 ? went : open, draw(10_000));
  if (line === undefined) return [];
  const approved = model.refunds.filter(
    ({ state, amount }) => state === 'approved' && amount === -line.amount,
  );
  const refund = pick(draw(5) === 0 ? model.refunds : approved, draw(10_000));
  const part: ModelPart =
    refund === undefined || draw(4) === 0
      ? { line, amount: -line.amount }
      : { line, refund, amount: -line.amount };
  return draw(6) === 0 ? [part, part] : [part];
};

const told = (part: ModelPart): MatchPart => {
  const { amount } = part;
  if ('payment' in part) {
    const { payment, bill } = part;
    return { paymentId: payment.paymentId, billId: bill.billId, amount };
  }
  const { line, refund } = part;
  return refund === undefined
    ? { lineId: line.lineId, amount }
    : { lineId: line.lineId, refundId: refund.refundId, amount };
};

const mayBeSaid = (parts: readonly ModelPart[]): boolean => {
  const left = new Map<unknown, number>();
  const takes = (from: unknown, has: number, amount: number): boolean => {
    const rest = (left.get(from) ?? has) - amount;
    left.set(from, rest);
    return rest >= 0;
  };
  return parts.every(part => {
    if ('payment' in part) {
      const { payment, bill, amount } = part;
      return takes(payment, payment.unallocated, amount) && takes(bill, bill.due, amount);
    }
    const { line, refund, amount } = part;
    if (line.isExplained || !takes(line, -line.amount, amount)) return false;
    return refund === undefined || (refund.state === 'approved' && refund.amount === amount);
  });
};

/** @param sign 1 as it is said, -1 as it is taken back. */
const apply = (model: MoneyModel, part: ModelPart, sign: 1 | -1): void => {
  if ('payment' in part) {
    model.giveByHand(part.payment, part.bill, sign * part.amount);
    return;
  }
  const { line, refund, amount } = part;
  line.isExplained = sign > 0;
  model.move('outgoing', -sign * amount);
  model.move(refund === undefined ? 'bank-charges' : 'refunds-payable', sign * amount);
  if (refund !== undefined) refund.state = sign > 0 ? 'paid' : 'approved';
};

const accept: MoneyStep = async (model, hub, { which, other, amount }) => {
  const draw = drawFrom(which * 10_007 + other);
  const parts = draw(3) === 0 ? explanations(model, draw) : allocations(model, draw, amount);
  if (parts.length === 0) return;
  const match = { matchId: randomUUID(), rule: 'by-hand', parts: parts.map(told) };
  const isPossible = mayBeSaid(parts);
  await agree(isPossible, () => hub.accept(match, person(which)));
  if (!isPossible) return;
  for (const part of parts) apply(model, part, 1);
  model.matches.push({ matchId: match.matchId, parts, isUndone: false });
};

/** Money that has moved on since cannot be taken back. */
const mayBeTakenBack = (parts: readonly ModelPart[]): boolean => {
  const left = new Map<string, number>();
  return parts.every(part => {
    if (!('payment' in part)) return part.refund === undefined || part.refund.state === 'paid';
    const { payment, bill, amount } = part;
    const key = `${payment.paymentId} ${bill.billId}`;
    const rest = (left.get(key) ?? payment.given.get(bill) ?? 0) - amount;
    left.set(key, rest);
    return rest >= 0;
  });
};

const undo: MoneyStep = async (model, hub, { which }) => {
  const match = pick(model.matches, which);
  if (match === undefined) return;
  const isPossible = match.isUndone || mayBeTakenBack(match.parts);
  await agree(isPossible, () => hub.undo(match.matchId, person(which)));
  if (!isPossible || match.isUndone) return;
  for (const part of match.parts) apply(model, part, -1);
  match.isUndone = true;
};

export const MATCH_STEPS = { accept, undo };
