import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Secrets } from '../../core/ports/ports.ts';
import { type Log } from '../host/host-interface.ts';
import { openSecrets } from '../secrets/open-secrets.ts';
import { MASTER_KEY } from '../storage/key-ring.ts';
import { openSafeStorageSecrets, whyNoSafeStorage } from './safe-storage-secrets.ts';

export interface KioskSecretsOptions {
  readonly dataDirectory: string;
  /** An installed kiosk; in development the command line must be able to open the same data. */
  readonly production: boolean;
  readonly log: Log;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Where this kiosk keeps its keys. Data that were begun with one kind of key stay with it: another
 * kind would make them unreadable. New data of an installed kiosk use the desktop's key store
 * where it is a real one, and files of mode 0600 otherwise.
 * @throws FaultError `config-invalid` where sealed keys exist and the key store has gone.
 */
export const openKioskSecrets = async (options: KioskSecretsOptions): Promise<Secrets> => {
  const { dataDirectory, production, log, environment = process.env } = options;
  const directory = join(dataDirectory, 'keys');
  const has = (suffix: string) => existsSync(join(directory, `${MASTER_KEY.name}${suffix}`));
  if (has('.sealed')) return openSafeStorageSecrets(directory);
  const begunElsewhere = has('.key') || (environment['CREDENTIALS_DIRECTORY'] ?? '') !== '';
  if (!production || begunElsewhere) return openSecrets(dataDirectory, environment);
  const reason = await whyNoSafeStorage();
  if (reason === undefined) return openSafeStorageSecrets(directory);
  log.warn({ reason }, 'keys are kept in files of mode 0600');
  return openSecrets(dataDirectory, environment);
};
