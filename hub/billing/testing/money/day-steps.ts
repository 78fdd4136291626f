import { randomUUID } from 'node:crypto';
import { type BusinessDay } from '../../../../core/contract/primitives.ts';
import { addDays, instantOf } from '../../../../core/scheduling/business-day.ts';
import { dayStatus } from '../../../day-close/day-close.ts';
import { expectedDifferences, type ExpectedDifference } from './expected-differences.ts';
import { agree, type MoneyModel, type MoneyStep, person, pick, same } from './money-model.ts';
import { type MoneyHub } from './money-hub.ts';

const HOUR_MS = 3_600_000;

const hisHasIt: MoneyStep = async model => {
  await model.database.query(`update delivery set state = 'delivered' where state <> 'delivered'`);
  model.told = new Map(
    model.bills.map(bill => [
      bill,
      new Map(model.payments.map(payment => [payment, payment.given.get(bill) ?? 0])),
    ]),
  );
};

const timePasses: MoneyStep = (model, _hub, { which }) => {
  model.clock.advance((which % 30) * HOUR_MS);
  return Promise.resolve();
};

const keyOf = (day: BusinessDay, { kind, subject, amount }: ExpectedDifference): string =>
  `${day} ${kind} ${subject} ${amount}`;

const unexplained = (model: MoneyModel, day: BusinessDay): readonly ExpectedDifference[] =>
  expectedDifferences(model, day).filter(
    difference =>
      difference.kind !== 'cash-differs' && !model.explained.has(keyOf(day, difference)),
  );

/** No word explains an open shift. */
const explain = async (
  model: MoneyModel,
  hub: MoneyHub,
  day: BusinessDay,
  difference: ExpectedDifference,
): Promise<void> => {
  const isPossible = difference.kind !== 'shift-open' && day > model.lastSigned;
  const word = { explanationId: randomUUID(), day, ...difference, reason: 'da doi chieu' };
  await agree(isPossible, () => hub.explain(word, person(difference.amount)));
  if (isPossible) model.explained.add(keyOf(day, difference));
};

const explainSome: MoneyStep = async (model, hub, { which, other }) => {
  const day = addDays(model.today, -(other % 2));
  const difference = pick(expectedDifferences(model, day), which);
  if (difference !== undefined) await explain(model, hub, day, difference);
};

/** The questions a person answers one by one; the others are answered alike, at once. */
const BY_HAND = 2;

const EXPLAIN = `
  insert into day_explanation (explanation_id, day, kind, subject, amount, reason, explained_by,
    explained_at)
  select gen_random_uuid(), $2, kind, subject, amount, 'da doi chieu', 'desk:lan', $3
  from jsonb_to_recordset($1::jsonb) as said (kind text, subject text, amount bigint)`;

const explainAll = async (model: MoneyModel, hub: MoneyHub, day: BusinessDay): Promise<void> => {
  const open = unexplained(model, day).filter(({ kind }) => kind !== 'shift-open');
  for (const difference of open.slice(0, BY_HAND)) await explain(model, hub, day, difference);
  const others = open.slice(BY_HAND);
  if (others.length === 0) return;
  await model.database.query(EXPLAIN, [JSON.stringify(others), day, instantOf(model.clock.now())]);
  for (const difference of others) model.explained.add(keyOf(day, difference));
};

/** What the books say of a day, and what they should. */
const compareDay = async (model: MoneyModel, day: BusinessDay): Promise<void> => {
  const { differences } = await dayStatus(model.database, day);
  const real = differences
    .map(({ kind, subject, amount }): ExpectedDifference => ({ kind, subject, amount }))
    .sort((one, two) =>
      `${one.kind} ${one.subject}`.localeCompare(`${two.kind} ${two.subject}`, 'en'),
    );
  same(`what differs on ${day}`, real, expectedDifferences(model, day));
};

/** Signs a day, with everything but open shifts explained or as it is. */
export const signing = async (
  model: MoneyModel,
  hub: MoneyHub,
  day: BusinessDay,
  isExplained: boolean,
): Promise<void> => {
  const before = model.signed.get(day);
  const isOpen = day > model.lastSigned && day <= model.today;
  if (isOpen) {
    await compareDay(model, day);
    if (isExplained) await explainAll(model, hub, day);
  }
  const wasSigned = before !== undefined || model.signedBefore.has(day);
  const isPossible = wasSigned || (isOpen && unexplained(model, day).length === 0);
  const status = await agree(isPossible, () => hub.sign(day, person(model.signed.size)));
  if (status === undefined || model.signedBefore.has(day)) return;
  const shown = JSON.stringify(status);
  if (before !== undefined) {
    same(`the signed ${day}`, shown, before);
    return;
  }
  model.signed.set(day, shown);
  model.lastSigned = day;
  model.lastSignedAt = model.clock.now();
  for (const account of [model.clearing, model.bank]) {
    const closing = status.accounts.find(one => one.account === account)?.closing ?? 0;
    same(`${account} as it was signed`, closing, model.balanceOf(account, day));
  }
};

const sign: MoneyStep = (model, hub, { which, other }) =>
  signing(
    model,
    hub,
    addDays(model.today, (other % 5 === 0 ? 1 : 0) - (which % 3)),
    which % 4 !== 0,
  );

export const DAY_STEPS = {
  'his-has-it': hisHasIt,
  'time-passes': timePasses,
  'explain-some': explainSome,
  'sign-day': sign,
};
