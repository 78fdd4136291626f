import { readFile } from 'node:fs/promises';

/**
 * Reads a secret from its file whenever it is needed, so that a new one needs no restart.
 * Undefined where no file is configured.
 */
export const secretIn =
  (path: string | undefined): (() => Promise<string | undefined>) =>
  async () =>
    path === undefined ? undefined : (await readFile(path, 'utf8')).trim();
