import { type SimulatorAction } from '../../../core/contract/device.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { type InstalledDevice } from '../../contract/driver.ts';
import { type InstallContext } from '../../core/registry.ts';

/** Hands for everything that can go wrong with a device. What is absent cannot happen to it. */
export interface TroubledHardware {
  plug(connected: boolean): void;
  hang?(hung: boolean): void;
  slow?(ms: number): void;
  /** Says something no device of its kind says. */
  babble?(): void;
  /** Off: what it held in its memory is lost. */
  power?(on: boolean): void;
  /** Paper, cover, cards and codes. */
  act(action: SimulatorAction): void;
  /** What came out of it, oldest first: heights of sheets. */
  readonly sheets?: readonly number[];
}

/** Hardware as the matrix needs it: it outlives the processes that drive it. */
export interface TroubledDevice extends TroubledHardware {
  install(context: InstallContext): Promise<InstalledDevice>;
  /** The process that drove it is dead. */
  orphaned(): void;
}

export interface Surroundings {
  /** The time of the hardware. */
  readonly clock: Clock;
  /** The page of the kiosk came or went, or does not answer any more. */
  readonly page: {
    readonly there: (isThere: boolean) => void;
    readonly answers: (does: boolean) => void;
    /** Reports a code that it heard. */
    readonly scan: (text: string) => void;
  };
}

export type MakeDevice = (surroundings: Surroundings) => TroubledDevice;

/** Bytes that follow from nothing but their number, every value among them. */
export const rubbish = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (at * 167 + (at >> 3) * 59 + 13) % 256);
