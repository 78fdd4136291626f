import { BrowserWindow, type BrowserWindowConstructorOptions, type Session } from 'electron';
import { type Role } from '../host/host-interface.ts';
import { pageUrl } from './app-origin.ts';

export interface PageWindowOptions {
  readonly role: Role;
  readonly session: Session;
  /** The bundled preload script. */
  readonly preload: string;
  /** An installed kiosk: full screen, cannot be left, no developer tools. */
  readonly production: boolean;
}

type Frame = Pick<
  BrowserWindowConstructorOptions,
  'kiosk' | 'fullscreen' | 'frame' | 'width' | 'height' | 'closable' | 'minimizable'
>;

/** In development the screen is a window of the kiosk's shape, so that a desk stays usable. */
const frameOf = ({ role, production }: PageWindowOptions): Frame => {
  if (role === 'panel') return { width: 900, height: 1000 };
  return production
    ? { kiosk: true, fullscreen: true, frame: false, closable: false, minimizable: false }
    : { width: 540, height: 960 };
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
