import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../core/contract/contract.ts';
import { type FaultCode, FaultError } from '../../core/contract/errors.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import { createManualClock, type ManualClock } from '../storage/testing/manual-clock.ts';
import { createReachability, type Reachability } from './reachability.ts';

const helloAnswer = {
  hubId: 'hub-1',
  version: '1',
  now: '2026-03-02T01:00:00.000Z',
  his: 'reachable',
} as const;

let clock: ManualClock;
let failure: FaultCode | undefined;
let asked: number[];
let changes: boolean[];
let reachability: Reachability;
const onHello = vi.fn();

const answered = <T>(value: T): Promise<T> =>
  failure === undefined ? Promise.resolve(value) : Promise.reject(new FaultError(failure));

beforeEach(() => {
  clock = createManualClock();
  failure = undefined;
  asked = [];
  changes = [];
  onHello.mockClear();
  const start = clock.now();
  const hub = {
    hello: () => {
      asked.push(clock.now() - start);
      return answered(helloAnswer);
    },
    lookup: () => answered({ outcome: 'unknown' }),
  } as unknown as Client<HubContract>;
  reachability = createReachability({
    hub,
    kioskId: () => 'kiosk-1',
    version: '1',
    clock,
    random: () => 0.5,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    onHello,
  });
  reachability.subscribe(() => changes.push(reachability.current()));
});
afterEach(() => reachability.stop());

const lookup = () =>
  reachability.hub
    .lookup({
      claim: { method: 'typed', authenticity: 'not-checked', flags: [] },
      day: '2026-03-02',
    })
    .catch(() => undefined);

describe('the hub', () => {
  it('is away until it has answered once, then reachable', async () => {
    expect(reachability.current()).toBe(false);
    reachability.start();
    await clock.advance(0);
    expect(reachability.current()).toBe(true);
    expect(changes).toEqual([true]);
    expect(onHello).toHaveBeenCalledWith(helloAnswer);
  });

  it('is asked calmly while it answers', async () => {
    reachability.start();
    await clock.advance(30_000);
    expect(asked).toEqual([0, 10_000, 20_000, 30_000]);
  });

  it('is not away for one failure: it is asked again at once', async () => {
    reachability.start();
    await clock.advance(1000);
    failure = 'hub-timeout';
    await lookup();
    failure = undefined;
    await clock.advance(300);
    expect(asked).toEqual([0, 1300]);
    expect(changes).toEqual([true]);
  });

  it('is away after two in a row, which takes a moment and no patient', async () => {
    reachability.start();
    await clock.advance(1000);
    failure = 'hub-unreachable';
    await lookup();
    expect(reachability.current()).toBe(true);
    await clock.advance(300);
    expect(changes).toEqual([true, false]);
  });

  it('is asked at growing intervals while it is away, and comes back after two answers', async () => {
    failure = 'hub-unreachable';
    reachability.start();
    await clock.advance(17_499);
    expect(asked).toEqual([0, 500, 1500, 3500, 7500, 12_500]);
    reachability.stop();
    reachability.start();
    await clock.advance(0);
    expect(reachability.current()).toBe(false);
  });

  it('comes back only when it answers twice, unless it was never there', async () => {
    reachability.start();
    await clock.advance(0);
    failure = 'hub-unreachable';
    await lookup();
    await clock.advance(300);
    failure = undefined;
    await clock.advance(1000);
    expect(reachability.current()).toBe(false);
    await clock.advance(300);
    expect(changes).toEqual([true, false, true]);
  });

  it.each<FaultCode>(['his-unreachable', 'clinic-full', 'hub-overloaded', 'bad-request'])(
    'is there when it says %s',
    async code => {
      reachability.start();
      await clock.advance(0);
      failure = code;
      for (let call = 0; call < 5; call += 1) await lookup();
      expect(reachability.current()).toBe(true);
    },
  );

  it('counts as away while it does not let the kiosk in', async () => {
    failure = 'hub-unauthorised';
    reachability.start();
    await clock.advance(5000);
    expect(reachability.current()).toBe(false);
  });

  it('is not asked any more after the end', async () => {
    reachability.start();
    await clock.advance(0);
    reachability.stop();
    await clock.advance(60_000);
    expect(asked).toEqual([0]);
  });
});
