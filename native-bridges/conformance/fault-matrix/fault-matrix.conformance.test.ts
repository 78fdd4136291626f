import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DeviceStatus } from '../../../core/contract/device.ts';
import { DRIVER_TABLE, type DriverName } from '../../contract/driver-table.ts';
import { openBridgeRig, type BridgeRig } from './bridge-rig.ts';
import { MATRIX } from './devices.ts';
import { FAULTS } from './faults.ts';
import { SAID_WITHIN_MS, STATED, type FaultName } from './stated.ts';
import { WORK } from './work.ts';

/** A card or ticket is well under way by then. */
const MIDDLE_MS = 40;
/** A cable that is back, paper that is in: usable again within this, by itself. */
const RECOVERY_MS = 12_000;
/** In which nothing may come out that nobody asked for. */
const QUIET_MS = 60_000;

const isUsable = ({ state }: DeviceStatus): boolean => state === 'ready' || state === 'degraded';

const says = (status: DeviceStatus, stated: string): boolean =>
  stated === 'ready' ? isUsable(status) : status.state === 'unavailable' && status.fault === stated;

/** Lets it happen and measures how long the kiosk takes to say so. */
const suffer = async (
  rig: BridgeRig,
  fault: FaultName,
  stated: string,
  limitMs: number,
): Promise<void> => {
  const start = rig.clock.now();
  await FAULTS[fault].put(rig);
  if (stated === 'ready') await rig.clock.advance(limitMs - (rig.clock.now() - start));
  await rig.until(`"${stated}"`, limitMs, () => says(rig.status(), stated));
  expect(rig.clock.now() - start).toBeLessThanOrEqual(limitMs);
};

const cell = async (driver: DriverName, fault: FaultName, stated: string): Promise<void> => {
  const { config, make } = MATRIX[driver];
  const work = WORK[DRIVER_TABLE[driver].kind];
  const { mid, mend, restarts } = FAULTS[fault];
  const rig = await openBridgeRig(config, make);
  await rig.until('ready', RECOVERY_MS, () => isUsable(rig.status()));
  expect(await rig.settle(work.begin(rig, 1))).toBe(work.good);
  expect(work.results(rig)).toBe(1);

  let interrupted: Promise<string> | undefined;
  if (mid && work.half !== undefined) work.half(rig);
  else if (mid) interrupted = work.begin(rig, 2);
  await rig.clock.advance(MIDDLE_MS);
  await suffer(rig, fault, stated, SAID_WITHIN_MS);

  await mend(rig);
  await rig.until('ready again', RECOVERY_MS, () => isUsable(rig.status()));
  const outcome = interrupted === undefined ? undefined : await rig.settle(interrupted);
  work.clear?.(rig);
  await rig.clock.advance(QUIET_MS);
  expect(isUsable(rig.status())).toBe(true);
  const results = work.results(rig);
  // Once at most, and once for certain where somebody was told so.
  if (interrupted !== undefined) {
    expect(results).toBeLessThanOrEqual(2);
    if (outcome === work.good) expect(results).toBe(2);
    if (outcome === 'failed') expect(results).toBe(1);
  }

  expect(await rig.settle(work.begin(rig, 3))).toBe(work.good);
  await rig.clock.advance(QUIET_MS);
  expect(work.results(rig)).toBe(results + 1);
  expect(rig.relaunches()).toBe(restarts ? 1 : 0);
  await rig.settle(rig.bridge.stop());
};

// Code is loaded in real time: the first device would find hours gone on the manual clock.
beforeAll(async () => {
  for (const { config, make } of Object.values(MATRIX)) {
    const rig = await openBridgeRig(config, make);
    await setTimeout(20);
    await rig.settle(rig.bridge.stop());
  }
});

describe.each(Object.keys(MATRIX) as DriverName[])('%s', driver => {
  const stated = STATED[MATRIX[driver].family];
  for (const [fault, state] of Object.entries(stated) as [FaultName, string][]) {
    it(`${fault}: says "${state}" in time, and works again by itself, nothing twice, nothing lost`, async () => {
      await cell(driver, fault, state);
    });
  }
});

describe('a process that hangs', () => {
  it('is ended, and its devices are back within a second of its end', async () => {
    const { config, make } = MATRIX['serial-code-scanner'];
    const rig = await openBridgeRig(config, make);
    rig.hangProcess();
    await rig.until('the next process', 6_000, () => rig.relaunches() === 1);
    expect(await rig.until('the return', 1_000, () => isUsable(rig.status()))).toBeLessThan(1_000);
  });
});
