/** The kiosk under Electron. Nothing waits here: `ready` comes only after this file has run. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { app } from 'electron';
import { kioskPlace } from '../cli/kiosk-place.ts';
import { controlAddress } from '../control/control-address.ts';
import { openControlServer } from '../control/control-server.ts';
import { createLog } from '../host/log.ts';
import { openKiosk } from '../host/open-kiosk.ts';
import { RENDERER_DIRECTORY } from '../host/program-files.ts';
import { connectSupervisor } from '../host/supervisor.ts';
import { runKioskApp } from './kiosk-app.ts';
import { openKioskSecrets } from './kiosk-secrets.ts';
import { createUtilityLauncher } from './utility-device-process.ts';

/** Paths from the bundle `dist/electron/main.js`. */
const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Chromium's own switches stand on the same command line and are left alone. */
const { values } = parseArgs({
  args: process.argv.slice(1),
  strict: false,
  options: {
    data: { type: 'string' },
    config: { type: 'string' },
    'hub-url': { type: 'string' },
  },
});
const given = (name: string, as: string) =>
  typeof values[name] === 'string' ? { [as]: values[name] } : {};

const start = (): void => {
  const { config, configFile, dataDirectory } = kioskPlace({
    ...given('data', 'data'),
    ...given('config', 'config'),
    ...given('hub-url', 'hubUrl'),
  });
  const log = createLog(config.logLevel);
  const supervisor = connectSupervisor();
  runKioskApp({
    dataDirectory,
    rendererDirectory: RENDERER_DIRECTORY,
    preload: beside('./preload.cjs'),
    log,
    open: async () => {
      const production = app.isPackaged;
      const kiosk = await openKiosk({
        config,
        configFile,
        dataDirectory,
        log,
        secrets: await openKioskSecrets({ dataDirectory, production, log }),
        launch: createUtilityLauncher(beside('../device-process/main.js')),
        ...(supervisor === undefined
          ? {}
          : {
              askSupervisor: (part, up) => supervisor.setPlant(part, up),
              askForCode: () => supervisor.enrolmentCode(),
              askCustomer: way => supervisor.customerPays(way),
            }),
      });
      supervisor?.onPlant((part, up) => kiosk.plant.learn(part, up));
      supervisor?.onGone(() => app.quit());
      const control = await openControlServer(
        kiosk.host,
        () => null,
        controlAddress(dataDirectory),
      );
      return {
        host: kiosk.host,
        ready: kiosk.ready,
        stop: async () => {
          await control.close();
          await kiosk.stop();
        },
      };
    },
    ready: () => {
      if (supervisor === undefined) process.stdout.write('ready: Electron\n');
      else supervisor.ready({ shell: 'Electron' });
    },
  });
};

try {
  start();
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : 'cannot start'}\n`);
  app.exit(1);
}
