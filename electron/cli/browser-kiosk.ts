import { flushCompileCache } from 'node:module';
import { type BrowserShell, createBrowserShell } from '../browser-shell/browser-shell.ts';
import { findChromium, hasDisplay, thisMachine } from '../browser-shell/find-chromium.ts';
import { CAMERA_FLAGS } from '../browser-shell/chromium.ts';
import { type KioskBrowser, startKioskBrowser } from '../browser-shell/kiosk-browser.ts';
import { controlAddress } from '../control/control-address.ts';
import { openControlServer } from '../control/control-server.ts';
import type { Log } from '../host/host-interface.ts';
import { createLog } from '../host/log.ts';
import { openKiosk, type OpenKiosk } from '../host/open-kiosk.ts';
import { RENDERER_DIRECTORY } from '../host/program-files.ts';
import { connectSupervisor, type Supervisor } from '../host/supervisor.ts';
import { openSecrets } from '../secrets/open-secrets.ts';
import type { KioskPlace } from './kiosk-place.ts';

/** Runs the kiosk in this process, its screen in a browser. `because` says why not in Electron. */
export const runBrowserKiosk = async (place: KioskPlace, because?: string): Promise<void> => {
  const { config, dataDirectory } = place;
  const log = createLog(config.logLevel);
  const supervisor = connectSupervisor();
  const kiosk = await openKiosk({
    config,
    configFile: place.configFile,
    dataDirectory,
    secrets: openSecrets(dataDirectory),
    log,
    ...(supervisor && {
      askSupervisor: (part, up) => supervisor.setPlant(part, up),
      askForCode: () => supervisor.enrolmentCode(),
    }),
  });
  supervisor?.onPlant((part, up) => kiosk.plant.learn(part, up));
  const shell = await openShell(place, kiosk, log);
  const control = await openControlServer(
    kiosk.host,
    page => (page === 'screen' ? shell.screenLink() : shell.panelLink()),
    controlAddress(dataDirectory),
  );
  const browser = await openBrowser(place, kiosk, () => shell.screenLink(), log);
  onceStopped(supervisor, async () => {
    await control.close();
    await browser?.close();
    await shell.close();
    await kiosk.stop();
  });
  await kiosk.ready;
  const how = browser === undefined ? 'no browser started: open the link' : 'browser in kiosk mode';
  announce(supervisor, shell, because === undefined ? how : `${how} (${because})`);
  // Written at the end by itself, which a process that is killed does not reach.
  flushCompileCache();
};

const openShell = (place: KioskPlace, kiosk: OpenKiosk, log: Log): Promise<BrowserShell> =>
  createBrowserShell({
    host: kiosk.host,
    rendererDirectory: RENDERER_DIRECTORY,
    port: place.config.screen.port,
    log,
  }).catch(async (cause: unknown) => {
    await kiosk.stop();
    throw cause;
  });

const openBrowser = async (
  { config, dataDirectory }: KioskPlace,
  { host }: OpenKiosk,
  link: () => string,
  log: Log,
): Promise<KioskBrowser | undefined> => {
  const machine = thisMachine();
  if (config.shell === 'none' || !hasDisplay(machine)) return undefined;
  const browser = findChromium(machine);
  if (browser === null) return undefined;
  const extraArguments = host.usesCamera === true ? CAMERA_FLAGS : [];
  return startKioskBrowser({ browser, link, directory: dataDirectory, log, extraArguments });
};

const announce = (supervisor: Supervisor | undefined, links: BrowserShell, shell: string): void => {
  const screen = links.screenLink();
  const panel = links.panelLink();
  if (supervisor !== undefined) {
    supervisor.ready({ shell, screen, panel });
    return;
  }
  process.stdout.write(`ready: ${shell}\n  screen, once  ${screen}\n`);
  if (panel !== null) process.stdout.write(`  device panel  ${panel}\n`);
};

/** Signals, or the end of whoever started us: either way everything is put away. */
const onceStopped = (supervisor: Supervisor | undefined, stop: () => Promise<void>): void => {
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    void stop().finally(() => process.exit(0));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  supervisor?.onGone(end);
};
