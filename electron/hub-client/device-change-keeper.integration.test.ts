import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceEvent, DeviceStatus } from '../../core/contract/device.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { DeviceChange } from '../../core/contract/hub.ts';
import {
  openTemporaryStore,
  randomIds,
  type TemporaryStore,
} from '../storage/testing/temporary-store.ts';
import { type DeviceChangeKeeper, keepDeviceChanges } from './device-change-keeper.ts';
import { watched } from './watched.ts';

let world: TemporaryStore;
let keeper: DeviceChangeKeeper;
let told: DeviceChange[];
let refuse: FaultError | undefined;
let configured: string[];
let say: (event: DeviceEvent) => void;
const reachable = watched(true);

const printer: DeviceStatus = {
  deviceId: 'printer',
  kind: 'receipt-printer',
  driver: 'tcp-receipt-printer',
  state: 'ready',
};
const status = (fields: Partial<DeviceStatus>): void =>
  say({ type: 'status', status: { ...printer, ...fields } });

const open = (): void => {
  keeper = keepDeviceChanges({
    bridge: {
      subscribe: listener => {
        say = listener;
        return () => undefined;
      },
    },
    changes: world.store.deviceChanges,
    configured: () => configured,
    hub: {
      deviceEvents: ({ events }) => {
        if (refuse !== undefined) return Promise.reject(refuse);
        told.push(...events);
        return Promise.resolve({ stored: events.length });
      },
    },
    reachable,
    clock: world.clock,
    ids: randomIds,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
};

beforeEach(async () => {
  world = await openTemporaryStore();
  told = [];
  refuse = undefined;
  configured = ['printer'];
  reachable.set(true);
  open();
});
afterEach(() => {
  keeper.stop();
  world.remove();
});

describe('a change of a device', () => {
  it('is told to the hub once, in order, and not again what was told', async () => {
    status({});
    status({ state: 'unavailable', fault: 'printer-paper-end', paper: 'end' });
    status({ state: 'unavailable', fault: 'printer-paper-end', paper: 'end' });
    await world.clock.advance(2_000);
    expect(told.map(({ state, fault }) => fault ?? state)).toEqual(['ready', 'printer-paper-end']);
    await world.clock.advance(120_000);
    expect(told).toHaveLength(2);
    expect(world.store.deviceChanges.faults('printer', 5)).toHaveLength(1);
  });

  it('is no news where a device is only busy with a patient', async () => {
    status({ stage: 'ready' });
    status({ stage: 'busy' });
    status({ stage: 'ready' });
    await world.clock.advance(2_000);
    expect(told).toHaveLength(1);
  });

  it('waits for a hub that is away, across a restart of the kiosk', async () => {
    reachable.set(false);
    status({ state: 'unavailable', fault: 'device-absent' });
    await world.clock.advance(5_000);
    expect(told).toEqual([]);
    keeper.stop();
    await world.reopen();
    open();
    reachable.set(true);
    await world.clock.advance(2_000);
    expect(told).toMatchObject([{ deviceId: 'printer', fault: 'device-absent' }]);
  });

  it('is kept for a hub that is too old to know of it', async () => {
    refuse = new FaultError('unknown-method');
    status({});
    await world.clock.advance(30 * 60_000);
    refuse = undefined;
    configured = ['printer'];
    await world.clock.advance(31 * 60_000);
    expect(told).toHaveLength(1);
  });

  it('says when a roll should be changed', async () => {
    keeper.paperLow({ ...printer, state: 'degraded', paper: 'near-end' });
    await world.clock.advance(2_000);
    expect(told).toMatchObject([{ paperLow: true, paper: 'near-end' }]);
  });

  it('is that it was removed, once, when the configuration has it no longer', async () => {
    status({ state: 'unavailable', fault: 'device-absent' });
    keeper.stop();
    configured = ['scanner'];
    open();
    await world.clock.advance(2_000);
    keeper.reconfigured();
    await world.clock.advance(2_000);
    expect(told.map(({ deviceId, state }) => `${deviceId} ${state}`)).toEqual([
      'printer unavailable',
      'printer removed',
    ]);
    configured = ['printer'];
    status({ state: 'unavailable', fault: 'device-absent' });
    await world.clock.advance(2_000);
    expect(told.at(-1)?.state).toBe('unavailable');
  });
});
