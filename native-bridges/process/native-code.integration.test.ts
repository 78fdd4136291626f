import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type DeviceBridge, deviceConfigSchema } from '../contract/bridge.ts';
import { type DeviceProcess } from '../contract/device-process.ts';
import { DRIVER_TABLE, type DriverName } from '../contract/driver-table.ts';
import { createForkLauncher, createSupervisedBridge } from '../contract/host.ts';
import { systemClock } from './system-clock.ts';

const ENTRY = fileURLToPath(new URL('main.ts', import.meta.url));
/** Every driver of the common process; where it has to know more, of something that is not there. */
const COMMON: readonly { readonly driver: DriverName; readonly [setting: string]: unknown }[] = [
  { driver: 'simulated-code-scanner' },
  { driver: 'keyboard-code-scanner' },
  { driver: 'camera-code-scanner' },
  { driver: 'http-payment-display', url: 'http://127.0.0.1:9/push', serialNumber: 'T' },
  { driver: 'mqtt-payment-display', url: 'mqtt://127.0.0.1:9', topic: 't', serialNumber: 'T' },
  { driver: 'page-payment-display' },
  { driver: 'simulated-payment-display' },
  { driver: 'page-audio-output' },
  { driver: 'simulated-audio-output' },
];

let bridge: DeviceBridge | undefined;
afterEach(() => bridge?.stop());

const nativeModulesOf = (pid: number): readonly string[] => [
  ...new Set(readFileSync(`/proc/${String(pid)}/maps`, 'utf8').match(/\S+\.node$/gm)),
];

describe.runIf(process.platform === 'linux')('the device processes', () => {
  it('load native code for printers and readers alone, each in one of their own', async () => {
    const common = Object.entries(DRIVER_TABLE)
      .filter(([, { isolation }]) => isolation === 'common')
      .map(([driver]) => driver);
    expect(COMMON.map(({ driver }) => driver).sort()).toEqual(common.sort());
    const processes: DeviceProcess[] = [];
    const fork = createForkLauncher(ENTRY);
    bridge = createSupervisedBridge({
      configs: [...COMMON, { driver: 'simulated-receipt-printer' }].map((config, index) =>
        deviceConfigSchema.parse({ id: `device-${String(index)}`, ...config }),
      ),
      clock: systemClock,
      ids: { uuid: randomUUID },
      log: () => undefined,
      launch: () => {
        const launched = fork();
        processes.push(launched);
        return launched;
      },
    });
    await bridge.start();
    await bridge.preview({
      language: 'vi',
      scale: 1,
      blocks: [{ kind: 'number', text: 'A-0123' }],
    });
    const loaded = processes.map(({ pid = 0 }) => nativeModulesOf(pid));
    expect(loaded).toEqual([[], [expect.stringContaining('skia')]]);
  });
});
