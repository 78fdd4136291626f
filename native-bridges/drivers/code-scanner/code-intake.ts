import { type DriverContext } from '../../contract/driver.ts';
import { createRepeatedReads } from './repeated-reads.ts';
import { createZoneLines } from './zone-lines.ts';

/** The way of a code from any scanner to the host. */
export interface CodeIntake {
  /** Takes a code as the scanner gave it, whole. */
  readonly push: (code: string) => void;
  /** Forgets what was begun: the scanner is away. */
  readonly reset: () => void;
}

/** Puts machine readable zones together, drops repeats, and tells the host. */
export const createCodeIntake = ({
  deviceId,
  clock,
  emit,
}: Pick<DriverContext, 'deviceId' | 'clock' | 'emit'>): CodeIntake => {
  const reads = createRepeatedReads(clock, text => emit({ type: 'code-scanned', deviceId, text }));
  const zoneLines = createZoneLines(clock, reads.push);
  return {
    push: zoneLines.push,
    reset: () => {
      zoneLines.reset();
      reads.reset();
    },
  };
};
