import { homedir } from 'node:os';
import { join } from 'node:path';

/** What decides where files go; `process` and `os` in the program, made up in tests. */
export interface UserSurroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const here = (): UserSurroundings => ({
  platform: process.platform,
  environment: process.env,
  home: homedir(),
});

const baseDirectory = ({ platform, environment, home }: UserSurroundings): string => {
  const given = (name: string): string | undefined => environment[name] || undefined;
  if (platform === 'win32') return given('LOCALAPPDATA') ?? join(home, 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  return given('XDG_DATA_HOME') ?? join(home, '.local', 'share');
};

/** This user's data of the product (XDG Base Directory 0.8 and its twins); never the checkout. */
export const userDataDirectory = (around: UserSurroundings = here()): string =>
  join(baseDirectory(around), 'tiep-don');
