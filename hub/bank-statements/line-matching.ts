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

type Says = (line: StatementLine, payment: UnbankedPayment) => boolean;

/** Banks book around midnight and over weekends. */
const NEAR_DAYS = 4;

const isNear = (line: StatementLine, { day }: UnbankedPayment): boolean =>
  Math.abs(Date.parse(line.day) - Date.parse(day)) <= NEAR_DAYS * 86_400_000;

const compact = (text: string): string => text.toUpperCase().replace(/[^0-9A-Z]/g, '');

/** Shorter ones are found by chance inside other numbers. */
const TELLING_LENGTH = 8;

const RULES: Readonly<Record<MatchRule, Says>> = {
  'bank-reference': (line, payment) => {
    const reference = compact(payment.bankReference);
    if (reference === compact(line.reference)) return reference !== '';
    return (
      reference.length >= TELLING_LENGTH &&
      compact(`${line.reference} ${line.narrative}`).includes(reference)
    );
  },
  'payment-reference': (line, payment) => {
    const said = extractReferences(line.narrative);
    return extractReferences(payment.narrative).some(reference => said.includes(reference));
  },
};

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
  const byAmount = Map.groupBy(payments, ({ amount }) => amount);
  const taken = new Set<string>();
  const matched: MatchedLine[] = [];
  const unannounced: StatementLine[] = [];
  for (const line of lines) {
    const candidates = (byAmount.get(line.amount) ?? []).filter(
      payment => !taken.has(payment.paymentId) && isNear(line, payment),
    );
    const match = candidates.length === 0 ? undefined : matchOf(line, candidates);
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
  candidates: readonly UnbankedPayment[],
): MatchedLine | undefined => {
  for (const rule of MATCH_RULES) {
    const [payment, ...others] = candidates.filter(candidate => RULES[rule](line, candidate));
    if (payment !== undefined && others.length === 0) return { line, payment, rule };
  }
  return undefined;
};
