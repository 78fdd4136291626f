import { type Clock } from '../../../core/ports/ports.ts';

/** A code that was seen again within this time was never taken away. */
export const REPEATED_READ_MS = 2000;

export interface RepeatedReads {
  /** Takes every code; passes on those that are not the one before, still lying there. */
  readonly push: (code: string) => void;
  readonly reset: () => void;
}

/**
 * Scanners on a stand, and cameras, read a code for as long as it lies before them. Repeats of one
 * code are one; each of them makes the next count as a repeat for as long again.
 */
export const createRepeatedReads = (
  clock: Clock,
  onCode: (code: string) => void,
): RepeatedReads => {
  let last: string | undefined;
  let cancel: () => void = () => undefined;
  const forget = (): void => {
    cancel();
    last = undefined;
  };
  return {
    push: code => {
      const repeated = code === last;
      cancel();
      last = code;
      // What a patient showed is kept no longer than it is needed.
      cancel = clock.after(REPEATED_READ_MS, forget);
      if (!repeated) onCode(code);
    },
    reset: forget,
  };
};
