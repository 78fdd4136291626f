import { describe, expect, test } from 'vitest';
import { withBooking } from './testing/known-patient.ts';
import { stepOf } from './testing/step-of.ts';
import { checkInForBooking } from './testing/visit-walks.ts';
import { chipClaim, visitWorld } from './testing/visit-world.ts';

describe('a patient who walks away', () => {
  test('is warned after a minute, then everything personal is gone', async () => {
    const world = visitWorld({ lookUp: withBooking });
    world.send({ type: 'card.read', claim: chipClaim() });
    await world.settle();
    expect((await world.wait(59)).idle.state).toBe('active');
    expect((await world.wait(1)).idle).toEqual({ state: 'warning', secondsLeft: 30 });
    expect((await world.wait(10)).idle).toEqual({ state: 'warning', secondsLeft: 20 });
    stepOf(await world.wait(20), 'welcome');
    expect(world.remembered()).not.toMatch(/Nguyễn|001148999921|1948/i);
  });

  test('may come back during the countdown, as often as needed', async () => {
    const world = visitWorld({ lookUp: withBooking });
    world.send({ type: 'card.read', claim: chipClaim() });
    await world.settle();
    for (let time = 0; time < 12; time++) {
      expect((await world.wait(80)).idle.state).toBe('warning');
      expect(world.send({ type: 'stillHere' }).idle.state).toBe('active');
      stepOf(world.snapshot(), 'confirm');
    }
  });

  test('has twice the time in slow pace', async () => {
    const world = visitWorld({ lookUp: withBooking });
    world.send({ type: 'card.read', claim: chipClaim() });
    await world.settle();
    world.send({ type: 'setDisplay', display: { pace: 'slow' } });
    expect((await world.wait(100)).idle.state).toBe('active');
    expect((await world.wait(20)).idle.state).toBe('warning');
  });

  test('leaves a language that the next one does not get', async () => {
    const world = visitWorld();
    world.send({ type: 'setLanguage', language: 'en' });
    expect(world.snapshot().language).toBe('en');
    expect((await world.wait(61)).language).toBe('vi');
  });
});

test('the ticket page ends by itself and thanks without a name', async () => {
  const world = visitWorld({ lookUp: withBooking });
  await checkInForBooking(world);
  stepOf(await world.wait(45), 'farewell');
  expect(world.remembered()).not.toMatch(/Nguyễn|001148999921|1948/i);
  stepOf(await world.wait(6), 'welcome');
});

test('the next card may come while the last ticket is still shown', async () => {
  const world = visitWorld();
  world.send({ type: 'noDocument' });
  stepOf(await world.settle(), 'counter');
  stepOf(world.send({ type: 'card.inserted' }), 'reading');
  expect(world.remembered()).not.toContain(world.issued[0]?.visitId);
});

test('staff can be called from a page and the page stays', async () => {
  const world = visitWorld({ callStaff: 'unreachable' });
  world.send({ type: 'begin' });
  expect(world.send({ type: 'callStaff' }).staffCall).toBe('calling');
  expect((await world.settle()).staffCall).toBe('unreachable');
  stepOf(world.snapshot(), 'identify');
  expect(world.send({ type: 'closeStaffCall' }).staffCall).toBe('none');
});
