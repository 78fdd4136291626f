import { beforeEach, expect, test } from 'vitest';
import { createHubTime, type HubTime } from './hub-time.ts';

let wall: number;
let monotonic: number;
let time: HubTime;
const pass = (ms: number): void => {
  wall += ms;
  monotonic += ms;
};

beforeEach(() => {
  wall = 1_763_800_000_000;
  monotonic = 500;
  const machine = { now: () => wall, after: () => () => undefined };
  time = createHubTime(machine, () => monotonic);
});

test('until the hub was heard the machine is right', () => {
  expect(time.clock.now()).toBe(wall);
  expect(time.aheadMs()).toBeUndefined();
});

test('a clock that is wrong by hours is followed to the right time, and goes on from there', () => {
  const hubNow = wall + 3 * 3_600_000;
  time.heard(hubNow);
  pass(60_000);
  expect(time.clock.now()).toBe(hubNow + 60_000);
  expect(time.aheadMs()).toBe(-3 * 3_600_000);
});

test('what an answer takes on its way is no difference', () => {
  time.heard(wall - 1_900);
  expect(time.clock.now()).toBe(wall);
});

test('once somebody sets the clock, what was measured before counts no more', () => {
  const hubNow = wall - 3_600_000;
  time.heard(hubNow);
  pass(1_000);
  wall -= 3_600_000;
  expect(time.clock.now()).toBe(hubNow + 1_000);
  expect(time.aheadMs()).toBeUndefined();
});
