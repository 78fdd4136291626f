import { describe, expect, it } from 'vitest';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { createRoomGauge, type RoomStep, roomStepAfter } from './room-steps.ts';

const MB = 1_000_000;

describe('the room of a hub', () => {
  it.each([
    [5_000, 'ample'],
    [999, 'filling'],
    [299, 'kiosks-keep'],
    [99, 'closed'],
    [0, 'closed'],
  ] as const)('with %d MB is %s', (free, step) => {
    expect(roomStepAfter('ample', free * MB)).toBe(step);
  });

  it('is better only with some to spare, and then at once by more than a step', () => {
    expect(roomStepAfter('closed', 105 * MB)).toBe('closed');
    expect(roomStepAfter('closed', 111 * MB)).toBe('kiosks-keep');
    expect(roomStepAfter('closed', 5_000 * MB)).toBe('ample');
  });

  it('is looked at every ten seconds, and told when it changes', async () => {
    const clock = fakeClock();
    const told: RoomStep[] = [];
    let free: number | undefined = 5_000 * MB;
    const gauge = createRoomGauge({
      clock,
      freeBytes: () => (free === undefined ? Promise.reject(new Error()) : Promise.resolve(free)),
      onStep: step => told.push(step),
    });
    await gauge.start();
    for (const next of [250 * MB, undefined, 50 * MB, 5_000 * MB]) {
      free = next;
      clock.advance(10_000);
      await new Promise(resolve => setImmediate(resolve));
    }
    expect(told).toEqual(['kiosks-keep', 'closed', 'ample']);
    gauge.stop();
  });
});
