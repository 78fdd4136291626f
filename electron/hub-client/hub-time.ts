import type { Clock } from '../../core/ports/ports.ts';

/** The time of the hospital, as the hub has it. */
export interface HubTime {
  /** For everything that patients and the hospital see; timers are the machine's own. */
  readonly clock: Clock;
  /** The hub said its time just now, in milliseconds. */
  heard(hubNow: number): void;
  /** The machine's clock less the hub's, in milliseconds; undefined until the hub was heard. */
  aheadMs(): number | undefined;
}

/** Closer than this is right: the answer was on its way for a part of it. */
const RIGHT_MS = 2_000;
/** A clock that moved by more than this against the monotonic one was set by somebody. */
const SET_MS = 1_000;

interface Heard {
  readonly aheadMs: number;
  readonly wall: number;
  readonly monotonic: number;
}

/**
 * Follows the hub's clock where the machine's differs, so that days and times on tickets are the
 * hospital's. Once somebody sets the machine's clock, what was measured before counts no more.
 * @param monotonic milliseconds that never jump
 */
export const createHubTime = (machine: Clock, monotonic: () => number): HubTime => {
  let last: Heard | undefined;
  const aheadNow = (wall: number): number => {
    if (last === undefined) return 0;
    const moved = wall - last.wall - (monotonic() - last.monotonic);
    if (Math.abs(moved) > SET_MS) last = undefined;
    return last === undefined || Math.abs(last.aheadMs) < RIGHT_MS ? 0 : last.aheadMs;
  };
  return {
    clock: {
      now: () => {
        const wall = machine.now();
        return wall - aheadNow(wall);
      },
      after: (ms, task) => machine.after(ms, task),
    },
    heard: hubNow => {
      const wall = machine.now();
      last = { aheadMs: wall - hubNow, wall, monotonic: monotonic() };
    },
    aheadMs: () => last?.aheadMs,
  };
};
