import { type BrowserWindow } from 'electron';
import { type Clock } from '../../core/ports/ports.ts';
import { type Log, type Role } from '../host/host-interface.ts';
import { loadPage } from './page-window.ts';

/** A page that does not react for this long is ended; the visit itself lives in the host. */
const UNRESPONSIVE_MS = 3_000;
/** A page that stayed this long had started well: the next reload is immediate again. */
const GOOD_LIFE_MS = 10_000;
const LONGEST_DELAY_MS = 5_000;

export interface PageRecoveryOptions {
  readonly window: BrowserWindow;
  readonly role: Role;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Brings a page back that crashed, hangs or could not be loaded. It asks the host for the present
 * step once and goes on with it. Repeated failures are retried ever more slowly, without an end.
 */
export const keepPageAlive = ({ window, role, clock, log }: PageRecoveryOptions): void => {
  const { webContents: contents } = window;
  let failures = 0;
  let loadedAt = clock.now();
  let stopWaiting = () => {};

  const bringBack = (event: string, detail: object) => {
    stopWaiting();
    failures = clock.now() - loadedAt > GOOD_LIFE_MS ? 0 : failures + 1;
    const delayMs = failures === 0 ? 0 : Math.min(LONGEST_DELAY_MS, 125 * 2 ** failures);
    log.error({ event, role, failures, delayMs, ...detail }, 'a page is loaded again');
    stopWaiting = clock.after(delayMs, () => {
      loadedAt = clock.now();
      if (!window.isDestroyed()) loadPage(window, role);
    });
  };

  contents.on('render-process-gone', (_event, { reason, exitCode }) =>
    bringBack('render-process-gone', { reason, exitCode }),
  );
  contents.on('did-fail-load', (_event, errorCode, _description, _url, isMainFrame) => {
    // -3 is ERR_ABORTED: a newer load of the same page has taken over.
    if (isMainFrame && errorCode !== -3) bringBack('did-fail-load', { errorCode });
  });
  window.on('unresponsive', () => {
    stopWaiting();
    // Ends the process of the page; `render-process-gone` does the rest.
    stopWaiting = clock.after(UNRESPONSIVE_MS, () => contents.forcefullyCrashRenderer());
  });
  window.on('responsive', () => stopWaiting());
  window.on('closed', () => stopWaiting());
};
