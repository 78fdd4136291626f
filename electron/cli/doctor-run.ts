import { FaultError } from '../../core/contract/errors.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { RENDERER_DIRECTORY } from '../host/program-files.ts';
import { randomIds, systemClock } from '../host/system-ports.ts';
import { createHubClient } from '../hub-client/hub-client.ts';
import { readHubSecret } from '../secrets/open-secrets.ts';
import { doctor } from './doctor-command.ts';
import { deviceStatuses } from './devices-list-command.ts';
import { type KioskPlace, openInspector } from './kiosk-place.ts';
import type { Answer } from './output.ts';

/** The self-test with the real parts of this place. */
export const runDoctor = (place: KioskPlace): Promise<Answer> => {
  const { config, dataDirectory } = place;
  return doctor({
    kioskId: config.kioskId,
    version: packageJson.version,
    dataDirectory,
    rendererDirectory: RENDERER_DIRECTORY,
    hubUrl: config.hubUrl,
    counterId: config.counterServicePointId,
    clock: systemClock,
    openInspector: () => openInspector(place),
    // Devices belong to the running kiosk; without one they are opened for a moment.
    deviceStatuses: () => deviceStatuses(place),
    hello: async input => {
      if (config.hubSecretFile === undefined) {
        throw new FaultError(
          'config-invalid',
          'no hubSecretFile: the kiosk cannot talk to its hub',
        );
      }
      const client = createHubClient({
        baseUrl: config.hubUrl,
        kioskId: config.kioskId,
        secret: readHubSecret(config.hubSecretFile),
        clock: systemClock,
        ids: randomIds,
      });
      return client.hello(input);
    },
  });
};
