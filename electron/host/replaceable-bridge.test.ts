import { expect, test } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import type { DeviceBridge, DeviceConfig } from '../../native-bridges/contract/bridge.ts';
import type { DeviceCare } from '../../native-bridges/contract/device-care.ts';
import type { DeviceTracing } from '../../native-bridges/contract/device-tracing.ts';
import type { TranscriptEntry } from '../../native-bridges/contract/transcript.ts';
import { createReplaceableBridge } from './replaceable-bridge.ts';

const SERIAL: DeviceConfig = {
  id: 'printer',
  driver: 'usblp-receipt-printer',
  profile: 'generic-80mm',
};
const NETWORK: DeviceConfig = {
  id: 'printer',
  driver: 'tcp-receipt-printer',
  host: 'printer.example',
  profile: 'generic-80mm',
};

/** Bridges of which nothing is known but who listens to which line. */
const rig = () => {
  const made: { readonly listeners: Map<string, (entry: TranscriptEntry) => void> }[] = [];
  const make = (devices: readonly DeviceConfig[]) => {
    const listeners = new Map<string, (entry: TranscriptEntry) => void>();
    made.push({ listeners });
    const trace: DeviceTracing['trace'] = (deviceId, listener) => {
      if (!devices.some(({ id }) => id === deviceId)) throw new FaultError('device-absent');
      if (listeners.has(deviceId)) throw new FaultError('device-busy');
      listeners.set(deviceId, listener);
      return () => void listeners.delete(deviceId);
    };
    const nothing = () => Promise.resolve();
    return {
      start: nothing,
      stop: nothing,
      subscribe: () => () => undefined,
      trace,
    } as Partial<DeviceBridge & DeviceTracing & DeviceCare> as DeviceBridge &
      DeviceTracing &
      DeviceCare;
  };
  const bridge = createReplaceableBridge(make, [SERIAL]);
  return {
    bridge,
    /** What passes on the line of the printer now. */
    passes: (entry: TranscriptEntry) => made.at(-1)?.listeners.get('printer')?.(entry),
    listeners: () => made.at(-1)?.listeners.size,
  };
};

const sent = (at: number): TranscriptEntry => ({ at, what: 'sent', hex: '1b40' });

test('a recording goes on with the new driver, and says which it is', async () => {
  const { bridge, passes } = rig();
  const heard: TranscriptEntry[] = [];
  bridge.trace('printer', entry => heard.push(entry));
  passes(sent(900));
  await bridge.replace([NETWORK]);
  passes(sent(20));
  expect(heard).toEqual([
    sent(900),
    { at: 900, what: 'set-up', driver: 'tcp-receipt-printer' },
    sent(920),
  ]);
});

test('a recording of a device that is configured no more says so, and goes on when it is again', async () => {
  const { bridge, passes } = rig();
  const heard: TranscriptEntry[] = [];
  bridge.trace('printer', entry => heard.push(entry));
  await bridge.replace([]);
  await bridge.replace([SERIAL]);
  passes(sent(0));
  expect(heard).toEqual([
    { at: 0, what: 'set-up' },
    { at: 0, what: 'set-up', driver: 'usblp-receipt-printer' },
    sent(0),
  ]);
});

test('a recording that has ended does not come back, and somebody else can begin one', async () => {
  const { bridge, listeners } = rig();
  const stop = bridge.trace('printer', () => undefined);
  await bridge.replace([NETWORK]);
  expect(() => bridge.trace('printer', () => undefined)).toThrow();
  stop();
  expect(listeners()).toBe(0);
  await bridge.replace([SERIAL]);
  expect(listeners()).toBe(0);
  bridge.trace('printer', () => undefined);
  expect(listeners()).toBe(1);
});
