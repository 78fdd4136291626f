import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import { type Secrets } from '../../core/ports/ports.ts';

/** True where somebody else on the machine may read a file of this mode. POSIX only. */
export const isOpenToOthers = (mode: number): boolean => (mode & 0o077) !== 0;

const fileOf = (directory: string, name: string): string => join(directory, `${name}.key`);

const readKey = (file: string, bytes: number): Uint8Array => {
  const text = readFileSync(file, 'utf8').trim();
  if (!/^([0-9a-f]{2})+$/.test(text) || text.length < bytes * 2) {
    throw new FaultError('config-invalid', `${file} holds no key of ${bytes} bytes in hex`);
  }
  if (process.platform !== 'win32' && isOpenToOthers(statSync(file).mode)) {
    throw new FaultError('config-invalid', `${file} can be read by others: chmod 600 ${file}`);
  }
  return Buffer.from(text, 'hex');
};

/** Makes the file unless it exists, whole and on disk before anybody can read a part of it. */
const makeKey = (file: string, bytes: number): void => {
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, `${randomBytes(bytes).toString('hex')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const isExisting = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';

/**
 * Keys as files `<name>.key` in lower-case hex, mode 0600, in a folder of mode 0700.
 * @throws FaultError `config-invalid` where a file holds no key or others may read it.
 */
export const fileSecrets = (directory: string): Secrets => ({
  obtain(name, bytes) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = fileOf(directory, name);
    try {
      makeKey(file, bytes);
    } catch (error) {
      if (!isExisting(error)) {
        throw new FaultError('storage-failed', `${file} cannot be written`, { cause: error });
      }
    }
    return readKey(file, bytes);
  },
  destroy(name) {
    rmSync(fileOf(directory, name), { force: true });
  },
});
