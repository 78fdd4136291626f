import { app, type BrowserWindow, screen as displays, type Session, session } from 'electron';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { type Host, type Log, type Role } from '../host/host-interface.ts';
import { listPageFiles } from '../pages/page-files.ts';
import { PUSH_CHANNEL } from '../preload/channels.ts';
import { lockDownSession } from './lockdown.ts';
import { servePageCalls } from './page-calls.ts';
import { servePages } from './page-protocol.ts';
import { keepPageAlive } from './page-recovery.ts';
import { createPageWindow, loadPage, type PanelBounds } from './page-window.ts';
import { type PageFeatures } from '../../core/pages/page-headers.ts';

export interface ElectronShellOptions {
  readonly host: Host;
  /** Where the built pages are (`dist/renderer`, inside the asar archive when packaged). */
  readonly rendererDirectory: string;
  /** The bundled preload script. */
  readonly preload: string;
  readonly production: boolean;
  readonly features: PageFeatures;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export interface ElectronShell {
  /** Brings the patient's screen to the front. */
  focus(): void;
  close(): void;
}

/** No `persist:` before the name: cookies, cache and storage of the pages stay in memory. */
const PARTITION = 'tiep-don';

/** Where a panel beside the first one lies on the desktop. */
const secondPanel = (): PanelBounds | undefined => {
  const first = displays.getPrimaryDisplay().id;
  return displays.getAllDisplays().find(({ id }) => id !== first)?.bounds;
};

const pushesTo = (window: BrowserWindow, host: Host, role: Role): void => {
  const unsubscribe = host.subscribe(role, push => {
    if (!window.isDestroyed() && !window.webContents.isDestroyed()) {
      window.webContents.send(PUSH_CHANNEL, push);
    }
  });
  window.once('closed', unsubscribe);
};

/** Shows the host's pages in windows of their own; opens no port. Only after `ready`. */
export const openElectronShell = async (options: ElectronShellOptions): Promise<ElectronShell> => {
  const { host, rendererDirectory, production, log, clock } = options;
  const files = await listPageFiles(rendererDirectory, {
    withPanel: host.hasPanel,
    withPaymentWindow: host.hasPaymentWindow,
  });
  const pages: Session = session.fromPartition(PARTITION, { cache: false });
  lockDownSession(pages, options.features);
  servePages(pages, rendererDirectory, files, options.features);

  const roles = new Map<number, Role>();
  servePageCalls({ host, roles, ids: options.ids, log });

  let closing = false;
  const openPage = (role: Role, panel?: PanelBounds): BrowserWindow => {
    const { preload } = options;
    const window = createPageWindow({ role, session: pages, preload, production, panel });
    const { id } = window.webContents;
    roles.set(id, role);
    window.once('closed', () => roles.delete(id));
    window.on('close', event => {
      // Alt+F4 must not leave an empty screen in the hall.
      if (production && role !== 'panel' && !closing) event.preventDefault();
    });
    pushesTo(window, host, role);
    keepPageAlive({ window, role, clock, log });
    loadPage(window, role);
    return window;
  };

  const screen = openPage('screen');
  const windows = host.hasPanel ? [screen, openPage('panel')] : [screen];
  if (host.hasPaymentWindow === true) {
    const second = secondPanel();
    if (second !== undefined || !production) windows.push(openPage('payment', second));
    else log.warn({}, 'the payment display has no panel: only one is connected');
  }
  app.on('child-process-gone', (_event, { type, reason, exitCode }) =>
    log.error({ type, reason, exitCode }, 'a process of the shell is gone'),
  );
  return {
    focus: () => {
      if (screen.isDestroyed()) return;
      if (screen.isMinimized()) screen.restore();
      screen.focus();
    },
    close: () => {
      closing = true;
      for (const window of windows) if (!window.isDestroyed()) window.destroy();
    },
  };
};
