import { FaultError } from '../../core/contract/errors.ts';
import { hasDisplay, thisMachine } from '../browser-shell/find-chromium.ts';
import { electronReadiness, runElectronKiosk } from '../start/electron-kiosk.ts';
import { runBrowserKiosk } from './browser-kiosk.ts';
import type { KioskPlace } from './kiosk-place.ts';

/**
 * Runs the kiosk until it is told to stop: under Electron where its program is there, else with a
 * browser in kiosk mode where there is a display, else for whoever opens the one-time link.
 * @throws FaultError `config-invalid` where Electron was asked for by name and is not there
 */
export const startKiosk = async (place: KioskPlace): Promise<void> => {
  const wish = place.config.shell;
  const electron = electronReadiness();
  if (wish === 'electron' && 'missing' in electron) {
    throw new FaultError('config-invalid', electron.missing);
  }
  const isElectron = wish === 'electron' || (wish === undefined && hasDisplay(thisMachine()));
  if (!isElectron || 'missing' in electron) {
    const because = wish === undefined && 'missing' in electron ? electron.missing : undefined;
    await runBrowserKiosk(place, because);
    return;
  }
  process.exitCode = await runElectronKiosk({
    program: electron.program,
    dataDirectory: place.dataDirectory,
    configFile: place.configFile,
    hubUrl: place.config.hubUrl,
  });
};
