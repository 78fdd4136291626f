import { asFaultError } from '../../core/contract/errors.ts';
import type { Clock } from '../../core/ports/ports.ts';
import type { PressureStep } from '../../core/contract/staff.ts';
import type { Watched } from '../hub-client/watched.ts';
import { allowanceOf } from '../outbox/pressure-steps.ts';
import type { KioskStore } from '../storage/kiosk-store.ts';
import type { Log } from './host-interface.ts';

const HOUR_MS = 3_600_000;

/** Deletes what was kept long enough: at the start, and every hour from then on. */
export const keepRetention = ({
  store,
  days,
  clock,
  log,
  pressure,
}: {
  readonly store: Pick<KioskStore, 'purge'>;
  readonly days: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Where there is no room for what is only kept to be looked at, it goes at once. */
  readonly pressure?: Watched<PressureStep>;
}): { stop(): void } => {
  let cancel: () => void;
  const purgeNow = (): void => {
    const { history } = allowanceOf(pressure?.current() ?? 'ample');
    const { visits, keysDestroyed, undelivered } = store.purge(history ? days : 0);
    if (visits > 0 || keysDestroyed.length > 0) {
      log.info({ visits, keysDestroyed: keysDestroyed.length }, 'old visits deleted');
    }
    if (undelivered > 0) log.warn({ undelivered }, 'old visits wait for the hub');
  };
  const purge = (): void => {
    try {
      purgeNow();
    } catch (error) {
      // A full disk refuses deletions too; patients go on being served.
      log.warn({ fault: asFaultError(error).code }, 'old visits could not be deleted');
    }
    cancel = clock.after(HOUR_MS, purge);
  };
  purge();
  const unsubscribe = pressure?.subscribe(() => {
    if (allowanceOf(pressure.current()).history) return;
    cancel();
    purge();
  });
  return {
    stop: () => {
      unsubscribe?.();
      cancel();
    },
  };
};
