import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import type { Secrets } from '../../core/ports/ports.ts';
import { readHexSecret } from './hex-secret.ts';

/**
 * Secrets that systemd hands to the service (`LoadCredential=` or `LoadCredentialEncrypted=`, see
 * systemd.exec(5), Credentials): files in $CREDENTIALS_DIRECTORY, readable by the service alone and
 * never written by it.
 * @throws FaultError from `obtain`: `config-invalid` where there is no such credential; from
 * `destroy`: `not-possible-now`.
 */
export const createCredentialSecrets = (directory: string): Secrets => ({
  obtain: (name, bytes) => {
    const path = join(directory, name);
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      throw new FaultError(
        'config-invalid',
        `the service was given no credential "${name}": add LoadCredential=${name}:… to its unit`,
        { cause: error },
      );
    }
    return readHexSecret(path, text, bytes);
  },
  destroy: name => {
    throw new FaultError(
      'not-possible-now',
      `the credential "${name}" belongs to systemd: remove it where the unit loads it from`,
    );
  },
});
