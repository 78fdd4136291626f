import type { Clock } from '../../core/ports/ports.ts';
import type { KioskStore } from '../storage/kiosk-store.ts';
import type { Log } from './host-interface.ts';

const HOUR_MS = 3_600_000;

/** Deletes what was kept long enough: at the start, and every hour from then on. */
export const keepRetention = ({
  store,
  days,
  clock,
  log,
}: {
  readonly store: Pick<KioskStore, 'purge'>;
  readonly days: number;
  readonly clock: Clock;
  readonly log: Log;
}): { stop(): void } => {
  let cancel: () => void;
  const purge = (): void => {
    const { visits, keysDestroyed, undelivered } = store.purge(days);
    if (visits > 0 || keysDestroyed.length > 0) {
      log.info({ visits, keysDestroyed: keysDestroyed.length }, 'old visits deleted');
    }
    if (undelivered > 0) log.warn({ undelivered }, 'old visits wait for the hub');
    cancel = clock.after(HOUR_MS, purge);
  };
  purge();
  return { stop: () => cancel() };
};
