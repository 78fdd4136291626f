import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Where staff may put a file: a stick, or a folder of the kiosk. */
export interface ExportPlace {
  readonly name: string;
  readonly directory: string;
}

const MEDIA = /^\/(run\/media|media|mnt)\//;

/** Spaces and the like are written as \040 in /proc/mounts (getmntent(3)). */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));

/** Writable drives among the mounts of Linux, by the name they were mounted under. */
export const drivesIn = (mounts: string): readonly ExportPlace[] =>
  mounts.split('\n').flatMap(line => {
    const [, at = '', , options = ''] = line.split(' ');
    const directory = unescaped(at);
    if (!MEDIA.test(directory) || !options.split(',').includes('rw')) return [];
    return [{ name: basename(directory), directory }];
  });

const macDrives = (): readonly ExportPlace[] =>
  readdirSync('/Volumes', { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => ({ name, directory: join('/Volumes', name) }));

const WINDOWS_LETTERS = 'DEFGHIJKLMNOPQRSTUVWXYZ'.split('');

const windowsDrives = (): readonly ExportPlace[] =>
  WINDOWS_LETTERS.map(letter => ({ name: `${letter}:`, directory: `${letter}:\\` })).filter(
    ({ directory }) => existsSync(directory),
  );

const DRIVES: Partial<Record<NodeJS.Platform, () => readonly ExportPlace[]>> = {
  linux: () => drivesIn(readFileSync('/proc/mounts', 'utf8')),
  darwin: macDrives,
  win32: windowsDrives,
};

/** The drives that are plugged in now. */
export const exportPlaces = (): readonly ExportPlace[] => {
  try {
    return DRIVES[process.platform]?.() ?? [];
  } catch {
    return [];
  }
};
