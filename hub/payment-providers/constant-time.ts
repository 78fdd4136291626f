import { timingSafeEqual } from 'node:crypto';

/** Whether two texts are the same; how long it takes says nothing of where they differ. */
export const isSameText = (given: string, right: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
};
