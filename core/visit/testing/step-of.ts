import { expect } from 'vitest';
import type { Snapshot, StepName } from '../../contract/kiosk.ts';

/** The page, which has to be that one. */
export const stepOf = <N extends StepName>(snapshot: Snapshot, name: N) => {
  expect(snapshot.step.name).toBe(name);
  return snapshot.step as Extract<Snapshot['step'], { name: N }>;
};
