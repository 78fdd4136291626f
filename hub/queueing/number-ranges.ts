/**
 * The hub's own numbers and the leased ones take turns in ranges of this size: 1 to 5000 are the
 * hub's, 5001 to 10000 are leased, 10001 to 15000 are the hub's, and so on. So the first patient of
 * a day has number 1 although kiosks hold blocks already, whoever works there knows a number given
 * out without the hub by its size, and no two can be the same.
 */
export const RANGE = 5000;

const PAIR = 2 * RANGE;

const startOfPair = (number: string): string => `(${number}) / ${PAIR} * ${PAIR}`;

/** SQL: the number of the hub after `last`. */
export const nextOfHub = (last: string): string =>
  `case when ${last} % ${PAIR} < ${RANGE} then ${last} + 1
     else ${startOfPair(`${last} + ${PAIR}`)} + 1 end`;

/** SQL: last number of the next block; a block never lies across the end of a range. */
export const nextLeased = (last: string, size: string): string =>
  `case when ${last} % ${PAIR} >= ${RANGE} and ${last} % ${PAIR} + ${size} <= ${PAIR}
     then ${last} else ${startOfPair(`${last} + ${RANGE}`)} + ${RANGE} end + ${size}`;
