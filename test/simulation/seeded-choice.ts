import { seededRandom } from '../crash/seeded-random.ts';

/** Decisions that are the same for the same seed and name, whatever others decide meanwhile. */
export interface Choice {
  /** 0 ≤ value < 1. */
  readonly random: () => number;
  chance(probability: number): boolean;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  /** Short mostly, seldom long: exponential around `mean`, at most `limit`. */
  waitAround(mean: number, limit: number): number;
  uuid(): string;
}

/** FNV-1a, 32 bits: spreads names that differ little. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash;
};

export const choiceOf = (seed: number, name: string): Choice => {
  const random = seededRandom(hashOf(`${seed} ${name}`));
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  return {
    random,
    chance: probability => random() < probability,
    between: (low, high) => low + Math.floor(random() * (high - low + 1)),
    pick: list => {
      const picked = list[Math.floor(random() * list.length)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
    waitAround: (mean, limit) => Math.min(limit, -Math.log(1 - random()) * mean),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
};
