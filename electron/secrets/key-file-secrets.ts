import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import type { Secrets } from '../../core/ports/ports.ts';
import { readHexSecret } from './hex-secret.ts';
import { assertPrivate } from './private-path.ts';

const suffix = '.key';

/**
 * Secrets as files of hex digits, mode 0600, in a folder of mode 0700. A name is made once, even
 * by two processes at the same moment, and is on the disk before it is used.
 * @param mayMake false for a program that only reads: a key it made would open nothing, and would
 * stand where the right one belongs.
 * @throws FaultError from `obtain`: `config-invalid` where others could read it, it is no secret of
 * that length, or it is missing and may not be made; `storage-failed` where the disk refuses.
 */
export const createKeyFileSecrets = (directory: string, mayMake = true): Secrets => {
  const pathOf = (name: string): string => {
    if (!/^[\w-]+$/.test(name)) throw new FaultError('internal', 'a secret needs a plain name');
    return join(directory, `${name}${suffix}`);
  };
  return {
    obtain: (name, bytes) => {
      const path = pathOf(name);
      if (mayMake) mkdirSync(directory, { recursive: true, mode: 0o700 });
      assertPrivate(directory, statOf(directory));
      const kept = readSecretFile(path, bytes);
      if (kept !== undefined) return kept;
      if (!mayMake) throw missingKey(path);
      return makeSecretFile(path, bytes);
    },
    destroy: name => {
      const path = pathOf(name);
      if (statSync(path, { throwIfNoEntry: false }) === undefined) return;
      overwrite(path);
      rmSync(path, { force: true });
    },
  };
};

const missingKey = (path: string): FaultError =>
  new FaultError(
    'config-invalid',
    `${path} is missing: run this as the kiosk itself runs, with its credentials`,
  );

const statOf = (directory: string): Stats => {
  const stats = statSync(directory, { throwIfNoEntry: false });
  if (stats === undefined) throw missingKey(directory);
  return stats;
};

/** The secret in a private file; undefined where there is no such file. */
const readSecretFile = (path: string, bytes: number): Uint8Array | undefined => {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new FaultError('storage-failed', `${path} cannot be read`, { cause: error });
  }
  try {
    assertPrivate(path, fstatSync(descriptor));
    return readHexSecret(path, readFileSync(descriptor, 'utf8'), bytes);
  } finally {
    closeSync(descriptor);
  }
};

/** Written aside and linked into place: a name either has a whole secret or none. */
const makeSecretFile = (path: string, bytes: number): Uint8Array => {
  const aside = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    writeDurably(aside, `${randomBytes(bytes).toString('hex')}\n`);
    try {
      linkSync(aside, path);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    syncFolderOf(path);
  } catch (error) {
    throw new FaultError('storage-failed', `${path} cannot be written`, { cause: error });
  } finally {
    rmSync(aside, { force: true });
  }
  const made = readSecretFile(path, bytes);
  if (made === undefined) throw new FaultError('storage-failed', `${path} vanished`);
  return made;
};

const writeDurably = (path: string, text: string): void => {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

/** A new name in a folder is durable once the folder is; Windows cannot open folders. */
const syncFolderOf = (path: string): void => {
  if (process.platform === 'win32') return;
  const descriptor = openSync(join(path, '..'), 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

const overwrite = (path: string): void => {
  const descriptor = openSync(path, 'r+');
  try {
    writeFileSync(descriptor, '0'.repeat(fstatSync(descriptor).size));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';
const isTaken = (error: unknown): boolean => codeOf(error) === 'EEXIST';
