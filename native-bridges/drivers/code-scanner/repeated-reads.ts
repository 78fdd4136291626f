import { type Clock } from '../../../core/ports/ports.ts';

/** A code that is read again within this time was not shown again. */
export const REPEATED_READ_MS = 2000;

export interface RepeatedReads {
  /** Takes every code; passes on those that are not the one before, read again. */
  readonly push: (code: string) => void;
  readonly reset: () => void;
}

/**
 * Scanners on a stand, and cameras, read a code for as long as it lies before them. Repeats of one
 * code are one; nobody who shows it again is kept waiting longer than that.
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
      if (code === last) return;
      cancel();
      last = code;
      // What a patient showed is kept no longer than it is needed.
      cancel = clock.after(REPEATED_READ_MS, forget);
      onCode(code);
    },
    reset: forget,
  };
};
