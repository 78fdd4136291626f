import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../conformance/manual-clock.ts';
import { createJobWatch } from './job-watch.ts';

const rig = () => {
  const clock = createManualClock();
  const told: boolean[] = [];
  const watch = createJobWatch(clock, () => told.push(watch.isStill()));
  return { clock, told, watch };
};

describe('createJobWatch', () => {
  it('tells within two seconds that a ticket stands still, and that it moves again', async () => {
    const { clock, told, watch } = rig();
    watch.begin();
    await clock.advance(1_000);
    watch.moved();
    await clock.advance(1_400);
    expect(told).toEqual([]);
    await clock.advance(600);
    expect(told).toEqual([true]);
    watch.moved();
    expect(told).toEqual([true, false]);
  });

  it('waits for what a slow line still owes', async () => {
    const { clock, told, watch } = rig();
    watch.begin();
    watch.moved(4_000);
    await clock.advance(5_400);
    expect(told).toEqual([]);
    await clock.advance(600);
    expect(told).toEqual([true]);
  });

  it('says nothing of a printer that has nothing to do', async () => {
    const { clock, told, watch } = rig();
    watch.moved();
    await clock.advance(60_000);
    watch.begin();
    watch.end(true);
    await clock.advance(60_000);
    expect(told).toEqual([]);
  });

  it('learns that a printer answers only when it has printed', async () => {
    const { clock, told, watch } = rig();
    watch.begin();
    await clock.advance(3_000);
    watch.end(true);
    expect(told).toEqual([true, false]);
    watch.begin();
    await clock.advance(3_000);
    watch.end(true);
    expect(told).toEqual([true, false]);
  });

  it('learns nothing from a ticket that did not come out', async () => {
    const { clock, told, watch } = rig();
    for (const _ticket of [1, 2]) {
      watch.begin();
      await clock.advance(3_000);
      watch.end(false);
    }
    expect(told).toEqual([true, false, true, false]);
  });
});
