/** Figures of a noisy machine: the middle of many rounds, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly samples: number;
}

const ascending = (values: readonly number[]): readonly number[] =>
  [...values].sort((a, b) => a - b);

/**
 * The value below which that share of the values lies, between neighbours by straight line
 * (Hyndman and Fan 1996, type 7).
 * @param share 0 to 1.
 * @throws RangeError without values.
 */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = ascending(values);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('there are no values');
  return below + (above - below) * (position - Math.floor(position));
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** @throws RangeError without values. */
export const mean = (values: readonly number[]): number => {
  if (values.length === 0) throw new RangeError('there are no values');
  return values.reduce((total, value) => total + value, 0) / values.length;
};

/** @throws RangeError without values. */
export const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values),
  low: Math.min(...values),
  high: Math.max(...values),
  samples: values.length,
});

/**
 * Ratios of what was measured side by side, round by round: what slows a whole round down, slows
 * both sides down and cancels out.
 * @throws RangeError where the sides have different numbers of rounds.
 */
export const pairedRatios = (
  numerators: readonly number[],
  denominators: readonly number[],
): readonly number[] => {
  if (numerators.length !== denominators.length) throw new RangeError('rounds without a partner');
  return numerators.map((value, round) => value / (denominators[round] ?? Number.NaN));
};

/** Successive blocks of that many values; a rest that fills no block is left out. */
export const blocksOf = (values: readonly number[], size: number): readonly (readonly number[])[] =>
  Array.from({ length: Math.floor(values.length / size) }, (_, block) =>
    values.slice(block * size, (block + 1) * size),
  );

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Rise of y for one step of x: the median over all pairs of points (Theil 1950, Sen 1968), which
 * a few outliers, such as a garbage collection in one sample, do not move.
 * @throws RangeError with fewer than two different x.
 */
export const slopeOf = (points: readonly Point[]): number =>
  median(
    points.flatMap((from, index) =>
      points
        .slice(index + 1)
        .filter(to => to.x !== from.x)
        .map(to => (to.y - from.y) / (to.x - from.x)),
    ),
  );
