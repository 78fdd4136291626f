import { type Clock } from '../../../core/ports/ports.ts';

export interface JobWatch {
  /** Paper may move from now on. */
  begin(): void;
  /**
   * The line took bytes, or the printer said something.
   * @param owedMs what is under way on a slow line before anything can be answered
   */
  moved(owedMs?: number): void;
  /** @param printed it came out whole after all */
  end(printed: boolean): void;
  /** A ticket is under way, and nothing moves. */
  isStill(): boolean;
}

/** Told within two seconds of the last sign of life: one question may get lost by chance meanwhile. */
const STILL_MS = 1_500;
/** For boards that answer only once they have printed what came before. */
const SLOW_STILL_MS = 8_000;

/** Says when a ticket stands still, long before it is given up. */
export const createJobWatch = (clock: Clock, onChange: () => void): JobWatch => {
  let running = false;
  let still = false;
  let wasStill = false;
  let patienceMs = STILL_MS;
  let cancel: () => void = () => undefined;

  const set = (now: boolean): void => {
    if (still === now) return;
    still = now;
    wasStill ||= now;
    onChange();
  };

  const moved = (owedMs = 0): void => {
    if (!running) return;
    cancel();
    cancel = clock.after(patienceMs + owedMs, () => set(true));
    set(false);
  };

  return {
    begin: () => {
      running = true;
      wasStill = false;
      moved();
    },
    moved,
    end: printed => {
      running = false;
      cancel();
      // It was only slow to say so, and will be again.
      if (printed && wasStill) patienceMs = SLOW_STILL_MS;
      set(false);
    },
    isStill: () => still,
  };
};
