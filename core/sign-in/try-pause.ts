/** Tries before the first pause, and how long pauses are at most. */
const FREE_TRIES = 5;
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

/** How long nobody may try after so many failures in a row, in milliseconds. */
export const pauseAfter = (failures: number): number =>
  failures < FREE_TRIES
    ? 0
    : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - FREE_TRIES, 20));
