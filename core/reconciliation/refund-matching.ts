import { extractReferences } from '../payment/reference-extraction.ts';

/** Money that a statement shows going, and nobody has explained. */
export interface OpenDebit {
  readonly lineId: string;
  /** Whole đồng, positive. */
  readonly amount: number;
  readonly narrative: string;
  /** `yyyy-MM-dd`, local. */
  readonly day: string;
}

/** A refund that two people have approved and no statement shows. */
export interface OpenRefund {
  readonly refundId: string;
  /** Whole đồng. */
  readonly amount: number;
  /** `yyyy-MM-dd`, local. */
  readonly approvedOn: string;
  /** What the payment it goes back from had said. */
  readonly narrative: string;
}

/** In this order: the first that fits decides what is proposed. */
const REFUND_RULES = [
  { name: 'refund-reference', score: 90 },
  { name: 'refund-amount', score: 55 },
] as const;
export const REFUND_RULE_NAMES = REFUND_RULES.map(({ name }) => name);
export type RefundRuleName = (typeof REFUND_RULES)[number]['name'];

export interface RefundProposal {
  readonly rule: RefundRuleName;
  /** 1 to 99. */
  readonly score: number;
  readonly othersFitAsWell: boolean;
  readonly lineId: string;
  readonly refundId: string;
  /** Whole đồng. */
  readonly amount: number;
}

const DAY_MS = 86_400_000;
const CARRIED_OUT_WITHIN_DAYS = 14;
const NOT_ALONE = 25;

type Fits = (debit: OpenDebit, refund: OpenRefund) => boolean;

const FITS: Readonly<Record<RefundRuleName, Fits>> = {
  'refund-reference': (debit, refund) => {
    const said = extractReferences(debit.narrative);
    return extractReferences(refund.narrative).some(reference => said.includes(reference));
  },
  'refund-amount': (debit, refund) => {
    const days = (Date.parse(debit.day) - Date.parse(refund.approvedOn)) / DAY_MS;
    return days >= 0 && days <= CARRIED_OUT_WITHIN_DAYS;
  },
};

/** Which approved refunds the money that went may be, the best first. Nothing is decided here. */
export const proposeRefundMatches = (
  debits: readonly OpenDebit[],
  refunds: readonly OpenRefund[],
): readonly RefundProposal[] => {
  const byAmount = Map.groupBy(refunds, ({ amount }) => amount);
  const rivals = Map.groupBy(debits, ({ amount }) => amount);
  return debits
    .flatMap(debit => {
      const same = byAmount.get(debit.amount) ?? [];
      for (const { name, score } of REFUND_RULES) {
        const fitting = same.filter(refund => FITS[name](debit, refund));
        if (fitting.length === 0) continue;
        const isRivalled = name === 'refund-amount' && (rivals.get(debit.amount)?.length ?? 0) > 1;
        const othersFitAsWell = fitting.length > 1 || isRivalled;
        return fitting.map(({ refundId }) => ({
          rule: name,
          score: othersFitAsWell ? score - NOT_ALONE : score,
          othersFitAsWell,
          lineId: debit.lineId,
          refundId,
          amount: debit.amount,
        }));
      }
      return [];
    })
    .sort((one, two) => two.score - one.score);
};
