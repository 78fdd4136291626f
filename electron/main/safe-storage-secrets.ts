import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { FaultError } from '../../core/contract/errors.ts';
import { type Secrets } from '../../core/ports/ports.ts';

/** Linux back ends that hide nothing: a password that stands in Chromium's source, or none yet. */
const WORTHLESS_BACK_ENDS: readonly string[] = ['basic_text', 'unknown'];

/** Why the desktop keeps no secret, or nothing where it does. Only after `ready`. */
export const whyNoSafeStorage = async (
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> => {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'the desktop offers no key store';
  if (platform !== 'linux') return undefined;
  const backEnd = safeStorage.getSelectedStorageBackend();
  return WORTHLESS_BACK_ENDS.includes(backEnd)
    ? `the key store would be "${backEnd}", which protects nothing`
    : undefined;
};

/** A name either has its whole file or none: written aside, flushed, then linked into place. */
const keep = async (path: string, sealed: Buffer): Promise<void> => {
  const aside = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(sealed);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(aside, path);
  } finally {
    await rm(aside, { force: true });
  }
};

const readSealed = async (path: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new FaultError('storage-failed', `${path} cannot be read`, { cause });
  }
};

const openSealed = async (path: string, sealed: Buffer, bytes: number): Promise<Uint8Array> => {
  try {
    const { result } = await safeStorage.decryptStringAsync(sealed);
    const secret = Buffer.from(result, 'hex');
    if (secret.byteLength === bytes) return new Uint8Array(secret);
  } catch (cause) {
    throw new FaultError('data-unreadable', `${path} was sealed by another account or machine`, {
      cause,
    });
  }
  throw new FaultError('config-invalid', `${path} does not hold a secret of ${bytes} bytes`);
};

/**
 * Secrets sealed by the desktop's key store (DPAPI, Keychain, libsecret, KWallet), as files of
 * mode 0600. Back ends that only pretend are refused.
 * @throws FaultError `config-invalid` where there is no real key store; from `obtain`
 * `data-unreadable` where the key store cannot open a file any more.
 */
export const openSafeStorageSecrets = async (
  directory: string,
  platform: NodeJS.Platform = process.platform,
): Promise<Secrets> => {
  const objection = await whyNoSafeStorage(platform);
  if (objection !== undefined) throw new FaultError('config-invalid', objection);
  const pathOf = (name: string): string => {
    if (!/^[\w-]+$/.test(name)) throw new FaultError('internal', 'a secret needs a plain name');
    return join(directory, `${name}.sealed`);
  };
  return {
    obtain: async (name, bytes) => {
      const path = pathOf(name);
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const sealed = await readSealed(path);
      if (sealed !== undefined) return openSealed(path, sealed, bytes);
      const secret = randomBytes(bytes);
      await keep(path, await safeStorage.encryptStringAsync(secret.toString('hex')));
      return new Uint8Array(secret);
    },
    destroy: name => rm(pathOf(name), { force: true }),
  };
};
