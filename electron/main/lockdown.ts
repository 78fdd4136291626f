import { app, Menu, type Session, type WebContents } from 'electron';
import { type PageFeatures } from '../../core/pages/page-headers.ts';
import { isAppUrl } from './app-origin.ts';
import { permissionCheckHandler, permissionRequestHandler } from './permission-table.ts';

/** Switches that open the program to others; nobody needs them on a kiosk. */
const REFUSED_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'inspect',
  'inspect-brk',
  'js-flags',
  'no-sandbox',
  'disable-web-security',
  'disable-site-isolation-trials',
  'load-extension',
  'proxy-server',
  'proxy-pac-url',
  'host-rules',
  'host-resolver-rules',
  'ignore-certificate-errors',
  'user-data-dir',
] as const;

/** The first switch on the command line that an installed kiosk refuses. */
export const refusedSwitch = (): string | undefined =>
  REFUSED_SWITCHES.find(name => app.commandLine.hasSwitch(name));

/** Before `ready`: what holds for the whole program. */
export const lockDownApp = (): void => {
  app.enableSandbox();
  // A crash dump is a copy of memory, and with it of what a patient typed; none is ever made.
  app.commandLine.appendSwitch('disable-breakpad');
  app.commandLine.appendSwitch('disable-pinch');
  app.commandLine.appendSwitch('overscroll-history-navigation', '0');
  app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents));
  Menu.setApplicationMenu(null);
};

/** For the session that our pages live in. */
export const lockDownSession = (target: Session, features: PageFeatures): void => {
  target.setPermissionRequestHandler(permissionRequestHandler(features));
  target.setPermissionCheckHandler(permissionCheckHandler(features));
  target.setDevicePermissionHandler(() => false);
  target.setSpellCheckerEnabled(false);
  target.on('will-download', event => event.preventDefault());
  // Pages reach the host over IPC; from the network they need nothing at all.
  target.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !isAppUrl(details.url) && !details.url.startsWith('devtools:') }),
  );
};

/** For everything that shows a page, whoever made it. */
const lockDownContents = (contents: WebContents): void => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', event => event.preventDefault());
  contents.on('will-frame-navigate', event => {
    // A page may load itself again; it may lead nowhere else, and no frame may.
    if (!event.isMainFrame || event.url !== contents.getURL()) event.preventDefault();
  });
  contents.on('will-redirect', event => event.preventDefault());
  contents.on('before-input-event', (event, input) => {
    // Zoom, reload, developer tools, print, find: none is for the people in front of a kiosk.
    if (input.control || input.alt || input.meta || /^F\d+$/.test(input.key)) {
      event.preventDefault();
    }
  });
  const resetZoom = () => {
    contents.setZoomFactor(1);
    void contents.setVisualZoomLevelLimits(1, 1);
  };
  contents.on('did-finish-load', resetZoom);
  contents.on('zoom-changed', resetZoom);
};
