import { type BusinessDay } from '../../../core/contract/primitives.ts';
import { type HisBill } from '../his-money.ts';
import { type Hl7Charge } from './segments/charge-segments.ts';

const sumOf = (
  charges: readonly Hl7Charge[],
  kinds: readonly Hl7Charge['kind'][],
  value: (one: Hl7Charge) => number = one => one.amount,
): number =>
  charges.filter(({ kind }) => kinds.includes(kind)).reduce((sum, one) => sum + value(one), 0);

const billOf = (
  account: string,
  charges: readonly Hl7Charge[],
  today: BusinessDay,
): HisBill | undefined => {
  const asked = charges.filter(({ kind }) => kind === 'CG' || kind === 'CO');
  const [first] = asked.map(({ day }) => day).toSorted();
  if (first === undefined) return undefined;
  // A credit lowers what is charged, whichever sign the sender writes it with.
  const total =
    sumOf(charges, ['CG', 'CO', 'AJ']) - sumOf(charges, ['CD'], one => Math.abs(one.amount));
  const insurerPays = sumOf(charges, ['CG', 'CO', 'AJ'], one => one.insurerPays);
  const due = total - insurerPays - sumOf(charges, ['PY']);
  if (due <= 0) return undefined;
  return {
    id: account,
    kind: 'other',
    day: first,
    lines: asked.map(({ name, quantity, amount, insurerPays: share }) => ({
      name,
      quantity,
      amount,
      insurerPays: share,
    })),
    total,
    insurerPays,
    due,
    isPriorDebt: first < today,
  };
};

/** The accounts that ask for money, the oldest first: what was charged less what was paid. */
export const billsIn = (charges: readonly Hl7Charge[], today: BusinessDay): readonly HisBill[] =>
  [...Map.groupBy(charges, ({ account }) => account)]
    .flatMap(([account, own]) => billOf(account, own, today) ?? [])
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
