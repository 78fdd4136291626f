/** Numbers for making test inputs: fast, and the same for the same seed. */
export interface SeededNumbers {
  /** Whole number from 0 up to, but not including, `end`. */
  readonly below: (end: number) => number;
  /** @throws RangeError where there is nothing to pick from. */
  readonly pick: <T>(values: readonly T[]) => T;
  readonly bytes: (length: number) => Uint8Array;
}

/** Mulberry32: a state of 32 bits, good enough to damage bytes with. */
export const seededNumbers = (seed: number): SeededNumbers => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (end: number): number => (end <= 1 ? 0 : next() % end);
  return {
    below,
    pick: values => {
      const value = values[below(values.length)];
      if (value === undefined) throw new RangeError('nothing to pick from');
      return value;
    },
    bytes: length => Uint8Array.from({ length }, () => next() & 0xff),
  };
};
