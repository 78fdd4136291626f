import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { checkConfig, configProblemLines } from '../../core/configuration/strict-config.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type KioskConfig, kioskConfigSchema } from './kiosk-config.ts';

export type Rewritten =
  | { readonly ok: true; readonly config: KioskConfig }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Changes settings of the configuration file: what the change makes of it is checked first, and
 * the file is replaced as a whole or not at all. Settings that are not named stay as they are.
 * @throws FaultError `config-invalid` where the file cannot be read, `storage-failed` where it
 * cannot be written
 */
export const rewriteConfig = (
  file: string,
  settings: Readonly<Record<string, unknown>>,
): Rewritten => {
  const next = { ...readObject(file), ...settings };
  const checked = checkConfig(kioskConfigSchema, next);
  if (!checked.ok) return { ok: false, problems: configProblemLines(checked.problems) };
  replaceFile(file, `${JSON.stringify(next, null, 2)}\n`);
  return { ok: true, config: checked.config };
};

const readObject = (file: string): object => {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (cause) {
    throw new FaultError('config-invalid', `${file}: cannot be read`, { cause });
  }
  throw new FaultError('config-invalid', `${file}: is not a configuration`);
};

/** Written beside it and put in its place, so that a power cut leaves the old or the new one. */
const replaceFile = (file: string, text: string): void => {
  const beside = `${file}.new`;
  try {
    const descriptor = openSync(beside, 'w', statSync(file).mode & 0o777);
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, file);
    flushFolder(dirname(file));
  } catch (cause) {
    throw new FaultError('storage-failed', `${file}: cannot be written`, { cause });
  }
};

/** The new name is on disk once its folder is; Windows has no such call and does not need it. */
const flushFolder = (folder: string): void => {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};
