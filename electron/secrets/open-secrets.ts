import { join } from 'node:path';
import type { Secrets } from '../../core/ports/ports.ts';
import { createCredentialSecrets } from './credential-secrets.ts';
import { createKeyFileSecrets } from './key-file-secrets.ts';

/** Systemd's credentials where the service has them, else key files beside the data. */
export const openSecrets = (
  dataDirectory: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  mayMake = true,
): Secrets => {
  const credentials = environment['CREDENTIALS_DIRECTORY'];
  return credentials === undefined || credentials === ''
    ? createKeyFileSecrets(join(dataDirectory, 'keys'), mayMake)
    : createCredentialSecrets(credentials);
};
