import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { DRIVER_TABLE, type DriverName } from '../../contract/driver-table.ts';
import { openBridgeRig, type ManualRig } from './bridge-rig.ts';
import { MATRIX } from './devices.ts';
import { WORK } from './work.ts';

const CYCLES = 1_000;
/** By then caches are filled and code is compiled: what grows after this grows for ever. */
const WARM = 200;
/** Whoever crashes without ever working in between is set apart. */
const WORK_EVERY = 20;
const ABORT_EVERY = 40;
/** Less than two kilobytes a cycle, which a forgotten listener or a kept ticket would exceed. */
const MOST_GROWTH_BYTES = 1_500_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

interface Traces {
  readonly heap: number;
  /** Sockets, timers and files of the real process. */
  readonly handles: number;
  readonly tasks: number;
}

const tracesOf = async (rig: ManualRig): Promise<Traces> => {
  rig.events.length = 0;
  rig.logs.length = 0;
  await setTimeout(0);
  collectGarbage();
  return {
    heap: process.memoryUsage().heapUsed,
    handles: process.getActiveResourcesInfo().length,
    tasks: rig.clock.waiting(),
  };
};

/** Code is loaded in real time, which the manual clock outruns. */
const loaded = async (rig: ManualRig): Promise<void> => {
  for (let look = 0; look < 200 && rig.status().state !== 'ready'; look += 1) {
    await setTimeout(20);
    await rig.clock.advance(20);
  }
};

const cycle = async (driver: DriverName, rig: ManualRig, n: number): Promise<void> => {
  const work = WORK[DRIVER_TABLE[driver].kind];
  rig.device.plug(false);
  await rig.clock.advance(20);
  if (n % 7 === 0) rig.device.babble?.();
  rig.device.plug(true);
  if (n % 5 === 0) rig.device.babble?.();
  if (n % ABORT_EVERY === 0) rig.abort();
  await rig.until('ready', 20_000, () => rig.status().state === 'ready');
  if (n % WORK_EVERY !== 0) return;
  work.clear?.(rig);
  // What was babbled is over by then.
  await rig.clock.advance(15_000);
  expect(await rig.settle(work.begin(rig, n))).toBe(work.good);
};

describe(`${String(CYCLES)} times unplugged and plugged in, with rubbish and crashes in between`, () => {
  it.each(Object.keys(MATRIX) as DriverName[])('%s: nothing grows', async driver => {
    const { config, make } = MATRIX[driver];
    const rig = await openBridgeRig(config, make);
    await loaded(rig);
    for (let n = 1; n <= WARM; n += 1) await cycle(driver, rig, n);
    const before = await tracesOf(rig);
    for (let n = WARM + 1; n <= CYCLES; n += 1) await cycle(driver, rig, n);
    const after = await tracesOf(rig);
    await rig.settle(rig.bridge.stop());
    expect(after.handles).toBeLessThanOrEqual(before.handles + 1);
    expect(after.tasks).toBeLessThanOrEqual(before.tasks + 3);
    expect(after.heap - before.heap).toBeLessThan(MOST_GROWTH_BYTES);
  });
});
