import { extractReferences } from '../../core/payment/reference-extraction.ts';
import type { StatementLine } from '../../core/statement/statement.ts';

/** Money a provider has announced for this account and no statement has shown. */
export interface UnbankedPayment {
  readonly paymentId: string;
  readonly clearing: `clearing:${string}`;
  /** Whole đồng. */
  readonly amount: number;
  readonly bankReference: string;
  readonly narrative: string;
  /** `yyyy-MM-dd`, local. */
  readonly day: string;
}

/** Why a line was taken for a payment. */
export const MATCH_RULES = ['bank-reference', 'payment-reference'] as const;
export type MatchRule = (typeof MATCH_RULES)[number];

/** Banks book around midnight and over weekends. */
export const NEAR_DAYS = 4;

const isNear = (line: StatementLine, { day }: UnbankedPayment): boolean =>
  Math.abs(Date.parse(line.day) - Date.parse(day)) <= NEAR_DAYS * 86_400_000;

const compact = (text: string): string => text.toUpperCase().replace(/[^0-9A-Z]/g, '');

/** Shorter ones are found by chance inside other numbers. */
const TELLING_LENGTH = 8;

type ByText = Map<string, UnbankedPayment[]>;

const add = (to: ByText, text: string, payment: UnbankedPayment): void => {
  const known = to.get(text);
  if (known === undefined) to.set(text, [payment]);
  else known.push(payment);
};

/** Announced payments by what they say, so that a line is not compared with each of them. */
class Announced {
  readonly #byBankReference: ByText = new Map();
  readonly #byBeginning: ByText = new Map();
  readonly #byPaymentReference: ByText = new Map();

  constructor(payments: readonly UnbankedPayment[]) {
    for (const payment of payments) {
      const bankReference = compact(payment.bankReference);
      if (bankReference !== '') add(this.#byBankReference, bankReference, payment);
      if (bankReference.length >= TELLING_LENGTH) {
        add(this.#byBeginning, bankReference.slice(0, TELLING_LENGTH), payment);
      }
      for (const reference of extractReferences(payment.narrative)) {
        add(this.#byPaymentReference, reference, payment);
      }
    }
  }

  /** Those that a line may show by a rule, each once. */
  saidBy(rule: MatchRule, line: StatementLine): ReadonlySet<UnbankedPayment> {
    const found =
      rule === 'bank-reference' ? this.#withBankReferenceOf(line) : this.#withReferenceOf(line);
    return new Set(found);
  }

  #withBankReferenceOf({ reference, narrative }: StatementLine): readonly UnbankedPayment[] {
    const text = compact(`${reference} ${narrative}`);
    const found = [...(this.#byBankReference.get(compact(reference)) ?? [])];
    for (let at = 0; at + TELLING_LENGTH <= text.length; at += 1) {
      const begun = this.#byBeginning.get(text.slice(at, at + TELLING_LENGTH)) ?? [];
      found.push(...begun.filter(one => text.startsWith(compact(one.bankReference), at)));
    }
    return found;
  }

  #withReferenceOf({ narrative }: StatementLine): readonly UnbankedPayment[] {
    return extractReferences(narrative).flatMap(
      reference => this.#byPaymentReference.get(reference) ?? [],
    );
  }
}

export interface MatchedLine {
  readonly line: StatementLine;
  readonly payment: UnbankedPayment;
  readonly rule: MatchRule;
}

export interface Matching {
  readonly matched: readonly MatchedLine[];
  /** Money that came and nobody had announced. */
  readonly unannounced: readonly StatementLine[];
}

/**
 * Which announced payments the lines of a statement show. The amount is always the same and the day
 * near; the first rule wins; where a rule fits two payments it decides nothing. Amount and day alone
 * never decide: two patients pay the same on one morning.
 */
export const matchLines = (
  lines: readonly StatementLine[],
  payments: readonly UnbankedPayment[],
): Matching => {
  const announced = new Announced(payments);
  const taken = new Set<string>();
  const matched: MatchedLine[] = [];
  const unannounced: StatementLine[] = [];
  for (const line of lines) {
    const match = matchOf(line, announced, taken);
    if (match === undefined) unannounced.push(line);
    else {
      taken.add(match.payment.paymentId);
      matched.push(match);
    }
  }
  return { matched, unannounced };
};

const matchOf = (
  line: StatementLine,
  announced: Announced,
  taken: ReadonlySet<string>,
): MatchedLine | undefined => {
  for (const rule of MATCH_RULES) {
    const [payment, ...others] = [...announced.saidBy(rule, line)].filter(
      one => one.amount === line.amount && !taken.has(one.paymentId) && isNear(line, one),
    );
    if (payment !== undefined && others.length === 0) return { line, payment, rule };
  }
  return undefined;
};
