import { join, resolve } from 'node:path';
import { loadKioskConfig } from '../configuration/load-config.ts';
import { userDataDirectory } from '../configuration/data-directory.ts';
import type { KioskConfig } from '../configuration/kiosk-config.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';
import type { DeviceCare } from '../../native-bridges/contract/device-care.ts';
import type { DeviceTracing } from '../../native-bridges/contract/device-tracing.ts';
import { createDeviceBridge } from '../host/device-bridge.ts';
import type { Log } from '../host/host-interface.ts';
import { randomIds, systemClock } from '../host/system-ports.ts';
import { openSecrets } from '../secrets/open-secrets.ts';
import type { KioskInspector } from '../storage/kiosk-store.ts';
import { openKioskInspector } from '../storage/open-store.ts';
import type { Answer } from './output.ts';

/** What the command line was told, completed by the configuration and the defaults. */
export interface KioskPlace {
  readonly config: KioskConfig;
  readonly configFile: string | undefined;
  readonly dataDirectory: string;
}

export interface PlaceOptions {
  readonly data?: string;
  readonly config?: string;
  readonly shell?: 'electron' | 'browser' | 'none';
  readonly port?: number;
  readonly hubUrl?: string;
}

/** Answers with what `work` found, as JSON or lines. */
export type Answering = (work: (place: KioskPlace) => Promise<Answer> | Answer) => Promise<void>;

/** @throws FaultError `config-invalid` */
export const kioskPlace = (options: PlaceOptions): KioskPlace => {
  const configFile = options.config === undefined ? undefined : resolve(options.config);
  const config = loadKioskConfig(configFile);
  const { shell = config.shell, port = config.screen.port } = options;
  const directory = resolve(
    options.data ?? config.dataDirectory ?? join(userDataDirectory(), 'kiosk'),
  );
  return {
    configFile,
    dataDirectory: directory,
    config: {
      ...config,
      screen: { ...config.screen, port },
      ...(shell === undefined ? {} : { shell }),
      ...(options.hubUrl === undefined ? {} : { hubUrl: options.hubUrl }),
    },
  };
};

/** The data of that kiosk for one command, beside the running kiosk or without it. */
export const openInspector = ({ dataDirectory }: KioskPlace): Promise<KioskInspector> =>
  openKioskInspector({
    directory: dataDirectory,
    clock: systemClock,
    ids: randomIds,
    secrets: openSecrets(dataDirectory, process.env, false),
  });

export const withInspector = async (
  place: KioskPlace,
  work: (kiosk: KioskInspector) => Answer,
): Promise<Answer> => {
  const kiosk = await openInspector(place);
  try {
    return work(kiosk);
  } finally {
    kiosk.close();
  }
};

/** A command says what it found in its answer. */
const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The configured devices for one command. */
export const withBridge = async <T>(
  { config }: KioskPlace,
  work: (bridge: DeviceBridge & DeviceTracing & DeviceCare) => Promise<T>,
): Promise<T> => {
  const bridge = createDeviceBridge(config.devices, SILENT);
  await bridge.start();
  try {
    return await work(bridge);
  } finally {
    await bridge.stop();
  }
};
