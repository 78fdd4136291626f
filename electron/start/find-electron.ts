import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where the `electron` package lies, or nothing where it is not installed. */
const packageDirectory = (): string | undefined => {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
};

const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/**
 * The program of Electron, or null where only its package is there. The package itself is not
 * loaded: its main file downloads the program when it is missing, and a kiosk's start must not
 * depend on a network.
 */
export const findElectron = (directory: string | undefined = packageDirectory()): string | null => {
  if (directory === undefined) return null;
  let name: string;
  try {
    name = readFileSync(join(directory, 'path.txt'), 'utf8').trim();
  } catch {
    return null;
  }
  const program = join(directory, 'dist', name);
  return name !== '' && isFile(program) ? program : null;
};
