/** Why money may belong to a bill. */
export interface MatchRule {
  readonly name: string;
  /** Of 100, before the clues are weighed. */
  readonly score: number;
}

/**
 * In this order: the first rule that fits decides what is proposed. All of them propose and none
 * decides; what is certain was booked when the money came.
 */
export const MATCH_RULES = [
  { name: 'exact-reference', score: 95 },
  { name: 'several-references', score: 90 },
  { name: 'repaired-reference', score: 85 },
  { name: 'cut-reference', score: 70 },
  { name: 'other-bill-of-visit', score: 60 },
  { name: 'sum-of-visit', score: 55 },
  { name: 'amount-in-time', score: 50 },
  { name: 'parts-in-time', score: 35 },
] as const satisfies readonly MatchRule[];

export type MatchRuleName = (typeof MATCH_RULES)[number]['name'];

/** What speaks for or against a proposal, in points of its score. Nothing about who paid. */
export const MATCH_CLUES = {
  'amount-is-due': 3,
  'amount-differs': -25,
  'paid-while-shown': 5,
  'others-fit-as-well': -25,
  'undone-before': -40,
} as const satisfies Record<string, number>;

export type MatchClue = keyof typeof MATCH_CLUES;
export const MATCH_CLUE_NAMES = Object.keys(MATCH_CLUES) as MatchClue[];
export const MATCH_RULE_NAMES = MATCH_RULES.map(({ name }) => name);

/** @returns 1 to 99: a proposal is never certain. */
export const scoreOf = (rule: MatchRuleName, clues: readonly MatchClue[]): number => {
  const start = MATCH_RULES.find(({ name }) => name === rule)?.score ?? 0;
  const weighed = clues.reduce((sum, clue) => sum + MATCH_CLUES[clue], start);
  return Math.min(99, Math.max(1, weighed));
};
