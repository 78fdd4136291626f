import type { Stats } from 'node:fs';
import { FaultError } from '../../core/contract/errors.ts';

/** Bits that let the group or anybody else read, write or search. */
const OTHERS = 0o077;

/**
 * Refuses a file or folder of secrets that somebody else on the machine could use. Windows has no
 * mode bits; there the access list of the user's profile protects it.
 * @throws FaultError `config-invalid`
 */
export const assertPrivate = (
  path: string,
  stats: Pick<Stats, 'mode' | 'uid'>,
  platform: NodeJS.Platform = process.platform,
): void => {
  if (platform === 'win32') return;
  const mode = stats.mode & 0o777;
  if ((mode & OTHERS) !== 0) {
    const wanted = (mode & ~OTHERS).toString(8).padStart(4, '0');
    throw new FaultError(
      'config-invalid',
      `${path} holds secrets and is open to others (mode ${mode.toString(8).padStart(4, '0')}): ` +
        `chmod ${wanted} it`,
    );
  }
  const own = process.getuid?.();
  if (own !== undefined && stats.uid !== own && own !== 0) {
    throw new FaultError('config-invalid', `${path} holds secrets and belongs to another user`);
  }
};
