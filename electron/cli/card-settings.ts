import { resolve } from 'node:path';
import { chipReadingOf } from '../../native-bridges/contract/chip-reading.ts';
import type { ElementaryFileName } from '../../native-bridges/contract/chip-card.ts';
import type { KioskPlace } from './kiosk-place.ts';

/** How this kiosk reads cards, so that a reading by hand is the same. */
export interface CardSettings {
  readonly trustFolder: string | undefined;
  /** What the name of the reader contains; empty for any. */
  readonly reader: string;
  readonly groups: readonly ElementaryFileName[];
}

/** The first configured card reader, one of PC/SC before all others. */
export const cardSettings = ({ config }: KioskPlace): CardSettings => {
  const { devices } = config;
  const pcsc = devices.find(device => device.driver === 'pcsc-card-reader');
  const other = devices.find(
    device =>
      device.driver === 'simulated-card-reader' || device.driver === 'vendor-toolkit-card-reader',
  );
  const trustFolder = pcsc?.trustFolder ?? other?.trustFolder;
  return {
    trustFolder: trustFolder === undefined ? undefined : resolve(trustFolder),
    reader: pcsc?.reader ?? '',
    groups: chipReadingOf(pcsc ?? {}).groups,
  };
};
