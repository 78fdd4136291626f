import { readFileSync } from 'node:fs';
import { checkConfig, configProblemLines } from '../../core/configuration/strict-config.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type KioskConfig, kioskConfigSchema } from './kiosk-config.ts';

/**
 * The configuration in that file, or the defaults without one.
 * @throws FaultError `config-invalid` naming the file and the first problem; all of them are in
 * `problemsOfConfig`.
 */
export const loadKioskConfig = (file: string | undefined): KioskConfig => {
  if (file === undefined) return kioskConfigSchema.parse({});
  const checked = checkConfig(kioskConfigSchema, readJson(file));
  if (checked.ok) return checked.config;
  const [first = 'is not a configuration', ...more] = configProblemLines(checked.problems);
  const rest = more.length === 0 ? '' : ` (and ${more.length} more: config check)`;
  throw new FaultError('config-invalid', `${file}: ${first}${rest}`);
};

/** Every problem of that file, one line each; empty where there is none. */
export const problemsOfConfig = (file: string): readonly string[] => {
  const checked = checkConfig(kioskConfigSchema, readJson(file));
  return checked.ok ? [] : configProblemLines(checked.problems);
};

const readJson = (file: string): unknown => {
  const text = readText(file);
  try {
    // Some editors of Windows put a byte order mark in front.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new FaultError('config-invalid', `${file}: ${(cause as Error).message}`, { cause });
  }
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? 'there is no such file' : 'cannot be read';
    throw new FaultError('config-invalid', `${file}: ${why}`, { cause });
  }
};
