import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Clock } from '../../core/ports/ports.ts';
import { type Log } from '../host/host-interface.ts';
import { systemClock } from '../host/system-ports.ts';
import {
  type Exit,
  kioskArguments,
  type LaunchBrowser,
  launchChromium,
  type RunningBrowser,
} from './chromium.ts';
import { type FoundBrowser } from './find-chromium.ts';

export interface KioskBrowserOptions {
  readonly browser: FoundBrowser;
  /** A fresh one-time link for each start of the browser. */
  readonly link: () => string;
  /** The program's data folder; profiles live below it and are removed with their browser. */
  readonly directory: string;
  readonly log: Log;
  readonly clock?: Clock;
  readonly extraArguments?: readonly string[];
  /** Its folder among those of several browsers; absent: `browser`. */
  readonly name?: string;
  readonly launch?: LaunchBrowser;
}

export interface KioskBrowser {
  /** Resolves once the browser is gone and its profile removed. */
  close(): Promise<void>;
}

/** A browser that lived this long had started well: the next restart is immediate again. */
const GOOD_LIFE_MS = 10_000;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;
const CLOSE_PATIENCE_MS = 3_000;

/** Milliseconds to wait before the next start, after so many short lives in a row. */
export const restartDelay = (shortLives: number): number =>
  shortLives === 0 ? 0 : Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (shortLives - 1));

const escapeAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/**
 * A page that leads on to the link. The command line of a process can be read by every account of
 * the machine; this file only by ours, so that nobody else can use the ticket first.
 */
const writeEntryPage = async (profile: string, link: string): Promise<string> => {
  const path = join(profile, 'enter.html');
  const target = escapeAttribute(link);
  await writeFile(
    path,
    `<!doctype html><meta charset="utf-8"><title>Tiếp Đón</title><meta http-equiv="refresh" content="0;url=${target}">`,
    { mode: 0o600, flag: 'wx' },
  );
  return pathToFileURL(path).href;
};

const remove = (path: string) =>
  rm(path, { recursive: true, force: true, maxRetries: 5 }).catch(() => {
    // Windows may hold a file a little longer; the next start of the program clears the folder.
  });

/** A snap may not read hidden folders of the home directory, where program data usually is. */
const profilesBelow = (browser: FoundBrowser, directory: string, name: string): string =>
  browser.executable.startsWith('/snap/')
    ? join(process.env['HOME'] ?? directory, 'snap', 'chromium', 'common', 'tiep-don', name)
    : join(directory, name);

/**
 * Keeps one full-screen browser on the kiosk's screen: whenever it ends, whatever the reason, it
 * comes back with a fresh profile and a fresh link. It never gives up; after several short lives
 * it waits longer and says so in the log.
 */
export const startKioskBrowser = async (options: KioskBrowserOptions): Promise<KioskBrowser> => {
  const { browser, log, clock = systemClock, launch = launchChromium } = options;
  const profiles = profilesBelow(browser, options.directory, options.name ?? 'browser');
  await remove(profiles);
  await mkdir(profiles, { recursive: true, mode: 0o700 });

  const closing = new AbortController();
  const isClosing = () => closing.signal.aborted;
  let running: RunningBrowser | undefined;

  const pause = (ms: number) =>
    new Promise<void>(resolve => {
      const cancel = clock.after(ms, resolve);
      closing.signal.addEventListener('abort', () => {
        cancel();
        resolve();
      });
    });

  /** One life of the browser, from the profile's first file to its removal. */
  const live = async (): Promise<Exit> => {
    const profile = await mkdtemp(join(profiles, 'profile-'));
    const startPage = await writeEntryPage(profile, options.link());
    const { family, executable } = browser;
    const { extraArguments = [] } = options;
    running = launch(executable, kioskArguments({ family, profile, startPage, extraArguments }));
    if (isClosing()) running.close();
    const exit = await running.exited;
    running = undefined;
    await remove(profile);
    return exit;
  };

  const keepAlive = async (): Promise<void> => {
    let shortLives = 0;
    while (!isClosing()) {
      const startedAt = clock.now();
      const exit = await live();
      if (isClosing()) return;
      shortLives = clock.now() - startedAt < GOOD_LIFE_MS ? shortLives + 1 : 0;
      const delayMs = restartDelay(shortLives);
      log.warn({ ...exit, shortLives, delayMs }, 'the browser ended and is started again');
      await pause(delayMs);
    }
  };

  const finished = keepAlive().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : 'unknown';
    log.error({ reason }, 'the browser cannot be started');
  });
  return {
    close: async () => {
      closing.abort();
      running?.close();
      const cancel = clock.after(CLOSE_PATIENCE_MS, () => running?.kill());
      await finished;
      cancel();
      await remove(profiles);
    },
  };
};
