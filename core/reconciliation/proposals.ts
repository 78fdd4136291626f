import { extractReferences } from '../payment/reference-extraction.ts';
import { MATCH_RULES, type MatchClue, type MatchRuleName, scoreOf } from './match-rule.ts';
import type { OpenBill, OpenCredit } from './open-item.ts';
import { KnownReferences } from './reference-repair.ts';

export interface ProposedAllocation {
  readonly paymentId: string;
  readonly billId: string;
  /** Whole đồng. */
  readonly amount: number;
}

/** What a person may accept. */
export interface Proposal {
  readonly rule: MatchRuleName;
  /** 1 to 99. */
  readonly score: number;
  readonly clues: readonly MatchClue[];
  readonly allocations: readonly ProposedAllocation[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Lines without a time stand at noon, and banks book around midnight. */
const WINDOW = { before: 12 * HOUR, after: 36 * HOUR } as const;
const SHOWN_FOR = 30 * MINUTE;
/** More that fit say nothing. */
const MOST_ALTERNATIVES = 5;
const MOST_NEAR = 40;

/** These know whose they are: the amount alone says nothing new. */
const KNOWN_PAYER = new Set(['overpaid', 'paid-before', 'bill-cancelled']);

const timesOf = ({ raisedAt, codes }: OpenBill): readonly number[] => [
  raisedAt,
  ...codes.map(({ openedAt }) => openedAt),
];

const isInTime = ({ paidAt }: OpenCredit, bill: OpenBill): boolean =>
  timesOf(bill).some(at => paidAt >= at - WINDOW.before && paidAt <= at + WINDOW.after);

const wasShown = ({ paidAt }: OpenCredit, { codes }: OpenBill): boolean =>
  codes.some(({ openedAt }) => paidAt >= openedAt && paidAt <= openedAt + SHOWN_FOR);

/** Everything that is open, found by what the rules ask for. */
class OpenItems {
  readonly byReference: ReadonlyMap<string, OpenBill>;
  readonly references: KnownReferences;
  readonly billsByDue: ReadonlyMap<number, readonly OpenBill[]>;
  readonly billsByVisit: ReadonlyMap<string | undefined, readonly OpenBill[]>;
  readonly creditsByAmount: ReadonlyMap<number, readonly OpenCredit[]>;
  readonly #bills: readonly OpenBill[];

  constructor(credits: readonly OpenCredit[], bills: readonly OpenBill[]) {
    this.byReference = new Map(
      bills.flatMap(bill => bill.codes.map(({ reference }) => [reference, bill] as const)),
    );
    this.references = new KnownReferences(this.byReference.keys());
    this.billsByDue = Map.groupBy(bills, ({ due }) => due);
    this.billsByVisit = Map.groupBy(bills, ({ visitId }) => visitId);
    const unnamed = credits.filter(({ review }) => review === null || !KNOWN_PAYER.has(review));
    this.creditsByAmount = Map.groupBy(unnamed, ({ amount }) => amount);
    this.#bills = bills;
  }

  billsOf(references: readonly string[]): readonly OpenBill[] {
    return [...new Set(references.flatMap(reference => this.byReference.get(reference) ?? []))];
  }

  visitOf({ visitId }: OpenCredit): readonly OpenBill[] {
    return visitId === undefined ? [] : (this.billsByVisit.get(visitId) ?? []);
  }

  /** Empty where so many bills are near that a sum would be chance. */
  near(credit: OpenCredit): readonly OpenBill[] {
    const near: OpenBill[] = [];
    for (const bill of this.#bills) {
      if (isInTime(credit, bill)) near.push(bill);
      if (near.length > MOST_NEAR) return [];
    }
    return near;
  }
}

type Candidate = Pick<Proposal, 'allocations' | 'clues'>;

const toOne = (
  credit: OpenCredit,
  bill: OpenBill,
  clues: readonly MatchClue[] = [],
): Candidate => ({
  allocations: [
    {
      paymentId: credit.paymentId,
      billId: bill.billId,
      amount: Math.min(credit.amount, bill.due),
    },
  ],
  clues: [
    credit.amount === bill.due ? 'amount-is-due' : 'amount-differs',
    ...(wasShown(credit, bill) ? (['paid-while-shown'] as const) : []),
    ...clues,
  ],
});

const toAll = (credit: OpenCredit, bills: readonly OpenBill[]): Candidate => ({
  allocations: bills.map(({ billId, due }) => ({
    paymentId: credit.paymentId,
    billId,
    amount: due,
  })),
  clues: ['amount-is-due'],
});

const sumOf = (bills: readonly OpenBill[]): number => bills.reduce((sum, { due }) => sum + due, 0);

const onlyOne = (credit: OpenCredit, bills: readonly OpenBill[]): readonly Candidate[] =>
  bills.length === 1 ? bills.map(bill => toOne(credit, bill)) : [];

type Rule = (credit: OpenCredit, open: OpenItems) => readonly Candidate[];

const byAmount: Rule = (credit, open) => {
  if (credit.review !== null && KNOWN_PAYER.has(credit.review)) return [];
  const bills = (open.billsByDue.get(credit.amount) ?? []).filter(bill => isInTime(credit, bill));
  if (bills.length > MOST_ALTERNATIVES) return [];
  return bills.map(bill => {
    const rivals = (open.creditsByAmount.get(credit.amount) ?? []).filter(other =>
      isInTime(other, bill),
    );
    const isAlone = bills.length === 1 && rivals.length === 1;
    return toOne(credit, bill, isAlone ? [] : ['others-fit-as-well']);
  });
};

const byParts: Rule = (credit, open) => {
  if (credit.review !== null && KNOWN_PAYER.has(credit.review)) return [];
  const pairs = open.near(credit).flatMap(bill => {
    const partners = open.creditsByAmount.get(bill.due - credit.amount) ?? [];
    return partners
      .filter(other => other.paymentId !== credit.paymentId && isInTime(other, bill))
      .map(other => ({ bill, other }));
  });
  const [pair, ...others] = pairs;
  if (pair === undefined || others.length > 0) return [];
  return [
    {
      allocations: [credit, pair.other]
        .map(({ paymentId, amount }) => ({ paymentId, billId: pair.bill.billId, amount }))
        .sort((one, two) => (one.paymentId < two.paymentId ? -1 : 1)),
      clues: ['amount-is-due'],
    },
  ];
};

const RULES: Readonly<Record<MatchRuleName, Rule>> = {
  'exact-reference': (credit, open) =>
    onlyOne(credit, open.billsOf(extractReferences(credit.narrative))),
  'several-references': (credit, open) => {
    const bills = open.billsOf(extractReferences(credit.narrative));
    return bills.length > 1 && sumOf(bills) === credit.amount ? [toAll(credit, bills)] : [];
  },
  'repaired-reference': (credit, open) =>
    onlyOne(credit, open.billsOf(open.references.repaired(credit.narrative))),
  'cut-reference': (credit, open) =>
    onlyOne(credit, open.billsOf(open.references.cut(credit.narrative))).filter(({ clues }) =>
      clues.includes('amount-is-due'),
    ),
  'other-bill-of-visit': (credit, open) => onlyOne(credit, open.visitOf(credit)),
  'sum-of-visit': (credit, open) => {
    const bills = open.visitOf(credit);
    return bills.length > 1 && sumOf(bills) === credit.amount ? [toAll(credit, bills)] : [];
  },
  'amount-in-time': byAmount,
  'parts-in-time': byParts,
};

/** What a proposal gives to whom, as one text. */
export const allocationKey = (allocations: readonly ProposedAllocation[]): string =>
  allocations
    .map(({ paymentId, billId }) => `${paymentId}>${billId}`)
    .sort()
    .join(' ');

/**
 * What a person may do with money that waits, the best first. Nothing is decided here.
 * @param undone {@link allocationKey} of what a person has accepted before and taken back.
 */
export const proposeMatches = (
  credits: readonly OpenCredit[],
  bills: readonly OpenBill[],
  undone: ReadonlySet<string> = new Set(),
): readonly Proposal[] => {
  const open = new OpenItems(credits, bills);
  const proposals = new Map<string, Proposal>();
  for (const credit of credits) {
    const rule = MATCH_RULES.find(({ name }) => RULES[name](credit, open).length > 0)?.name;
    if (rule === undefined) continue;
    for (const { allocations, clues } of RULES[rule](credit, open)) {
      const key = allocationKey(allocations);
      const all: readonly MatchClue[] = undone.has(key) ? [...clues, 'undone-before'] : clues;
      proposals.set(key, { rule, score: scoreOf(rule, all), clues: all, allocations });
    }
  }
  return [...proposals.values()].sort((one, two) => two.score - one.score);
};
