import { join } from 'node:path';
import { HUB_SECRET } from '../../core/contract/hub-signature.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { Secrets } from '../../core/ports/ports.ts';
import { createCredentialSecrets } from './credential-secrets.ts';
import { createKeyFileSecrets, readSecretFile } from './key-file-secrets.ts';

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

/**
 * The secret that this kiosk shares with its hub.
 * @throws FaultError `config-invalid` where the file is missing, open to others, or no secret.
 */
export const readHubSecret = (path: string): Uint8Array => {
  const secret = readSecretFile(path, HUB_SECRET.bytes);
  if (secret !== undefined) return secret;
  throw new FaultError(
    'config-invalid',
    `${path} is missing: the hub makes it at its first start; copy it here and keep it private`,
  );
};
