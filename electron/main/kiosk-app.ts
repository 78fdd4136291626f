import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, powerSaveBlocker } from 'electron';
import { asFaultError } from '../../core/contract/errors.ts';
import { type Host, type Log } from '../host/host-interface.ts';
import { randomIds, systemClock } from '../host/system-ports.ts';
import { type ElectronShell, openElectronShell } from './electron-shell.ts';
import { lockDownApp, refusedSwitch } from './lockdown.ts';
import { registerAppScheme } from './page-protocol.ts';

/** The kiosk as this shell needs it: a host to show, and an end. */
export interface ShownKiosk {
  readonly host: Host;
  /** Resolves once a patient can check in. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

export interface KioskAppOptions {
  readonly dataDirectory: string;
  readonly rendererDirectory: string;
  readonly preload: string;
  readonly log: Log;
  /** Starts everything behind the screen; called once Electron is ready. */
  readonly open: () => Promise<ShownKiosk>;
  /** Called once a patient can check in. */
  readonly ready: () => void;
}

const refuse = (message: string): void => {
  process.stderr.write(`${message}\n`);
  // A kiosk has no terminal: whoever sets it up sees the reason on its screen.
  if (app.isPackaged) dialog.showErrorBox('Tiếp Đón', message);
  app.exit(1);
};

const show = async (options: KioskAppOptions): Promise<void> => {
  const kiosk = await options.open();
  const { rendererDirectory, preload, log } = options;
  const shell: ElectronShell = await openElectronShell({
    host: kiosk.host,
    rendererDirectory,
    preload,
    log,
    production: app.isPackaged,
    features: { camera: kiosk.host.usesCamera === true },
    clock: systemClock,
    ids: randomIds,
  });
  powerSaveBlocker.start('prevent-display-sleep');
  app.on('second-instance', () => shell.focus());

  let stopping = false;
  app.on('before-quit', event => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    shell.close();
    void kiosk.stop().finally(() => app.exit(0));
  });
  await kiosk.ready;
  options.ready();
};

/**
 * The life of the program under Electron, from its first line to its last. Everything that must
 * hold before `ready` is done at once, without waiting for anything.
 */
export const runKioskApp = (options: KioskAppOptions): void => {
  const refused = app.isPackaged ? refusedSwitch() : undefined;
  if (refused !== undefined) {
    refuse(`The switch --${refused} is not allowed on a kiosk.`);
    return;
  }
  // Chromium's own files lie with the kiosk's data, and the lock below counts for those data only.
  const own = join(options.dataDirectory, 'electron');
  mkdirSync(own, { recursive: true, mode: 0o700 });
  app.setPath('userData', own);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  lockDownApp();
  registerAppScheme();
  app.on('window-all-closed', () => app.quit());
  app
    .whenReady()
    .then(() => show(options))
    .catch((cause: unknown) => refuse(asFaultError(cause).message));
};
