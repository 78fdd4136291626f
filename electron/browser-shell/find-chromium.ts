import { accessSync, constants } from 'node:fs';

/** A browser of the Chromium family that is on this machine. */
export interface FoundBrowser {
  readonly executable: string;
  readonly family: 'chrome' | 'edge';
}

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isExecutable: (path: string) => boolean;
  /** The account is root, as which Chromium refuses to run with its sandbox. */
  readonly isRoot: boolean;
}

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

export const thisMachine = (): Machine => ({
  platform: process.platform,
  env: process.env,
  isExecutable,
  isRoot: process.getuid?.() === 0,
});

type Candidate = readonly [family: FoundBrowser['family'], path: string];

/**
 * Best first; a bare name is looked for on PATH. A snap sees little of the disk, so it comes after
 * the packages; Ubuntu's `chromium-browser` is only another name of the snap.
 */
const LINUX_NAMES: readonly Candidate[] = [
  ['chrome', 'google-chrome-stable'],
  ['chrome', 'google-chrome'],
  ['chrome', '/opt/google/chrome/chrome'],
  ['chrome', 'chromium'],
  ['chrome', '/snap/bin/chromium'],
  ['chrome', 'chromium-browser'],
  ['edge', 'microsoft-edge-stable'],
  ['edge', 'microsoft-edge'],
];

const MAC_BUNDLES: readonly Candidate[] = [
  ['chrome', 'Google Chrome.app/Contents/MacOS/Google Chrome'],
  ['chrome', 'Chromium.app/Contents/MacOS/Chromium'],
  ['edge', 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
];

const WINDOWS_PATHS: readonly Candidate[] = [
  ['chrome', 'Google\\Chrome\\Application\\chrome.exe'],
  ['chrome', 'Chromium\\Application\\chrome.exe'],
  ['edge', 'Microsoft\\Edge\\Application\\msedge.exe'],
];

const WINDOWS_ROOTS = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'];

const given = (values: readonly (string | undefined)[]): string[] =>
  values.filter(value => value !== undefined && value !== '') as string[];

const within = (
  candidates: readonly Candidate[],
  directories: readonly string[],
  separator: string,
): Candidate[] =>
  candidates.flatMap(([family, name]) =>
    name.startsWith('/')
      ? [[family, name] as const]
      : directories.map(directory => [family, `${directory}${separator}${name}`] as const),
  );

const candidatesOn = ({ platform, env }: Machine): Candidate[] => {
  if (platform === 'win32') {
    return within(WINDOWS_PATHS, given(WINDOWS_ROOTS.map(name => env[name])), '\\');
  }
  if (platform === 'darwin') {
    const ofUser = given([env['HOME']]).map(home => `${home}/Applications`);
    return within(MAC_BUNDLES, ['/Applications', ...ofUser], '/');
  }
  const onPath = given((env['PATH'] ?? '').split(':'));
  const directories = new Set(['/usr/bin', '/usr/local/bin', ...onPath]);
  directories.delete('/snap/bin');
  return within(LINUX_NAMES, [...directories], '/');
};

/** The first browser that is there and can be run by this account, or null. */
export const findChromium = (machine: Machine = thisMachine()): FoundBrowser | null => {
  if (machine.platform === 'linux' && machine.isRoot) return null;
  const found = candidatesOn(machine).find(([, path]) => machine.isExecutable(path));
  return found === undefined ? null : { family: found[0], executable: found[1] };
};

/** True where a window can be shown: always on Windows and macOS. */
export const hasDisplay = ({ platform, env }: Pick<Machine, 'platform' | 'env'>): boolean =>
  platform === 'win32' ||
  platform === 'darwin' ||
  given([env['DISPLAY'], env['WAYLAND_DISPLAY']]).length > 0;
