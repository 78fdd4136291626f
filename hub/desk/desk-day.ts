import { type DayDifferenceKind, unexplainedOf } from '../../core/billing/day-difference.ts';
import { type DeskDay, type DeskDifferences } from '../../core/contract/desk-day.ts';
import type { BusinessDay } from '../../core/contract/primitives.ts';
import { dayStatus, type DaySignature, type DayStatus } from '../day-close/day-close.ts';
import { type Queryable } from '../storage/database.ts';
import { readAccountNames } from './day-account-names.ts';
import { readSubjects } from './day-subjects.ts';
import { readActorNames } from './actor-names.ts';

type Difference = DayStatus['differences'][number];

const sumOf = (differences: readonly Difference[]) => ({
  number: differences.length,
  amount: differences.reduce((sum, { amount }) => sum + amount, 0),
});

/** A group with its first rows in words: what is not explained first. */
const readGroup = async (
  tx: Queryable,
  kind: DayDifferenceKind,
  all: readonly Difference[],
  limit: number,
  nameOf: (actor: string) => string,
): Promise<DeskDifferences> => {
  const open = unexplainedOf(all);
  const isOpen = new Set(open);
  const shown = [...open, ...all.filter(one => !isOpen.has(one))].slice(0, limit);
  const subjectOf = await readSubjects(
    tx,
    kind,
    shown.map(({ subject }) => subject),
  );
  return {
    kind,
    ...sumOf(all),
    unexplained: sumOf(open),
    rows: shown.map(({ subject, amount, explanation }) => ({
      subject,
      amount,
      explanation: explanation && { ...explanation, by: nameOf(explanation.by) },
      ...subjectOf(subject),
    })),
  };
};

export const namedSignature = (
  signature: DaySignature | null,
  nameOf: (actor: string) => string,
): DaySignature | null => signature && { ...signature, by: nameOf(signature.by) };

/** The books of a day as the desk shows them. @param limit differences of each kind. */
export const readDeskDay = async (
  tx: Queryable,
  day: BusinessDay,
  { today, limit }: { readonly today: BusinessDay; readonly limit: number },
): Promise<DeskDay> => {
  const { sides, accounts, differences, signature, lockedWith } = await dayStatus(tx, day);
  const nameOf = await readActorNames(tx);
  const accountName = await readAccountNames(
    tx,
    accounts.map(({ account }) => account),
  );
  const kinds = [...new Set(differences.map(({ kind }) => kind))];
  const groups: DeskDifferences[] = [];
  for (const kind of kinds) {
    const own = differences.filter(one => one.kind === kind);
    groups.push(await readGroup(tx, kind, own, limit, nameOf));
  }
  return {
    day,
    today,
    sides,
    accounts: accounts.map(one => ({ ...one, name: accountName(one.account) })),
    differences: groups,
    unexplained: unexplainedOf(differences).length,
    signature: namedSignature(signature, nameOf),
    lockedWith,
  };
};
