import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { DRIVER_TABLE, type DriverName } from '../../contract/driver-table.ts';
import { openBridgeRig } from './bridge-rig.ts';
import { isUsable, runCell, type Pace } from './cell.ts';
import { MATRIX } from './devices.ts';
import { SAID_WITHIN_MS, STATED, type FaultName } from './stated.ts';
import { WORK } from './work.ts';

const PACE: Pace = {
  middleMs: 40,
  lastsMs: SAID_WITHIN_MS,
  saidWithinMs: SAID_WITHIN_MS,
  recoveryMs: 12_000,
  quietMs: 60_000,
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
      const { config, make } = MATRIX[driver];
      const rig = await openBridgeRig(config, make);
      const work = WORK[DRIVER_TABLE[driver].kind];
      await runCell(rig, { work, fault, stated: state }, PACE);
      await rig.settle(rig.bridge.stop());
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
