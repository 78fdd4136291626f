import { expect } from 'vitest';
import { type DeviceStatus } from '../../../core/contract/device.ts';
import { type BridgeRig } from './bridge-rig.ts';
import { FAULTS } from './faults.ts';
import { type FaultName } from './stated.ts';
import { type Work } from './work.ts';

/** How long everything may take, and how long nothing may happen. */
export interface Pace {
  /** A card or ticket is well under way by then. */
  readonly middleMs: number;
  /** A fault that is not to be seen lasts so long. */
  readonly lastsMs: number;
  /** Any other is said within this. */
  readonly saidWithinMs: number;
  /** A cable that is back, paper that is in: usable again within this, by itself. */
  readonly recoveryMs: number;
  /** In which nothing may come out that nobody asked for. */
  readonly quietMs: number;
}

export const isUsable = ({ state }: DeviceStatus): boolean =>
  state === 'ready' || state === 'degraded';

const says = (status: DeviceStatus, stated: string): boolean =>
  stated === 'ready' ? isUsable(status) : status.state === 'unavailable' && status.fault === stated;

/** Lets it happen until the kiosk says so. */
const suffer = async (
  rig: BridgeRig,
  fault: FaultName,
  stated: string,
  { lastsMs, saidWithinMs }: Pace,
): Promise<void> => {
  const start = rig.clock.now();
  await FAULTS[fault].put(rig);
  if (stated === 'ready') await rig.clock.advance(lastsMs - (rig.clock.now() - start));
  await rig.until(`"${stated}"`, saidWithinMs, () => says(rig.status(), stated));
};

/**
 * One fault at one device: said in time, usable again by itself without a new process, nothing twice
 * and nothing late, nothing lost afterwards.
 * @param first number of the first of three jobs
 */
export const runCell = async (
  rig: BridgeRig,
  {
    work,
    fault,
    stated,
  }: { readonly work: Work; readonly fault: FaultName; readonly stated: string },
  pace: Pace,
  first = 1,
): Promise<void> => {
  const { mid, mend, restarts } = FAULTS[fault];
  const { recoveryMs, quietMs } = pace;
  const relaunches = rig.relaunches();
  const before = work.results(rig);
  await rig.until('ready', recoveryMs, () => isUsable(rig.status()));
  expect(await rig.settle(work.begin(rig, first))).toBe(work.good);
  expect(work.results(rig)).toBe(before + 1);

  let interrupted: Promise<string> | undefined;
  if (mid && work.half !== undefined) work.half(rig);
  else if (mid) interrupted = work.begin(rig, first + 1);
  await rig.clock.advance(pace.middleMs);
  await suffer(rig, fault, stated, pace);

  await mend(rig);
  await rig.until('ready again', recoveryMs, () => isUsable(rig.status()));
  const outcome = interrupted === undefined ? undefined : await rig.settle(interrupted);
  work.clear?.(rig);
  await rig.clock.advance(quietMs);
  await rig.until('ready for good', recoveryMs, () => isUsable(rig.status()));
  const results = work.results(rig);
  // Once at most, and once for certain where somebody was told so.
  if (interrupted !== undefined) {
    expect(results).toBeLessThanOrEqual(before + 2);
    if (outcome === work.good) expect(results).toBe(before + 2);
    if (outcome === 'failed') expect(results).toBe(before + 1);
  }

  expect(await rig.settle(work.begin(rig, first + 2))).toBe(work.good);
  await rig.clock.advance(quietMs);
  expect(work.results(rig)).toBe(results + 1);
  expect(rig.relaunches() - relaunches).toBe(restarts ? 1 : 0);
};
