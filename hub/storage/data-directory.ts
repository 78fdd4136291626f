import { homedir } from 'node:os';
import { join } from 'node:path';

/** What decides where files go; `process` and `os` in the program, made up in tests. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const here = (): Surroundings => ({
  platform: process.platform,
  environment: process.env,
  home: homedir(),
});

const given = (around: Surroundings, name: string): string | undefined =>
  around.environment[name] === '' ? undefined : around.environment[name];

/** The user's data directory: XDG Base Directory 0.8, LOCALAPPDATA, or Application Support. */
const userDataDirectory = (around: Surroundings): string => {
  if (around.platform === 'win32') {
    return given(around, 'LOCALAPPDATA') ?? join(around.home, 'AppData', 'Local');
  }
  if (around.platform === 'darwin') return join(around.home, 'Library', 'Application Support');
  return given(around, 'XDG_DATA_HOME') ?? join(around.home, '.local', 'share');
};

const userCacheDirectory = (around: Surroundings): string => {
  if (around.platform === 'win32') {
    return given(around, 'LOCALAPPDATA') ?? join(around.home, 'AppData', 'Local');
  }
  if (around.platform === 'darwin') return join(around.home, 'Library', 'Caches');
  return given(around, 'XDG_CACHE_HOME') ?? join(around.home, '.cache');
};

/** Where the hub keeps its data unless told otherwise; never in the checkout. */
export const defaultHubDirectory = (around: Surroundings = here()): string =>
  join(userDataDirectory(around), 'tiep-don', 'hub');

/** What may be deleted at any time and only costs the next start some seconds. */
export const cacheDirectory = (around: Surroundings = here()): string =>
  join(userCacheDirectory(around), 'tiep-don', ...(around.platform === 'win32' ? ['cache'] : []));
