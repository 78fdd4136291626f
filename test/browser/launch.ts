import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

/**
 * Nothing that a kiosk's browser would do by itself: no first-run pages, no updates, no sync, no
 * connections of its own. The sandbox needs privileges that test machines seldom give.
 */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

const SYSTEM_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

export interface FoundChromium {
  readonly executablePath: string;
  /** `package`: the one inside the npm package, where the system has none. */
  readonly from: 'CHROMIUM_PATH' | 'system' | 'package';
  /** Shared libraries that a bare system lacks. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The browser the tests run in: `CHROMIUM_PATH`, the system's, or the packaged one. */
export const findChromium = async (): Promise<FoundChromium> => {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH: there is no file ${given}`);
    return { executablePath: given, from: 'CHROMIUM_PATH' };
  }
  const system = SYSTEM_PLACES.find(place => existsSync(place));
  return system === undefined ? packagedChromium() : { executablePath: system, from: 'system' };
};

/** Unpacks the browser of the npm package (Linux x64 only) into the temporary directory, once. */
export const packagedChromium = async (): Promise<FoundChromium> => {
  const { default: packaged, inflate } = await import('@sparticuz/chromium');
  const bin = join(
    dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')),
    '../bin',
  );
  const executablePath = await packaged.executablePath(bin);
  await inflate(join(bin, 'al2023.tar.br'));
  const known = process.env['LD_LIBRARY_PATH'];
  const libraries = join(tmpdir(), 'al2023', 'lib');
  return {
    executablePath,
    from: 'package',
    env: {
      LD_LIBRARY_PATH: known === undefined ? libraries : `${known}${delimiter}${libraries}`,
    },
  };
};

/** Starts a browser with a profile of its own, which is deleted when it is closed. */
export const launchChromium = async (
  options: LaunchOptions & { readonly found?: FoundChromium } = {},
): Promise<Browser> => {
  const { found = await findChromium(), args = [], env = {}, ...rest } = options;
  return chromium.launch({
    ...rest,
    executablePath: found.executablePath,
    args: [...CHROMIUM_FLAGS, ...args],
    env: { ...process.env, ...found.env, ...env },
  });
};
