import { flushCompileCache } from 'node:module';
import { type BrowserShell, createBrowserShell } from '../browser-shell/browser-shell.ts';
import { findChromium, hasDisplay, thisMachine } from '../browser-shell/find-chromium.ts';
import { CAMERA_FLAGS } from '../browser-shell/chromium.ts';
import { type KioskBrowser, startKioskBrowser } from '../browser-shell/kiosk-browser.ts';
import { controlAddress } from '../control/control-address.ts';
import { openControlServer } from '../control/control-server.ts';
import type { Log, Role } from '../host/host-interface.ts';
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
      askCustomer: way => supervisor.customerPays(way),
    }),
  });
  supervisor?.onPlant((part, up) => kiosk.plant.learn(part, up));
  const shell = await openShell(place, kiosk, log);
  const control = await openControlServer(
    kiosk.host,
    page => LINKS[page](shell),
    controlAddress(dataDirectory),
  );
  const browsers = await openBrowsers(place, kiosk, shell, log);
  onceStopped(supervisor, async () => {
    await control.close();
    await Promise.all(browsers.map(browser => browser.close()));
    await shell.close();
    await kiosk.stop();
  });
  await kiosk.ready;
  const how = browsers.length === 0 ? 'no browser started: open the link' : 'browser in kiosk mode';
  announce(supervisor, shell, because === undefined ? how : `${how} (${because})`);
  // Written at the end by itself, which a process that is killed does not reach.
  flushCompileCache();
};

const LINKS: Readonly<Record<Role, (shell: BrowserShell) => string | null>> = {
  screen: shell => shell.screenLink(),
  panel: shell => shell.panelLink(),
  payment: shell => shell.paymentLink(),
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

/** The browser of the screen and, where its panel is named, the one of the payment display. */
const openBrowsers = async (
  { config, dataDirectory: directory }: KioskPlace,
  { host }: OpenKiosk,
  shell: BrowserShell,
  log: Log,
): Promise<readonly KioskBrowser[]> => {
  const machine = thisMachine();
  if (config.shell === 'none' || !hasDisplay(machine)) return [];
  const browser = findChromium(machine);
  if (browser === null) return [];
  const extraArguments = host.usesCamera === true ? CAMERA_FLAGS : [];
  const link = (): string => shell.screenLink();
  const screen = await startKioskBrowser({ browser, link, directory, log, extraArguments });
  const { paymentWindow } = config.screen;
  if (host.hasPaymentWindow !== true || paymentWindow === undefined) return [screen];
  const payment = await startKioskBrowser({
    browser,
    link: () => shell.paymentLink() ?? '',
    directory,
    name: 'payment-window',
    log,
    extraArguments: [`--window-position=${paymentWindow.left},${paymentWindow.top}`],
  });
  return [screen, payment];
};

const announce = (supervisor: Supervisor | undefined, links: BrowserShell, shell: string): void => {
  const screen = links.screenLink();
  const panel = links.panelLink();
  const payment = links.paymentLink();
  if (supervisor !== undefined) {
    supervisor.ready({ shell, screen, panel, payment });
    return;
  }
  process.stdout.write(`ready: ${shell}\n  screen, once  ${screen}\n`);
  if (panel !== null) process.stdout.write(`  device panel  ${panel}\n`);
  if (payment !== null) process.stdout.write(`  payment, once ${payment}\n`);
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
