import { z } from 'zod';
import { plantPartSchema } from '../../core/contract/panel.ts';
import { createBrowserShell } from '../browser-shell/browser-shell.ts';
import { findChromium, hasDisplay, thisMachine } from '../browser-shell/find-chromium.ts';
import { type KioskBrowser, startKioskBrowser } from '../browser-shell/kiosk-browser.ts';
import { controlAddress } from '../control/control-address.ts';
import { openControlServer } from '../control/control-server.ts';
import type { Log } from '../host/host-interface.ts';
import { createLog } from '../host/log.ts';
import { openKiosk } from '../host/open-kiosk.ts';
import { RENDERER_DIRECTORY } from '../host/program-files.ts';
import { openSecrets } from '../secrets/open-secrets.ts';
import type { KioskPlace } from './kiosk-place.ts';

const plantSchema = z.object({ type: z.literal('plant'), part: plantPartSchema, up: z.boolean() });

/** Runs the kiosk in this process until it is told to stop. */
export const startKiosk = async (place: KioskPlace): Promise<void> => {
  const { config, dataDirectory } = place;
  const log = createLog(config.logLevel);
  const supervisor = process.send?.bind(process);
  const kiosk = await openKiosk({
    config,
    dataDirectory,
    secrets: openSecrets(dataDirectory),
    log,
    ...(supervisor === undefined
      ? {}
      : { askSupervisor: (part, up) => void supervisor({ type: 'set-plant', part, up }) }),
  });
  process.on('message', message => {
    const news = plantSchema.safeParse(message);
    if (news.success) kiosk.plant.learn(news.data.part, news.data.up);
  });
  const shell = await createBrowserShell({
    host: kiosk.host,
    rendererDirectory: RENDERER_DIRECTORY,
    port: config.screen.port,
    log,
  }).catch(async (cause: unknown) => {
    await kiosk.stop();
    throw cause;
  });
  const control = await openControlServer(
    kiosk.host,
    page => (page === 'screen' ? shell.screenLink() : shell.panelLink()),
    controlAddress(dataDirectory),
  );
  const browser = await openBrowser(place, () => shell.screenLink(), log);
  announce(supervisor, {
    shell: browser === undefined ? 'none: open the link in a browser' : 'browser in kiosk mode',
    screen: shell.screenLink(),
    panel: shell.panelLink(),
  });
  onceStopped(async () => {
    await control.close();
    await browser?.close();
    await shell.close();
    await kiosk.stop();
  });
};

const openBrowser = async (
  { config, dataDirectory }: KioskPlace,
  link: () => string,
  log: Log,
): Promise<KioskBrowser | undefined> => {
  const machine = thisMachine();
  if (config.shell === 'none' || !hasDisplay(machine)) return undefined;
  const browser = findChromium(machine);
  if (browser === null) return undefined;
  return startKioskBrowser({ browser, link, directory: dataDirectory, log });
};

interface Announcement {
  readonly shell: string;
  readonly screen: string;
  readonly panel: string | null;
}

const announce = (
  supervisor: ((message: unknown) => boolean) | undefined,
  ready: Announcement,
): void => {
  if (supervisor !== undefined) {
    supervisor({ type: 'ready', ...ready });
    return;
  }
  process.stdout.write(`ready: ${ready.shell}\n  screen, once  ${ready.screen}\n`);
  if (ready.panel !== null) process.stdout.write(`  device panel  ${ready.panel}\n`);
};

/** Signals, or the end of whoever started us: either way everything is put away. */
const onceStopped = (stop: () => Promise<void>): void => {
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    void stop().finally(() => process.exit(0));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('disconnect', end);
};
