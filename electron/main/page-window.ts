import { BrowserWindow, type BrowserWindowConstructorOptions, type Session } from 'electron';
import { type Role } from '../host/host-interface.ts';
import { pageUrl } from './app-origin.ts';

/** A panel as the desktop knows it, in its own pixels. */
export interface PanelBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PageWindowOptions {
  readonly role: Role;
  readonly session: Session;
  /** The bundled preload script. */
  readonly preload: string;
  /** An installed kiosk: full screen, cannot be left, no developer tools. */
  readonly production: boolean;
  /** The panel it belongs on; absent: wherever the desktop puts it. */
  readonly panel?: PanelBounds | undefined;
}

type Frame = Pick<
  BrowserWindowConstructorOptions,
  'x' | 'y' | 'kiosk' | 'fullscreen' | 'frame' | 'width' | 'height' | 'closable' | 'minimizable'
>;

/** In development the screen is a window of the kiosk's shape, so that a desk stays usable. */
const frameOf = ({ role, production, panel }: PageWindowOptions): Frame => {
  if (role === 'panel') return { width: 900, height: 1000 };
  if (!production)
    return role === 'payment' ? { width: 640, height: 480 } : { width: 540, height: 960 };
  return {
    ...(panel === undefined
      ? {}
      : { x: panel.x, y: panel.y, width: panel.width, height: panel.height }),
    kiosk: true,
    fullscreen: true,
    frame: false,
    closable: false,
    minimizable: false,
  };
};

/** How a window for one page is made, with everything a page does not need switched off. */
export const pageWindowOptions = (options: PageWindowOptions): BrowserWindowConstructorOptions => ({
  ...frameOf(options),
  title: 'Tiếp Đón',
  backgroundColor: '#ffffff',
  autoHideMenuBar: true,
  show: false,
  webPreferences: {
    session: options.session,
    preload: options.preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    webgl: false,
    spellcheck: false,
    navigateOnDragDrop: false,
    disableDialogs: true,
    devTools: !options.production,
    // The countdown of the idle warning must run although nobody touches the screen.
    backgroundThrottling: false,
  },
});

/** A window for one page, shown once there is something in it. */
export const createPageWindow = (options: PageWindowOptions): BrowserWindow => {
  const window = new BrowserWindow(pageWindowOptions(options));
  window.once('ready-to-show', () => window.show());
  return window;
};

/** Loads the page of that role; a failure shows up as `did-fail-load`, where it is handled. */
export const loadPage = (window: BrowserWindow, role: Role): void => {
  window.loadURL(pageUrl(role)).catch(() => undefined);
};
