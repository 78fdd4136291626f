import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inOneTime } from './transcript-time.ts';

const timesOf = (times: readonly number[]): number[] => {
  const heard: number[] = [];
  const tell = inOneTime(({ at }) => heard.push(at));
  for (const at of times) tell({ at, what: 'closed' });
  return heard;
};

it('the times of one process stay as they are', () => {
  expect(timesOf([0, 5, 5, 900])).toEqual([0, 5, 5, 900]);
});

it('those of the next process follow them, with the same pauses between them', () => {
  expect(timesOf([0, 400, 0, 30, 50, 0, 7])).toEqual([0, 400, 400, 430, 450, 450, 457]);
});

it('no entry lies before another', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000)), times => {
      const heard = timesOf(times);
      expect(heard).toEqual(heard.toSorted((one, other) => one - other));
    }),
  );
});
